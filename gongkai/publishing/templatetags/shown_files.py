"""Addresses of the pictures and attachments that a page shows."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Any

from django import template

from gongkai.publishing.shown_sizes import file_address
from gongkai.publishing.web_packages import address_of_package

register = template.Library()
_NO_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')  # what no system takes in a file's name


@register.simple_tag
def picture_address(page: Any, picture: Any) -> str:
    """Return the address of a picture as the page shows it."""
    return file_address(page, "picture", picture.pk)


@register.simple_tag
def attachment_address(page: Any, attachment: Any) -> str:
    """Return the address of an attachment of the page."""
    return file_address(page, "attachment", attachment.pk, attachment.filename)


@register.simple_tag
def download_name(title: str, attachment: Any) -> str:
    """Return the name under which an attachment is kept: the one the reader sees, with the ending of its file."""
    ending = PurePosixPath(attachment.filename).suffix
    name = _NO_NAME.sub(" ", title.strip().removesuffix(ending)).strip(" .") or PurePosixPath(attachment.filename).stem
    return f"{name[:120]}{ending}"


@register.simple_tag(takes_context=True)
def h5_address(context: Any, page: Any, package: Any) -> str:
    """Return the address of a small web page that the page shows in a frame."""
    return address_of_package(page, package, preview=getattr(context.get("request"), "is_preview", False))
