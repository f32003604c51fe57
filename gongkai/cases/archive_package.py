"""All that is on record of a case as one file: a zip with a manifest of hashes, the same bytes for the same record."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model, QuerySet

from gongkai.agencies.door import entries_about, subject_of
from gongkai.cases.archive_reading import READING, place_of, reading_of
from gongkai.cases.case import Case
from gongkai.cases.deliveries import Delivery

SCHEMA = 2  # 1 had no page for people, and kept what drafts would have given with what was given
MANIFEST = "manifest.json"
NAMES_THE_PACKAGE = "case_archive"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest moment a zip can tell: the same bytes whenever it is made
_NOT_TOLD = {"remake_due", "tracking_hash", "submission_hash", "identity_hash", "person_hash", "content"}


class Package(NamedTuple):
    """The archive file, and the SHA-256 of its manifest in hex, which names the SHA-256 of every other file in it."""

    data: bytes
    digest: str


def package_of(case: Case, *, until: datetime) -> Package:
    """Return the archive file of a case with what was on record at a moment; the applicant's data are in it."""
    files = dict(_files(case, until))
    told = [
        {"name": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for name, data in sorted(files.items())
    ]
    manifest = _json({"schema": SCHEMA, "agency": case.agency.name, "number": case.number, "files": told})
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in ((MANIFEST, manifest), *sorted(files.items())):
            package.writestr(zipfile.ZipInfo(name, _EPOCH), data, zipfile.ZIP_DEFLATED)
    return Package(made.getvalue(), hashlib.sha256(manifest).hexdigest())


def _files(case: Case, until: datetime) -> Iterator[tuple[str, bytes]]:
    """Yield each file by its name in the package."""
    yield "application.json", _json(_row(case))
    yield "events.json", _json(_rows(case.events.filter(recorded_at__lte=until)))
    yield "drafts.json", _json([_draft(one) for one in case.drafts.filter(written_at__lte=until)])
    yield (
        "letters.json",
        _json([{**_row(one), "went_out": one.went_out} for one in case.letters.filter(written_at__lte=until)]),
    )
    for name, told in _where_there_is_any(case, until):
        if told:
            yield f"{name}.json", _json(told)
    yield "working-file.json", _json(_working_file(case, until))
    yield "disputes.json", _json([_dispute(one, until) for one in _disputes(case, until)])
    yield "log.json", _json(_rows(_log(case, until)))
    for file in case.files.filter(added_at__lte=until):
        yield place_of(file), file.data()
    disputes = [(one, _results(one, until)) for one in _disputes(case, until)]
    yield READING, reading_of(case, disputes, until=until)


def _where_there_is_any(case: Case, until: datetime) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield what not every case has: a package has no empty file for it."""
    yield "amendments", _rows(case.amendments.filter(at__lte=until))
    yield "deliveries", _deliveries(case, until)
    looked_through = case.drafts.filter(release_review__at__lte=until).select_related("release_review")
    yield "release-reviews", [_row(one.release_review) for one in looked_through]
    proposed = case.extension_proposals.filter(at__lte=until).select_related("decision")
    yield "extension-proposals", [{**_row(one), "decision": _by_then(one, "decision", until)} for one in proposed]
    consent = _by_then(case, "writer_consent", until)
    yield "writer-consent", [consent] if consent else []


def _log(case: Case, until: datetime) -> QuerySet[Any]:
    """Return what the log tells up to the moment, but for the entry that names the package itself."""
    return entries_about(subject_of(case)).filter(at__lte=until).exclude(act=NAMES_THE_PACKAGE)


def _draft(draft: Any) -> dict[str, Any]:
    return {**_row(draft), "approvals": _rows(draft.approvals.order_by("pk"))}


def _deliveries(case: Case, until: datetime) -> list[dict[str, Any]]:
    """Return each attempt to deliver a letter, to where, who signed, and what came of it."""
    tried = Delivery.objects.filter(letter__case=case, at__lte=until).select_related("contact").order_by("pk")
    return [
        {**_row(one), "contact": _row(one.contact), "results": _rows(one.results.filter(at__lte=until))}
        for one in tried
    ]


def _working_file(case: Case, until: datetime) -> dict[str, Any]:
    kept = {"searches": case.searchrecords, "notes": case.notes, "lateness": case.latenessreasons}
    told: dict[str, Any] = {name: _rows(rows.filter(at__lte=until)) for name, rows in kept.items()}
    tasks = case.tasks.filter(at__lte=until).select_related("answer")
    told["tasks"] = [{**_row(one), "answer": _by_then(one, "answer", until)} for one in tasks]
    return told


def _by_then(row: Any, name: str, until: datetime) -> dict[str, Any] | None:
    """Return the row that belongs to another, such as the answer to a task, None where there was none by then."""
    found = getattr(row, name, None)
    return _row(found) if found is not None and found.at <= until else None


def _disputes(case: Case, until: datetime) -> list[Any]:
    """Return the disputes about a case that were known at that moment; of history that was taken in nobody knows."""
    found = case.disputes.order_by("pk")
    return [one for one in found if all(entry.at <= until for entry in _told(one, "dispute_register"))]


def _dispute(dispute: Any, until: datetime) -> dict[str, Any]:
    """Return a dispute as it stood at that moment."""
    steps = dispute.steps.filter(at__lte=until)
    return {**_row(dispute), "steps": _rows(steps), "instances": [_row(one) for one in _results(dispute, until)]}


def _results(dispute: Any, until: datetime) -> list[Any]:
    """Return the results of a dispute that were told by that moment."""
    known, later = list(dispute.instances.order_by("pk")), _told(dispute, "dispute_result").filter(at__gt=until).count()
    return known[: len(known) - later]


def _told(dispute: Any, act: str) -> QuerySet[Any]:
    return entries_about(subject_of(dispute)).filter(act=act)


def _rows(rows: QuerySet[Any]) -> list[dict[str, Any]]:
    return [_row(one) for one in rows]


def _row(row: Model) -> dict[str, Any]:
    """Return a row as JSON tells it: column and value, without hashes and bytes."""
    columns = (one.attname for one in row._meta.concrete_fields if one.name not in _NOT_TOLD)
    return {name: getattr(row, name) for name in columns}


def _json(told: Any) -> bytes:
    return json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1, sort_keys=True).encode()
