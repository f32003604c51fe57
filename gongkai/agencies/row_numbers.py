"""The number of a row as a form or an address says it."""

from __future__ import annotations

import re

MOST_NUMBER = 2**63 - 1  # a database keeps no greater one
_NUMBER = re.compile(r"[0-9]{1,18}")


def row_number(said: str | None) -> int:
    """Return the number that was said; 0, which no row has, for whatever is none."""
    return int(said) if said and _NUMBER.fullmatch(said) else 0
