"""What changes behind a signed report is found by the clock, lies on the desk, and leaves it when it is answered."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongkai.agencies.door import LogEntry, Role, Tally, record
from gongkai.desk.agenda import agenda
from gongkai.publishing.door import recall
from gongkai.yearend.door import Refused, leave_as_signed, look_again, sign
from gongkai.yearend.drift_duties import NoAmendment, SignedDrift
from gongkai.yearend.drift_watch import AT_LEAST, RESTS
from gongkai.yearend.due import drifts_due, reports_due
from tests.publishing.examples import a_person
from tests.yearend.examples import a_place
from tests.yearend.test_life import AT, FEES, YEAR, agency, approve, handed_in, people, published, rules_of, tally

__all__ = ["agency", "people"]  # fixtures

pytestmark = pytest.mark.django_db

NEXT_DAY = AT + AT_LEAST


@pytest.fixture
def signed(agency, people):
    """A public report that was looked at while nothing had changed."""
    found = published(agency, people)
    assert look_again(AT) == 1
    return found


def on_desk(person, at=NEXT_DAY):
    lines = (line for group in agenda(person, at) for line in group.lines)
    return [line.due for line in lines if line.queue.id == "yearend.drifts"]


def seen() -> str:
    return SignedDrift.objects.get().fingerprint


def test_a_changed_record_lies_with_the_writer_and_the_head_with_cell_both_values_and_what_may_be_done(
    agency, people, signed
):
    assert on_desk(people["clerk"]) == []
    tally(agency, "oversight.penalty_decisions", "1")
    tally(agency, FEES, "2", corrects=Tally.objects.get(kind=FEES))
    look_again(NEXT_DAY)
    (due,) = on_desk(people["clerk"])
    assert due.what == f"签发后记录有变化：{YEAR}年度报告"
    assert due.address == reverse("yearend:drift", args=["yunhu", YEAR, 1])
    cell = "第二十条第（六）项 · 行政处罚 · 本年处理决定数量"
    assert f"行政处罚处理决定数量（{cell}）：2 → 3" in due.note
    assert "）：2（记录多 1 条、少 1 条）" in due.note  # the same fees by another record
    assert "重新送审更正，或者由公开工作机构负责人写明理由、不更正" in due.note
    assert on_desk(people["head"]) == [due]
    assert on_desk(people["first"]) == on_desk(people["leader"]) == []
    assert on_desk(a_person("stranger", a_place("other").agency, Role.CLERK)) == []
    with CaptureQueriesContext(connection) as queries:
        assert len(list(drifts_due([agency], NEXT_DAY))) == 1
    assert len(queries) == 2  # the rows, and whose work it is


def test_the_clock_looks_where_the_log_went_on_and_once_a_day_and_no_oftener(agency, people, signed):
    record("anything", agency=a_place("other").agency, by=None, subject="agencies.agency:1")
    assert look_again(AT + RESTS) == 0
    record("anything", agency=agency, by=None, subject="agencies.agency:1")
    assert look_again(AT + RESTS / 2) == 0
    assert look_again(AT + RESTS) == 1
    assert look_again(AT + 2 * RESTS) == 0
    assert look_again(AT + RESTS + AT_LEAST) == 1


def test_the_heads_reasoned_word_takes_it_from_the_desk_until_something_else_changes(agency, people, signed):
    def left(by="head", fingerprint="", reason="补录的一件属于下一年度。"):
        return leave_as_signed(signed, reason, seen=fingerprint or seen(), by=people[by], at=NEXT_DAY)

    def refused(**said):
        with pytest.raises(Refused) as refusal:
            left(**said)
        return rules_of(refusal)

    assert refused() == ["YEAR-DRIFT-NONE"]
    tally(agency, "oversight.penalty_decisions", "1")
    assert refused(fingerprint="what was read before") == ["YEAR-DRIFT-MOVED"]
    look_again(NEXT_DAY)
    assert refused(by="clerk") == ["YEAR-DRIFT-ROLE"]
    with pytest.raises(ValidationError):
        left(reason=" ")
    row = left()
    assert refused() == ["YEAR-DRIFT-ANSWERED"]
    assert on_desk(people["clerk"]) == on_desk(people["head"]) == []
    (entry,) = LogEntry.objects.filter(act="leave_report")
    assert (entry.by, entry.reason) == (people["head"], row.reason)
    assert entry.facts["changes"] == [str(one) for one in row.changed()] != []
    with pytest.raises(DatabaseError), transaction.atomic():
        NoAmendment.objects.update(reason="改写")
    tally(agency, "oversight.penalty_decisions", "4")
    look_again(NEXT_DAY + AT_LEAST)
    assert "2 → 7" in on_desk(people["head"], NEXT_DAY + AT_LEAST)[0].note


def test_an_amendment_takes_it_from_the_desk_and_goes_from_desk_to_desk_whatever_its_year(agency, people, signed):
    later = AT.replace(year=YEAR + 2)

    def waits():
        return [due.what for due in reports_due([agency], later) if f"{YEAR}年度" in due.what]

    tally(agency, "oversight.penalty_decisions", "1")
    look_again(NEXT_DAY)
    submission = handed_in(agency, people, correction="漏计一件行政处罚。")
    assert on_desk(people["clerk"]) == []
    recall(submission.pk, by=people["clerk"], at=AT)
    assert len(on_desk(people["clerk"])) == 1
    approve(handed_in(agency, people, correction="漏计一件行政处罚。"), people)
    assert waits() == [f"签发：{YEAR}年度报告"]
    sign(agency, YEAR, by=people["leader"], at=AT)
    assert waits() == [f"公开：{YEAR}年度报告"]
    look_again(NEXT_DAY)
    assert on_desk(people["clerk"]) == []
    assert set(SignedDrift.objects.values_list("signed__version", "fingerprint")) >= {(2, "")}


def test_the_page_takes_the_word_and_loses_nothing_that_was_typed(agency, people, signed, client):
    tally(agency, "oversight.penalty_decisions", "1")
    address = reverse("yearend:drift", args=["yunhu", YEAR, 1])
    client.force_login(people["clerk"])
    assert "由公开工作机构负责人在这里写明理由" in client.get(address).content.decode()
    assert client.post(address, {"reason": "属于下一年度。", "seen": "x"}).status_code == 409
    client.force_login(people["head"])
    empty = client.post(address, {"reason": "", "seen": client.get(address).context["fingerprint"]})
    assert (empty.status_code, "请写明为什么不更正" in empty.content.decode()) == (400, True)
    moved = client.post(address, {"reason": "属于下一年度。", "seen": "x"})
    assert (moved.status_code, "属于下一年度。" in moved.content.decode()) == (409, True)
    done = client.post(address, {"reason": "属于下一年度。", "seen": moved.context["fingerprint"]}, follow=True)
    assert "已说明不更正" in done.content.decode()
    assert done.context["may_leave"] is False
    life = client.get(reverse("yearend:life", args=["yunhu", YEAR])).content.decode()
    assert "1 处与现在的记录不同，已说明不更正" in life
