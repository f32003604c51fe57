"""The smallest staff walks through every gate, as real people in real acts; with one fewer, a gate stays closed."""

import re
from datetime import date
from itertools import combinations

import pytest
from django.core.exceptions import PermissionDenied

from gongkai.agencies.door import Role, gates, roles_of
from gongkai.agencies.staffing import opened_by, roles_needed, smallest_staff
from gongkai.cases.door import Refused as CaseRefused
from gongkai.cases.door import act, approve_draft, write_draft
from gongkai.desk.door import agenda
from gongkai.desk.gates_walked import fewest
from gongkai.pages.door import content_hash
from gongkai.publishing.door import Decision, InformationPage, Refused, decide, finish_round, submit
from gongkai.statute import Event
from tests.cases.examples import AT as CASE_AT
from tests.cases.examples import TODAY as CASE_DAY
from tests.cases.examples import a_case
from tests.cases.test_replying import REFUSED
from tests.house.place import PROJECT
from tests.publishing.examples import AT, CLEARED, a_draft, a_person, a_section
from tests.yearend.examples import a_place

pytestmark = pytest.mark.django_db
STAFF = smallest_staff(gates())
PROOFS, REVIEWS = ("first_proof", "second_proof", "third_proof"), ("first_review", "second_review", "third_review")


@pytest.fixture
def place(db):
    return a_place()


def appointed(place, staff):
    """Return who opens each gate: people with just the roles that the gates they open need."""
    by_gate = {}
    for number, opened in enumerate(staff):
        person = a_person(f"person-{number}", place.agency, *roles_needed(opened))
        by_gate |= {gate.id: person for gate in opened}
    return by_gate


def publish(place, by):
    """Walk an item from draft to publication, each gate opened by whoever is to open it."""
    page = a_draft(a_section(place), by=by["draft"])
    seen = content_hash(page.get_latest_revision_as_object())
    for gate in PROOFS:
        finish_round(page.pk, seen, by=by[gate], at=AT)
    submission = submit(page.pk, by=by["draft"], at=AT)
    for number, gate in enumerate(REVIEWS, 1):
        acts = CLEARED if number == 1 else {}
        decide(
            submission.pk, number, Decision(approve=True, seen_hash=submission.content_hash, **acts), by=by[gate], at=AT
        )
    return InformationPage.objects.get(pk=page.pk)


def refuse_an_application(place, by):
    """Walk an application through an extension to an approved refusal."""
    case = a_case(place.agency, date(2026, 11, 9))
    extended = Event(act="extend", event_date=CASE_DAY, workdays=10, reason="资料较多", approved_by="负责人")
    act(case.pk, extended, by=by["extension"], at=CASE_AT, today=CASE_DAY)
    draft = write_draft(case.pk, REFUSED, files=(), keep_files=True, by=by["handling"], at=CASE_AT, today=CASE_DAY)
    for gate, role in (("reply", Role.DISCLOSURE_OFFICE_HEAD), ("refusal", Role.LEADER)):
        seen = {"approve": True, "seen_digest": draft.digest, "reason": ""}
        approve_draft(draft.pk, role, **seen, by=by[gate], at=CASE_AT, today=CASE_DAY)
    return draft


def test_the_smallest_staff_publishes_refuses_inspects_and_administers(place):
    by = appointed(place, STAFF)
    assert len(set(by.values())) == len(STAFF) == 4
    assert publish(place, by).live
    assert refuse_an_application(place, by).approvals.count() == 2
    found = {line.due.what.partition("：")[0] for group in agenda(by["inspection"], AT) for line in group.lines}
    assert "督促整改" in found
    assert Role.ADMINISTRATOR in roles_of(by["administration"], place.agency, on=AT.date())


@pytest.mark.parametrize(("one", "other"), list(combinations(range(4), 2)))
def test_where_one_person_stands_in_for_two_of_them_a_gate_stays_closed(place, one, other):
    merged = [opened for number, opened in enumerate(STAFF) if number not in (one, other)]
    by = appointed(place, [*merged, STAFF[one] + STAFF[other]])
    with pytest.raises((Refused, CaseRefused, PermissionDenied)):
        publish(place, by)
    assert not InformationPage.objects.filter(live=True).exists()
    held = {str(person): {str(role) for role in roles_of(person, place.agency, on=AT.date())} for person in by.values()}
    assert len(opened_by(gates(), held)) < len(gates())


def test_the_page_on_staff_tells_of_these_people():
    page = (PROJECT / "docs/staffing.md").read_text("utf-8")
    for number, person in enumerate(fewest(), 1):
        assert set(re.search(rf"^\| {number} \| (.*?) \| ", page, re.M)[1].split("、")) == set(person["roles"])
        assert f"| {'、'.join(person['gates'])} |" in page


def test_those_who_walk_are_those_whom_the_reckoning_names(place):
    people = {f"{number}": roles_needed(opened) for number, opened in enumerate(STAFF)}
    assert set(opened_by(gates(), people)) == {gate.id for gate in gates()}
