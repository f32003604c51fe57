"""Addresses of the pictures and attachments that a page shows."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from django import template
from django.urls import reverse

from gongkai.publishing.web_packages import address_of_package

register = template.Library()


@register.simple_tag
def picture_address(page: Any, picture: Any) -> str:
    """Return the address of a picture as the page shows it; it answers while the page is public."""
    return reverse("shown_picture", args=[page.pk, picture.pk])


@register.simple_tag
def attachment_address(page: Any, attachment: Any) -> str:
    """Return the address of an attachment of the page; it answers while the page is public."""
    return reverse("shown_attachment", args=[page.pk, attachment.pk, PurePosixPath(attachment.filename).name])


@register.simple_tag(takes_context=True)
def h5_address(context: Any, page: Any, package: Any) -> str:
    """Return the address of a small web page that the page shows in a frame."""
    return address_of_package(page, package, preview=getattr(context.get("request"), "is_preview", False))
