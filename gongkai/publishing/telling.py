"""A page as plain text, part by part: for the difference a reviewer reads, and for proofreading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from html import unescape
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import timezone
from django.utils.html import strip_tags
from wagtail.blocks import ChoiceBlock, StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.fields import RichTextField, StreamField
from wagtail.rich_text import RichText

from gongkai.pages.door import BOOKKEEPING, FILE_KINDS, files_shown_by, numbers_shown_by
from gongkai.publishing.blocks import TableTextBlock
from gongkai.publishing.differences import Part
from gongkai.publishing.shown_sizes import file_address
from gongkai.publishing.small_tables import TableUnreadable, read_table

_BREAK = re.compile(r"</(p|h[1-6]|li|tr)>|<br\s*/?>")
_UNTOLD = BOOKKEEPING | {"basepage_ptr", "informationpage_ptr", "agency"}


def parts_of(page: Any) -> list[Part]:
    """Return what the public would see of a page: its filled fields, each block of its body, the files it shows."""
    parts = [part for field in _fields(page) for part in _told_field(page, field) if part.text]
    files = [Part(f"file.{file.kind}.{file.pk}", "所附文件", _told_file(file)) for file in files_shown_by(page)]
    return parts + files


def openable(page: Any, content: Any) -> list[tuple[str, str]]:
    """Return name and address of each file that `content`, a version of the page, shows: whoever reviews opens it."""
    shown = sorted(numbers_shown_by(content))
    rows = {
        kind: apps.get_model(name).objects.in_bulk([pk for one, pk in shown if one == kind])
        for kind, name in FILE_KINDS.items()
    }
    files = ((kind, rows[kind][pk]) for kind, pk in shown if pk in rows[kind])
    return [(file.title, file_address(page, kind, file.pk, file.filename)) for kind, file in files]


def _told_file(file: Any) -> str:
    return f"{file.title}（内容摘要 {file.sha256[:12]}）" if file.sha256 else f"{file.title}（文件不在了）"


def _fields(page: Any) -> Iterator[models.Field]:
    left_out = _UNTOLD | page.set_at_publication
    yield from (field for field in page._meta.concrete_fields if field.name not in left_out)


def _told_field(page: Any, field: models.Field) -> Iterator[Part]:
    value = getattr(page, field.name)
    label = str(field.verbose_name)
    if isinstance(field, StreamField):
        for number, block in enumerate(value, start=1):
            yield Part(f"{field.name}.{block.id}", f"{label} 第{number}块（{block.block.label}）", told(block.value))
    elif isinstance(field, RichTextField):
        yield Part(field.name, label, plain(value))
    elif field.choices:
        yield Part(field.name, label, str(getattr(page, f"get_{field.name}_display")()))
    else:
        yield Part(field.name, label, told(value))


def told(value: Any) -> str:
    """Return a value as a line or lines of text; empty for nothing."""
    if isinstance(value, StructValue):
        children = value.block.child_blocks
        named = ((children[name].label, _told_child(children[name], one)) for name, one in value.items())
        return "\n".join(f"{label}：{text}" for label, text in named if text)
    if isinstance(value, ListValue):
        return "\n".join(map(told, value))
    if isinstance(value, RichText):
        return plain(value.source)
    if isinstance(value, bool):
        return "是" if value else ""
    return _in_words(value)


def _told_child(block: Any, value: Any) -> str:
    """Return a child's text; a typed table as its cells, since how they were separated is no writing of the author."""
    if isinstance(block, ChoiceBlock):
        return str(dict(block.field.choices).get(value, value))
    if not isinstance(block, TableTextBlock):
        return told(value)
    try:
        table = read_table(value)
    except TableUnreadable:
        return str(value)
    return "\n".join("　".join(row) for row in (table.headings, *table.rows))


def _in_words(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    return "" if value is None else str(value).strip()


def plain(markup: str) -> str:
    """Return the words of rich text, a line for each paragraph."""
    return unescape(strip_tags(_BREAK.sub("\n", markup))).strip()
