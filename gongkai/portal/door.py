"""What other rooms may ask of portal."""

from gongkai.portal.agency_home import home_of
from gongkai.portal.due import QUEUES
from gongkai.portal.models import HomePage
from gongkai.portal.platform.delivering import deliver_due
from gongkai.portal.platform.outbox import after_publication as tell_platform_of_publication
from gongkai.portal.platform.outbox import after_validity_event as tell_platform_of_validity
from gongkai.portal.platform.outbox import after_withdrawal as tell_platform_of_withdrawal
from gongkai.portal.platform.standing import push_now, standing_of
from gongkai.portal.platform.turning import note_turned
from gongkai.portal.site_errors.applications import sources_of_portal

__all__ = [
    "QUEUES",
    "HomePage",
    "deliver_due",
    "home_of",
    "note_turned",
    "push_now",
    "sources_of_portal",
    "standing_of",
    "tell_platform_of_publication",
    "tell_platform_of_validity",
    "tell_platform_of_withdrawal",
]
