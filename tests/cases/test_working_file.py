"""The working file: searches, tasks of other offices, notes; the office's own, written once."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.agencies.door import LogEntry, Office
from gongkai.cases.models import Note, SearchRecord, Task
from gongkai.cases.tracking import new_code, tracking_hash
from tests.cases.examples import TODAY, a_case
from tests.yearend.examples import LONG_AGO, a_place

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today_is_fixed")]


@pytest.fixture
def archive(agency):
    told = {"address": "云湖路1号", "hours": "工作日", "telephone": "0000-0000000", "since": LONG_AGO}
    return Office.objects.create(agency=agency, name="档案科", **told)


def at(case, rest=""):
    return f"/admin/cases/{case.pk}/{rest}"


A_SEARCH = {
    "place": "公文系统",
    "words": "全文检索“归集计划”",
    "searched_date": "2026-11-26",
    "searcher": "丁某",
    "outcome": "not_found",
    "found": "",
}


def test_a_search_tells_who_looked_where_and_what_was_found(as_clerk, agency):
    case = a_case(agency, date(2026, 11, 9))
    assert as_clerk.post(at(case, "papers/search/"), A_SEARCH).status_code == 302
    search = SearchRecord.objects.get()
    assert (search.case, search.searcher, search.outcome) == (case, "丁某", "not_found")
    assert "全文检索“归集计划”" in as_clerk.get(at(case)).content.decode()
    assert LogEntry.objects.get(act="case_search").facts == {"row": search.pk}


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("place", "", "请写明在哪里检索"),
        ("searched_date", "2026-11-28", "这一天还没有到"),
        ("outcome", "found", "请写明是什么"),
    ],
)
def test_a_search_with_a_slip_comes_back_with_all_that_was_typed(as_clerk, agency, field, typed, told):
    case = a_case(agency, date(2026, 11, 9))
    answer = as_clerk.post(at(case, "papers/search/"), {**A_SEARCH, field: typed})
    assert answer.status_code == 400
    assert told in answer.content.decode()
    assert 'value="丁某"' in answer.content.decode()
    assert not SearchRecord.objects.exists()


def test_a_task_has_a_day_of_its_own_which_leaves_time_to_reply(as_clerk, agency, archive):
    case = a_case(agency, date(2026, 11, 9))  # due on 2026-12-07
    sent = {"office": archive.pk, "asked": "调出2025年卷宗", "due_date": "2026-12-08"}
    late = as_clerk.post(at(case, "papers/task/"), sent)
    assert "最迟在 2026-12-07 答复" in late.content.decode()
    as_clerk.post(at(case, "papers/task/"), {**sent, "due_date": "2026-12-01"})
    task = Task.objects.get()
    assert not task.is_late(date(2026, 12, 1))
    assert task.is_late(date(2026, 12, 2))
    assert "调出2025年卷宗" in as_clerk.get("/admin/cases/").content.decode()


def test_a_task_is_done_once(as_clerk, agency, archive):
    case = a_case(agency, date(2026, 11, 9))
    sent = {"office": archive.pk, "asked": "调出卷宗", "due_date": "2026-12-01"}
    as_clerk.post(at(case, "papers/task/"), sent)
    done = {"done_date": "2026-11-27", "text": "已调出两卷。"}
    address = at(case, f"tasks/{Task.objects.get().pk}/done/")
    assert as_clerk.post(address, {**done, "text": ""}).status_code == 400
    assert as_clerk.post(address, done).status_code == 302
    assert as_clerk.post(address, done).status_code == 409
    assert "已调出两卷。" in as_clerk.get(at(case)).content.decode()
    assert "调出卷宗" not in as_clerk.get("/admin/cases/").content.decode()


def test_the_applicant_sees_nothing_of_the_working_file(as_clerk, client, agency):
    code = new_code()
    case = a_case(agency, date(2026, 11, 9), tracking_hash=tracking_hash(code))
    as_clerk.post(at(case, "papers/note/"), {"text": "内部意见：先问业务科"})
    assert Note.objects.get().text == "内部意见：先问业务科"
    client.logout()
    client.post("/track/", {"code": code})
    assert case.number in client.get("/track/case/").content.decode()
    assert "先问业务科" not in client.get("/track/case/").content.decode()


def test_whoever_may_not_read_the_case_adds_nothing(as_clerk):
    case = a_case(a_place("other").agency, TODAY)
    assert as_clerk.post(at(case, "papers/note/"), {"text": "看看"}).status_code == 404
    assert not Note.objects.exists()
