"""Addresses of pages whose filters all stand in the address."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.http import urlencode


def address_with(request: HttpRequest, **changes: Any) -> str:
    """Return the address of this page with other values; what is narrowed begins at its first page (`p`)."""
    kept = {name: value for name, value in request.GET.items() if name != "p"} | changes
    return f"{request.path}?{urlencode({name: value for name, value in kept.items() if value})}"
