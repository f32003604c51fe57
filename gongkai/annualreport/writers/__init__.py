"""The writers: a report to any format that offices exchange, each of which reads back as the same report.

What is not certain is written blank, never guessed: a cell that was not read comes back as a blank.
JSON and CSV carry everything; HTML, DOCX, PDF and Markdown are documents and carry what is printed.
A report whose figures stand in its own running text (住房公积金年度报告) has no official layout: it is
written as JSON only.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from gongkai.annualreport.forms import DISCLOSURE
from gongkai.annualreport.model import Report

__all__ = ["KINDS", "NotWritten", "html_fragment", "kinds_for", "write"]


class Kind(NamedTuple):
    """A format: the writer's id for it, its file name's ending, its media type."""

    id: str
    suffix: str
    media_type: str


KINDS = {
    kind.id: kind
    for kind in (
        Kind("html", ".html", "text/html; charset=utf-8"),
        Kind("docx", ".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        Kind("pdf", ".pdf", "application/pdf"),
        Kind("json", ".json", "application/json"),
        Kind("md", ".md", "text/markdown; charset=utf-8"),
        Kind("csv", ".csv", "text/csv; charset=utf-8"),
    )
}


class NotWritten(ValueError):
    """A report of a form that has no writer of that kind."""


def kinds_for(report: Report) -> tuple[str, ...]:
    """Return the kinds that the report can be written as, each a key of `KINDS`."""
    return tuple(KINDS) if report.form.report == DISCLOSURE else ("json",)


def write(report: Report, kind: str, *, fonts: Path | None = None) -> bytes:
    """Return the report as a file of `kind`, a key of `KINDS`; raise KeyError for another.

    Raises NotWritten where the report's form has no writer of that kind (see `kinds_for`).

    `fonts` is a folder of licensed fonts (方正小标宋简体, 仿宋_GB2312 …) that a PDF is set in
    where they are there. The same report gives the same bytes.
    """
    writer = _WRITERS[kind]
    if kind not in kinds_for(report):
        raise NotWritten(kind)
    return writer(report, fonts)


# Each writer is imported when the first file of its kind is wanted: starting stays quick.


def html_fragment(report: Report, level: int = 1) -> str:
    """Return the report as an ``article`` element for a page of one's own, its title a heading of `level`.

    Raises NotWritten where the report's form has no official layout.
    """
    from gongkai.annualreport.writers.html import html_fragment as fragment

    if "html" not in kinds_for(report):
        raise NotWritten("html")
    return fragment(report, level)


def _html(report: Report, _fonts: Path | None) -> bytes:
    from gongkai.annualreport.writers.html import html_page

    return html_page(report)


def _docx(report: Report, _fonts: Path | None) -> bytes:
    from gongkai.annualreport.writers.docx import docx

    return docx(report)


def _pdf(report: Report, fonts: Path | None) -> bytes:
    from gongkai.annualreport.writers.pdf import pdf

    return pdf(report, fonts)


def _json(report: Report, _fonts: Path | None) -> bytes:
    from gongkai.annualreport.exchange import to_json

    return to_json(report).encode("utf-8", "replace")


def _markdown(report: Report, _fonts: Path | None) -> bytes:
    from gongkai.annualreport.writers.markdown import markdown

    return markdown(report).encode()


def _csv(report: Report, _fonts: Path | None) -> bytes:
    from gongkai.annualreport.writers.csv import csv_text

    return csv_text(report).encode("utf-8", "replace")


_WRITERS: dict[str, Callable[[Report, Path | None], bytes]] = {
    "html": _html,
    "docx": _docx,
    "pdf": _pdf,
    "json": _json,
    "md": _markdown,
    "csv": _csv,
}
