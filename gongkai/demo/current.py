"""The demonstration's information of today: on every desk something, brought there by the acts that staff would do."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.utils import timezone

from gongkai.agencies.door import Agency, Appointment, Person, Role
from gongkai.demo.information import facts_of, section_at
from gongkai.pages.door import content_hash
from gongkai.publishing.door import (
    Attribute,
    Decision,
    InformationPage,
    Submission,
    decide,
    finish_round,
    publish_imported,
    submit,
)

_ROUNDS_READ = {"draft": 0, "proof2": 1, "proof3": 2, "round1": 3, "round2": 3, "round3": 3, "returned": 3}
_ROUNDS_PASSED = {"round2": 1, "round3": 2}
_NEW_HOURS = "工作日 9:00—12:00，13:30—17:30（演示）"
_READERS = (Role.DISCLOSURE_OFFICE_HEAD, Role.PROOFREADER)  # in turn, the head last: the next is the proofreader's
_REVIEWERS = (Role.FIRST_REVIEWER, Role.SECOND_REVIEWER, Role.THIRD_REVIEWER)


class Work(NamedTuple):
    """Those who work for an agency, by role, the moment they do, and whose batch names what is public."""

    people: dict[str, Person]
    at: datetime
    batch: str


def lay_on_desks(agency: Agency, records: list[dict[str, Any]], *, batch: str, at: datetime) -> int:
    """Make the declared information of an agency and bring each to its stage; return how many there are.

    Days are told as days before today, so that the demonstration is never out of date.
    """
    posts = Appointment.objects.filter(agency=agency).select_related("person").order_by("-pk")
    work = Work({one.role: one.person for one in posts}, at, batch)
    for number, told in enumerate(records, 1):
        page = _page(agency, told, number, at)
        section_at(agency, told["section"]).add_child(instance=page)
        if told["stage"] == "public":
            day = timezone.localdate(at) - timedelta(told["ago"])
            publish_imported(page, publication_date=day, batch=batch, by=work.people[Role.CLERK], at=at)
            continue
        page.save_revision(user=work.people[Role.CLERK])
        if told["stage"] != "withheld":
            _bring(page, told, work)
    _move_hours(agency, work)
    return len(records)


def _move_hours(agency: Agency, work: Work) -> None:
    """Let the disclosure office have other hours since yesterday: the guide is to be renewed."""
    office = agency.disclosure_office
    day = timezone.localdate(work.at) - timedelta(1)
    office.change_on(day, hours=_NEW_HOURS, by=work.people[Role.ADMINISTRATOR])


def _page(agency: Agency, told: dict[str, Any], number: int, at: datetime) -> InformationPage:
    day = timezone.localdate(at) - timedelta(told["ago"])
    page = InformationPage(**facts_of(told, agency, slug=f"current-{number}", day=day))
    if told["stage"] == "public":
        page.index_number = f"{agency.slug}-current-{number:04d}"
    if told["stage"] == "withheld":
        page.attribute, page.withheld_date = Attribute.WITHHELD, day
        page.ground, page.attribute_reason = told["ground"], told["attribute_reason"]
    return page


def _bring(page: InformationPage, told: dict[str, Any], work: Work) -> None:
    """Let the staff read, hand in and decide until the page waits where it is declared to."""
    stage = told["stage"]
    seen = content_hash(page.get_latest_revision_as_object())
    for left in reversed(range(_ROUNDS_READ[stage])):
        finish_round(page.pk, seen, by=work.people[_READERS[left % 2]], at=work.at)
    if _ROUNDS_READ[stage] < max(_ROUNDS_READ.values()):
        return
    submission = submit(page.pk, by=work.people[Role.CLERK], at=work.at)
    if stage == "returned":
        no = Decision(approve=False, seen_hash=submission.content_hash, reason=told["reason"])
        decide(submission.pk, 1, no, by=work.people[Role.FIRST_REVIEWER], at=work.at)
    for number in range(1, _ROUNDS_PASSED.get(stage, 0) + 1):
        _approve(submission, number, work)


def _approve(submission: Submission, number: int, work: Work) -> None:
    acts = {"secrecy_cleared": True, "sensitivity_cleared": True, "personal_data_cleared": True} if number == 1 else {}
    yes = Decision(approve=True, seen_hash=submission.content_hash, **acts)
    decide(submission.pk, number, yes, by=work.people[_REVIEWERS[number - 1]], at=work.at)
