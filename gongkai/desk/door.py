"""What other rooms may ask of desk."""

from gongkai.desk.agenda import QUEUES, agenda

__all__ = ["QUEUES", "agenda"]
