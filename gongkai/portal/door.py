"""What other rooms may ask of portal."""

from gongkai.portal.admission import client_address
from gongkai.portal.models import HomePage

__all__ = ["HomePage", "client_address"]
