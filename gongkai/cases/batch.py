"""Many applications of one person handled together: a draft for several cases, each with its own number."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import transaction

from gongkai.cases.approvals import latest_draft
from gongkai.cases.case import Case
from gongkai.cases.case_files import Attached
from gongkai.cases.drafts import Draft
from gongkai.cases.likeness import of_the_same_person
from gongkai.cases.refusals import Refused, refuse_on
from gongkai.cases.replying import decide, write_draft
from gongkai.findings import Finding

if TYPE_CHECKING:
    from gongkai.agencies.door import Person

MOST = 100
_SAID = ("principal", "reading")


class Alike(NamedTuple):
    """Drafts that say the same, for different cases; one decision may be taken for all."""

    drafts: list[Draft]

    @property
    def first(self) -> Draft:
        """Return the one that is read."""
        return self.drafts[0]


def may_take_over(case: Case) -> list[Case]:
    """Return the open cases of the same person that may take over the draft of `case`, by number."""
    found = of_the_same_person(case).filter(closed_date=None, receipt_date__isnull=False)
    return list(found.order_by("arrival_date", "pk")[:MOST])


@transaction.atomic
def take_over(
    case: Case, answers: Mapping[int, str], *, seen_digest: str, by: Person, at: datetime, today: date
) -> list[Draft]:
    """Write the draft of `case` for each of these cases (id → the words of its answer); return the drafts, all or none.

    Raises Refused where there is no draft or another than was seen, an answer has no words, or a case is not the same
    person's or not open.
    """
    draft = latest_draft(case)
    wanted, allowed = set(answers), {one.pk for one in may_take_over(case)}
    if draft is None or not wanted or not wanted <= allowed:
        raise Refused(Finding("BATCH-CASES"))
    if draft.digest != seen_digest:
        raise Refused(Finding("REPLY-STALE"))
    if len(draft.contents) > 1:
        raise Refused(Finding("BATCH-CONTENTS", facts={"count": len(draft.contents)}))
    refuse_on(Finding("BATCH-TEXT", str(pk)) for pk, words in answers.items() if draft.text and not words.strip())
    (only,) = draft.contents
    said = {**only, "reading": draft.reading}
    writing = {"files": _files(case, draft), "by": by, "at": at, "today": today}
    return [write_draft(pk, {**said, "text": answers[pk]}, **writing) for pk in sorted(wanted)]


def _files(case: Case, draft: Draft) -> list[Attached]:
    given = case.files.filter(pk__in=[pk for pk, _ in draft.files]).order_by("pk")
    return [Attached(one.name, one.kind, one.data()) for one in given]


def grouped(drafts: Sequence[Draft]) -> list[Alike]:
    """Return drafts that say the same together, in the order in which they came."""
    found: dict[str, list[Draft]] = {}
    for draft in drafts:
        found.setdefault(_says(draft), []).append(draft)
    return [Alike(group) for group in found.values()]


def _says(draft: Draft) -> str:
    """Return the SHA-256 of what a draft says for whatever case: files by their bytes, approvals by their roles."""
    told: dict[str, Any] = {name: getattr(draft, name) for name in _SAID}
    told["contents"] = [{**one, "files": len(one["files"])} for one in draft.contents]
    told["files"] = sorted(digest for _, digest in draft.files)
    told["agency"] = draft.case.agency_id
    told["approved"] = sorted(one.role for one in draft.approvals.all())
    return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@transaction.atomic
def decide_together(
    seen: Sequence[tuple[int, str]],
    role: str,
    *,
    approve: bool,
    reason: str,
    by: Person,
    at: datetime,
    today: date,
) -> int:
    """Record one approval for each of the drafts `seen` (id, digest), all or none; return how many."""
    for pk, digest in seen:
        decide(pk, role, approve=approve, seen_digest=digest, reason=reason, by=by, at=at, today=today)
    return len(seen)
