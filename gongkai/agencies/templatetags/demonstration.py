"""The accounts of a demonstration, for the sign-in page."""

from __future__ import annotations

from typing import Any

from django import template

from gongkai.agencies.demonstration import shown_accounts

register = template.Library()


@register.simple_tag
def demonstration_accounts() -> dict[str, Any]:
    """Return what `shown_accounts` does."""
    return shown_accounts()
