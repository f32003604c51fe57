"""The package of an archived case as people read it: the application, what was done, the list of its files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.template.loader import render_to_string
from django.utils import timezone

from gongkai.agencies.door import Role
from gongkai.cases.case import Case, name_of_act
from gongkai.cases.case_files import Direction
from gongkai.cases.consulted import asked_whom, opinion_in_words
from gongkai.cases.deliveries import Delivery

if TYPE_CHECKING:
    from gongkai.cases.case import CaseEvent
    from gongkai.cases.case_files import CaseFile
    from gongkai.cases.disputes import Dispute, DisputeInstance
    from gongkai.cases.drafts import Draft

READING = "卷内目录和办理单.html"
_APPLICATION = (
    "number",
    "channel",
    "arrival_date",
    "confirmed_date",
    "receipt_date",
    "applicant_class",
    "applicant_name",
    "identity_kind",
    "identity_number",
    "representative",
    "contact_name",
    "telephone",
    "email",
    "address",
    "description",
    "form_wanted",
    "route_wanted",
)


class Filed(NamedTuple):
    """A file of the package: its place in it, what it is, and what became of it."""

    place: str
    name: str
    what: str


def was_given(file: CaseFile) -> bool:
    """Tell whether the applicant got a file: it went out with a reply, and not only with a draft."""
    return file.direction == Direction.GIVEN and file.event_id is not None


def place_of(file: CaseFile) -> str:
    """Return where a file stands in the package: what drafts would have given is apart from what was given."""
    folder = "drafts" if file.direction == Direction.GIVEN and not was_given(file) else file.direction
    return f"files/{folder}/{file.pk}-{file.name}"


def reading_of(case: Case, disputes: Sequence[tuple[Dispute, list[DisputeInstance]]], *, until: datetime) -> bytes:
    """Return the page, with what was on record at a moment; `disputes` come with the results known by then."""
    told = {
        "case": case,
        "until": until,
        "application": [(name, value) for name, value in _application(case) if value],
        "events": [_event(one) for one in _events(case, until)],
        "drafts": [_draft(one) for one in case.drafts.filter(written_at__lte=until).select_related("author")],
        "letters": case.letters.filter(written_at__lte=until).order_by("pk"),
        "deliveries": list(_deliveries(case, until)),
        "disputes": disputes,
        "searches": case.searchrecords.filter(at__lte=until),
        "files": [_filed(one) for one in case.files.filter(added_at__lte=until).defer("content").order_by("pk")],
    }
    return render_to_string("cases/office/archive_reading.html", told).encode()


def _application(case: Case) -> Iterator[tuple[str, Any]]:
    for name in _APPLICATION:
        shown = getattr(case, f"get_{name}_display", None)
        yield str(case._meta.get_field(name).verbose_name), shown() if shown else getattr(case, name)


def _events(case: Case, until: datetime) -> Any:
    found = case.events.filter(recorded_at__lte=until)
    return found.select_related("recorded_by", "on_behalf_of", "dispatch__letter__recipient")


def _event(event: CaseEvent) -> dict[str, Any]:
    opinion = event.facts.get("opinion")
    return {
        "row": event,
        "name": name_of_act(event.act),
        "whom": asked_whom(event),
        "opinion": opinion_in_words(opinion) if opinion else "",
        "words": event.note or event.facts.get("reason", ""),
    }


def _draft(draft: Draft) -> dict[str, Any]:
    day = timezone.localdate(draft.written_at)
    approvals = draft.approvals.select_related("person", "on_behalf_of").order_by("pk")
    return {
        "row": draft,
        "outcome": draft.kind(on=day).name,
        "contents": [(one.name, one.kind(on=day).name, one.text) for one in draft.answered],
        "approvals": [(Role(one.role).label, one) for one in approvals],
    }


def _deliveries(case: Case, until: datetime) -> Iterator[dict[str, Any]]:
    """Yield each attempt with its result as it was known then."""
    for one in Delivery.objects.filter(letter__case=case, at__lte=until).select_related("letter").order_by("pk"):
        yield {"row": one, "result": one.results.filter(at__lte=until).order_by("pk").last()}


def _filed(file: CaseFile) -> Filed:
    what = file.told or file.get_direction_display()
    if file.direction == Direction.GIVEN:
        what = "已随答复提供给申请人" if was_given(file) else "答复稿的附件，没有提供给申请人"
    return Filed(place_of(file), file.name, what)
