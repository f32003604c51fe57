"""Many approved replies and letters written and issued at once: one record for each, and each failure named."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Prefetch

from gongkai.cases.approvals import approvals_due
from gongkai.cases.case import Case, in_hand
from gongkai.cases.case_files import CaseFile, Direction
from gongkai.cases.drafts import Draft
from gongkai.cases.letters import Letter
from gongkai.cases.office_acts import issue_letter
from gongkai.cases.refusals import Refused
from gongkai.cases.reply_wording import reply_wording
from gongkai.cases.replying import issue_reply, write_reply

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency, Person

MOST = 100  # letters at once: each is laid out twice, and its record is written under a lock of its own


class Batch(NamedTuple):
    """What may be done together: drafts that are approved, letters that wait for their seal, and what may go out."""

    to_write: list[Draft]
    to_seal: list[Letter]
    to_issue: list[Letter]
    unwritten: list[Draft]  # need no seal: written and issued in one


class Tried(NamedTuple):
    """What became of it: which went well, and for each of the others which it was and why not."""

    done: list[str]
    failed: list[tuple[str, str]]


def batch_of(agencies: Collection[Agency], *, today: date) -> Batch:
    """Return what these agencies may write, seal and issue today, the oldest first."""
    batch = Batch([], [], [], [])
    for case in _open_cases(agencies):
        drafts, letters = list(case.drafts.all()), list(case.letters.all())
        newest = drafts[-1] if drafts else None
        standing = [one for one in letters if not one.went_out and one.draft_id in (None, newest and newest.pk)]
        for letter in standing:
            (batch.to_issue if not letter.needs_seal or letter.files.all() else batch.to_seal).append(letter)
        if newest and _is_approved(newest, today) and not any(one.draft_id for one in standing):
            needs_seal = reply_wording(newest, on=today).needs_seal
            (batch.to_write if needs_seal else batch.unwritten).append(newest)
    return batch


def _open_cases(agencies: Collection[Agency]) -> Iterator[Case]:
    sealed = CaseFile.objects.filter(direction=Direction.SEALED).defer("content")
    found = Case.objects.filter(in_hand(), agency__in=list(agencies)).select_related("agency")
    related = (
        Prefetch("letters", Letter.objects.select_related("dispatch").order_by("pk")),
        Prefetch("letters__files", sealed),
        "drafts__approvals",
        "events",
    )
    yield from found.order_by("arrival_date", "pk").prefetch_related(*related)


def _is_approved(draft: Draft, today: date) -> bool:
    return not approvals_due(draft, on=today) and not draft.given_back


def write_each(drafts: Iterable[Draft], *, by: Person, at: datetime, today: date) -> Tried:
    """Give each approved reply its number, each in a transaction of its own."""
    return _each(drafts, lambda one: write_reply(one.case_id, by=by, at=at, today=today))


def issue_each(items: Iterable[Letter | Draft], *, by: Person, at: datetime, today: date) -> Tried:
    """Issue each letter or approved reply, each in a transaction of its own."""

    def issue(one: Letter | Draft) -> object:
        if isinstance(one, Letter) and one.draft_id is None:
            return issue_letter(one.pk, by=by, at=at, today=today)
        return issue_reply(one.case_id, by=by, at=at, today=today)

    return _each(items, issue)


def _each(items: Iterable[Any], do: Callable[[Any], object]) -> Tried:
    tried = Tried([], [])
    for one in items:
        try:
            do(one)
        except Refused as refused:
            tried.failed.append((name_of(one), str(refused)))
        else:
            tried.done.append(name_of(one))
    return tried


def name_of(one: Letter | Draft) -> str:
    """Return what a list calls it."""
    return f"{one.case.number} {one}" if isinstance(one, Letter) else f"{one.case.number} 第{one.version}稿"
