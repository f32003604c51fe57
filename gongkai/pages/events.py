"""What this room tells the rooms above; who listens is in config/wiring.py."""

from __future__ import annotations

from django.dispatch import Signal

# An agency's home is being shown: `page` and `request`. A listener returns, as a dict, what it adds to the context.
agency_home_shown = Signal()

# A page of government information was written as a file: `page`, and the bytes `data` that anybody can now keep.
page_kept = Signal()
