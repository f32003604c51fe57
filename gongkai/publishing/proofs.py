"""What proofreading finds in a page and in the files it shows (三校)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.apps import apps
from django.utils import timezone

from gongkai import proofing
from gongkai.findings import Finding
from gongkai.pages.door import files_shown_by
from gongkai.publishing.telling import parts_of

READ = frozenset({"title", "summary", "attribute_reason", "late_reason", "correction"})
FILE_MODELS = {"picture": "pages.Picture", "attachment": "pages.Attachment"}


def proofread_page(page: Any) -> tuple[Finding, ...]:
    """Return what the checks find in the title and the text of a page, by the day it was made."""
    blocks = tuple(
        proofing.Block(proofing.TITLE if part.id == "title" else part.id, part.text)
        for part in parts_of(page)
        if part.id in READ or part.id.startswith("body.")
    )
    return proofing.proofread(proofing.Text(blocks), on=day_of(page))


def inspect_files(page: Any) -> Iterator[Finding]:
    """Yield what the files the page shows should not carry out of the house, each looked at in a process of its own."""
    for file in files_shown_by(page):
        row = apps.get_model(FILE_MODELS[file.kind]).objects.filter(pk=file.pk).first()
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


def told(findings: Iterator[Finding] | tuple[Finding, ...]) -> list[dict[str, Any]]:
    """Return findings of proofreading as pages show them, the gravest first."""
    order = {"error": 0, "warning": 1, "notice": 2}
    return sorted(map(proofing.RULES.tell, findings), key=lambda one: order[one["severity"]])


def errors_of(page: Any) -> Iterator[Finding]:
    """Yield, as findings of this room, what keeps a page from being handed in."""
    for finding in (*proofread_page(page), *inspect_files(page)):
        if finding.rule == "SUBMIT-FILE-GONE":
            yield finding
        elif proofing.RULES[finding.rule].severity == "error":
            message = proofing.RULES.tell(finding)["message"]
            yield Finding("SUBMIT-PROOFING", where=finding.where, facts={"rule": finding.rule, "message": message})
