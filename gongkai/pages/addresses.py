"""Addresses that somebody typed, or a browser sent: they may be anything. Pure."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit


def parts_of_address(address: str) -> SplitResult:
    """Return the parts of an address, all of them empty for what is none (``http://[``)."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")
