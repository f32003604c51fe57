"""What other rooms may ask of desk."""

from gongkai.desk.agenda import QUEUES, agenda, queues
from gongkai.desk.events import queues_asked

__all__ = ["QUEUES", "agenda", "queues", "queues_asked"]
