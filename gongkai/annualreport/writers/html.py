"""The report as HTML: a fragment for a page of one's own, or a page that stands alone.

Every header cell says what it heads, so that a screen reader can follow; nothing depends on style.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from importlib.resources import files

from gongkai.annualreport.model import Report
from gongkai.annualreport.writers.composing import Composed, Part, compose
from gongkai.annualreport.writers.grid import Line, Printed, Span

# Captions of the tables that fill a section: a word of the form, since the section's heading says the rest.
_CAPTIONS = {"applications": "申请人情况", "review_litigation": "行政复议、行政诉讼"}


def html_fragment(report: Report, level: int = 1) -> str:
    """Return the report as an ``article`` element without ids, classes or style; its title is a heading of `level`."""
    return "\n".join(_article(compose(report), level))


def html_page(report: Report) -> bytes:
    """Return the report as a whole page in UTF-8, its particulars in the metadata that government sites carry."""
    composed = compose(report)
    style = files("gongkai.annualreport.writers").joinpath("data/report.css").read_text("utf-8").strip()
    lines = (
        "<!DOCTYPE html>",
        '<html lang="zh-CN">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(composed.title)}</title>",
        *(f'<meta name="{name}" content="{escape(value)}">' for name, value in _metadata(report, composed) if value),
        f"<style>\n{style}\n</style>",
        "</head>",
        "<body>",
        *_article(composed, 1),
        "</body>",
        "</html>",
        "",
    )
    return "\n".join(lines).encode()


def _metadata(report: Report, composed: Composed) -> tuple[tuple[str, str], ...]:
    published = report.publication_date.isoformat() if report.publication_date else ""
    return ("ArticleTitle", composed.title), ("PubDate", published), ("ContentSource", composed.agency)


def _article(composed: Composed, level: int) -> Iterator[str]:
    yield "<article>"
    yield "<header>"
    title = [line.text for line in composed.opening if line.role == "title"]
    started = False
    for line in composed.opening:
        if line.role != "title":
            yield f"<p>{escape(line.text)}</p>"
        elif not started:
            started = True
            yield f"<h{level}>{'<br>'.join(map(escape, title))}</h{level}>"
    yield "</header>"
    for part in composed.parts:
        yield from _section(part, level + 1)
    yield "</article>"


def _section(part: Part, level: int) -> Iterator[str]:
    yield "<section>"
    if part.heading:
        yield f"<h{level}>{escape(part.heading)}</h{level}>"
    for text in part.paragraphs:
        yield f"<p>{escape(text)}</p>"
    for table in part.tables:
        yield from _table(table)
    yield "</section>"


def _table(table: Printed) -> Iterator[str]:
    yield "<table>"
    yield f"<caption>{escape(_CAPTIONS.get(table.id, table.caption))}</caption>"
    for name, lines in (("thead", table.head), ("tbody", table.body)):
        yield f"<{name}>"
        yield from map(_line, lines)
        yield f"</{name}>"
    yield "</table>"


def _line(line: Line) -> str:
    return f"<tr>{''.join(map(_cell, line))}</tr>"


def _cell(span: Span) -> str:
    columns = f' colspan="{span.columns}"' if span.columns > 1 else ""
    rows = f' rowspan="{span.rows}"' if span.rows > 1 else ""
    if not span.scope:
        return f"<td{columns}{rows}>{escape(span.text)}</td>"
    return f'<th scope="{span.scope}"{columns}{rows}>{escape(span.text)}</th>'
