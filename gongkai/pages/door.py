"""What other rooms may ask of pages."""

from gongkai.pages.clearance import NotCleared, clear_import, content_hash
from gongkai.pages.models import AgencyPage, BasePage

__all__ = ["AgencyPage", "BasePage", "NotCleared", "clear_import", "content_hash"]
