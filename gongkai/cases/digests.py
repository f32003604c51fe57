"""The hash of what a row says: what the log keeps of it, and what `gongkai verify` compares."""

from __future__ import annotations

import hashlib
import json
from typing import Any


def digest_of(said: list[Any]) -> str:
    """Return the SHA-256, in hex, of values that JSON can hold, and dates."""
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()
