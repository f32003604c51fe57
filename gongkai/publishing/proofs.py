"""What proofreading finds in a page and in the files it shows (三校)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.apps import apps
from django.core.cache import cache
from django.utils import timezone

from gongkai import proofing
from gongkai.findings import Finding, Mark, RuleBook
from gongkai.pages.door import FILE_KINDS, ShownFile, files_shown_by
from gongkai.publishing.flagged_terms import lists_of
from gongkai.publishing.outside_links import answers_for
from gongkai.publishing.pointing import attachment_names, links_in
from gongkai.publishing.refusals import RULES
from gongkai.publishing.small_tables import TableUnreadable, read_table
from gongkai.publishing.telling import parts_of

READ = frozenset({"title", "summary", "attribute_reason", "late_reason", "correction"})
BOOK = RuleBook({**proofing.RULES.rules, **RULES.rules})  # proofing's rules, and ours of files
_ORDER = {"error": 0, "warning": 1, "notice": 2}
_KEPT_SECONDS = 24 * 3600


def proofread_page(page: Any) -> tuple[Finding, ...]:
    """Return what the checks find in the title and the text of a page, by the day it was made."""
    blocks = tuple(
        proofing.Block(proofing.TITLE if part.id == "title" else part.id, part.text)
        for part in parts_of(page)
        if part.id in READ or part.id.startswith("body.")
    )
    links = links_in(page, answers_for(page))
    text = proofing.Text(blocks, links=links, attachments=attachment_names(page))
    found = proofing.proofread(text, on=day_of(page), lists=lists_of(page.agency_id))
    return found + tuple(_in_cells(page))


def _in_cells(page: Any) -> Iterator[Finding]:
    """Yield what only the heading over a cell makes a finding: counts of very few people in a table of the body."""
    for block in getattr(page, "body", ()):
        if block.block_type in ("table", "chart"):
            text = proofing.Text(tuple(_cells(f"body.{block.id}", block.value["cells"] or "")))
            found = proofing.proofread(text, on=day_of(page))
            yield from (one for one in found if one.rule == "PRIV-SMALL-CELL")


def _cells(place: str, written: str) -> Iterator[proofing.Block]:
    """Yield the cells of a typed table, each under the heading of its column; none where it is no table yet."""
    try:
        table = read_table(written)
    except TableUnreadable:
        return
    for row in table.rows:
        pairs = zip(table.headings, row, strict=False)
        yield from (proofing.Block(place, cell, heading) for heading, cell in pairs)


def proofs_of(page: Any) -> tuple[Finding, ...]:
    """Return what the checks find in the text of a page, its fields and its files, each file looked into once."""
    found: list[Finding] = [*proofread_page(page), *page.doubts()]
    for file in files_shown_by(page):
        if not file.sha256:
            found += _inspected(page, [file])
            continue
        key = f"proofs:{file.kind}:{file.sha256}:{hashlib.sha256(file.title.encode()).hexdigest()[:16]}:{day_of(page)}"
        kept = cache.get(key)
        if kept is None:
            kept = [(one.rule, one.where, dict(one.facts)) for one in _inspected(page, [file])]
            cache.set(key, kept, _KEPT_SECONDS)
        found += [Finding(rule, where=where, facts=facts) for rule, where, facts in kept]
    return tuple(found)


def _inspected(page: Any, files: Iterable[ShownFile]) -> Iterator[Finding]:
    """Yield what files should not carry out of the house, each looked at in a process of its own."""
    for file in files:
        row = apps.get_model(FILE_KINDS[file.kind]).objects.filter(pk=file.pk).first()
        if row is None or not file.sha256:
            yield Finding("SUBMIT-FILE-GONE", where=file.title, facts={"title": file.title or str(file.pk)})
            continue
        with row.file.storage.open(row.file.name, "rb") as stored:
            data = stored.read(proofing.MAX_FILE_BYTES + 1)
        if row.file.name.lower().endswith((".mp4", ".webm")):
            continue  # a film: the reviewers watch it
        yield from proofing.inspect_apart(data, name=file.title, on=day_of(page))


def day_of(page: Any) -> date:
    """Return the day by which the text of a page is judged: a document of its day may use the names of its day."""
    return getattr(page, "issue_date", None) or timezone.localdate()


def told_with_places(content: Any, found: Iterable[tuple[Finding, Mark | None]]) -> list[dict[str, Any]]:
    """Return findings as the pages show them, the gravest first: each with its part of the page, and what was said."""
    labels = {part.id: part.label for part in parts_of(content)}
    told = []
    for finding, mark in found:
        part = finding.where.partition("[")[0]
        label = labels[part] if part in labels else f"附件{proofing.file_place_in_words(finding.where)}"
        told.append(BOOK.tell(finding) | {"block": _block(part), "label": label, "mark": mark})
    return sorted(told, key=lambda one: _ORDER[one["severity"]])


def _block(part: str) -> str:
    """Return the id of the block a part is, as the editor marks its place; empty for a field."""
    field, _, block = part.partition(".")
    return block if field == "body" else ""


def errors_of(page: Any) -> Iterator[Finding]:
    """Yield, as findings of this room, what keeps a page from being handed in."""
    for finding in proofs_of(page):
        if finding.rule == "SUBMIT-FILE-GONE":
            yield finding
        elif BOOK[finding.rule].severity == "error":
            message = BOOK.tell(finding)["message"]
            yield Finding("SUBMIT-PROOFING", where=finding.where, facts={"rule": finding.rule, "message": message})
