"""What this room asks of rooms on its own floor; who answers is in config/wiring.py."""

from __future__ import annotations

from django.dispatch import Signal

# The desk is being laid: a listener returns a tuple of further queues (`agencies.Queue`).
queues_asked = Signal()
