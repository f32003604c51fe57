"""What other rooms may ask of agencies."""

from gongkai.agencies.models import Agency, Person

__all__ = ["Agency", "Person"]
