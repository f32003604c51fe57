"""What other rooms may ask of portal."""

from gongkai.portal.agency_home import home_of
from gongkai.portal.models import HomePage

__all__ = ["HomePage", "home_of"]
