"""What other rooms may ask of portal."""

from gongkai.portal.models import HomePage

__all__ = ["HomePage"]
