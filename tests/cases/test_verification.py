"""What was changed behind the cases' back is found by `gongkai verify`."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.agencies.door import Role
from gongkai.cases.case_files import Attached, CaseFile, Direction, keep
from gongkai.cases.door import Case, CaseEvent, verify_cases, write_draft
from gongkai.cases.models import Draft
from tests.agencies.examples import a_person, appoint
from tests.cases.examples import AT, TODAY, a_case, do, leading_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(agency):
    """A case that was answered and served."""
    case = a_case(agency, date(2026, 11, 9))
    do(case, "reply", date(2026, 11, 20), outcome="R2_provide")
    return do(case, "serve", date(2026, 11, 20), method="electronic")


def found():
    return [finding.rule for finding in verify_cases()]


def test_what_was_done_by_acts_is_in_order(case, agency):
    fax = a_case(agency, date(2026, 11, 20), channel="fax")
    do(fax, "receive", date(2026, 11, 23))
    do(fax, "withdraw", date(2026, 11, 24))
    assert found() == []


@pytest.mark.parametrize(
    "changed",
    [{"event_date": date(2026, 11, 23)}, {"note": "补写"}, {"facts": {"outcome": "R4_not_exist"}}, {"act": "archive"}],
)
def test_a_changed_event_is_found(case, unguarded, changed):
    case.events.filter(act="serve").update(**changed)
    assert "CASE-EVENT-CHANGED" in found()


def test_an_event_that_was_taken_away_or_slipped_in_is_found(case, unguarded):
    CaseEvent.objects.filter(case=case, seq=2)._raw_delete("default")
    assert found() == ["CASE-EVENT-GONE"]
    CaseEvent.objects.create(case=case, seq=3, act="archive", event_date=TODAY, recorded_at=AT)
    assert found() == ["CASE-EVENT-GONE", "CASE-EVENT-SLIPPED-IN"]


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"closed_date": date(2026, 11, 19)}, "CASE-DERIVED"),
        ({"outcome": "R4_not_exist"}, "CASE-DERIVED"),
        ({"receipt_date": date(2026, 11, 10)}, "CASE-DERIVED"),
        ({"report_column": "other"}, "CASE-DERIVED"),
        ({"description": "改过的内容"}, "CASE-CHANGED"),
    ],
)
def test_a_changed_column_of_a_case_is_found(case, changed, rule):
    Case.objects.filter(pk=case.pk).update(**changed)
    assert found() == [rule]


def test_a_changed_draft_is_found(agency, unguarded):
    clerk = appoint(a_person("clerk"), Role.CLERK, agency)
    case = a_case(agency, date(2026, 11, 9))
    said = {"answers": leading_to("R2_provide"), "text": "向您提供。", "recorded": {"provision": "随附。"}}
    write_draft(case.pk, said, files=[], keep_files=False, by=clerk, at=AT, today=TODAY)
    assert found() == []
    Draft.objects.update(contents=[{**Draft.objects.get().contents[0], "text": "不向您提供。"}])
    assert found() == ["CASE-DRAFT-CHANGED"]


def test_a_changed_file_is_found(case):
    file = Attached("计划.txt", "text", "原来的内容".encode())
    keep(case, [file], Direction.RECEIVED, at=AT, by=None, event=None)
    assert found() == []
    CaseFile.objects.update(content="YWJj")
    assert found() == ["CASE-FILE-CHANGED"]
