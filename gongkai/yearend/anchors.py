"""Where on the page a finding's dotted place stands. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongkai.annualreport import Form

_RANGE = re.compile(r"text\.(\w+)\[(\d{1,9}):(\d{1,9})\]")


def anchor(*parts: str) -> str:
    """Return the id on the page of a table, row or cell."""
    return "-".join(("at", *parts))


def section_anchor(section_id: str) -> str:
    """Return the id on the page of a section; a table may have the same id in the form."""
    return f"section-{section_id}"


def text_range(where: str) -> tuple[str, int, int] | None:
    """Return section id and the range of characters of a place in running text, None for other places."""
    found = _RANGE.fullmatch(where)
    return (found[1], int(found[2]), int(found[3])) if found else None


def target(form: Form, where: str) -> str:
    """Return the id of the element a place points to, empty where the page shows no such thing."""
    if spot := text_range(where):
        return section_anchor(spot[0])
    kind, _, rest = where.partition(".")
    if kind in form.tables:
        return anchor(*where.split("."))
    named = rest if kind in {"text", "section", "sections"} else kind
    return section_anchor(named) if any(section.id == named for section in form.sections) else ""
