"""A heading that breaks between words."""

from __future__ import annotations

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from gongkai.pages.phrases import phrases

register = template.Library()


@register.filter
def phrased(text: object) -> SafeString:
    """Return a text with the places marked where a line may end; an ``h1`` breaks nowhere else (gongkai.css)."""
    return format_html_join(SafeString("<wbr>"), "{}", ((piece,) for piece in phrases(str(text))))
