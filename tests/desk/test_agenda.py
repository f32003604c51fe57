"""The desk: what is due, for whom, today, and nothing that is somebody else's."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gongkai.agencies.door import Deputyship, Relation, Role
from gongkai.cases.dispute_acts import record_step
from gongkai.cases.disputes import Dispute
from gongkai.cases.working_file import Task
from gongkai.desk.agenda import agenda
from gongkai.desk.door import queues
from gongkai.desk.workload import NOBODY, everything_due, loads
from gongkai.publishing.door import (
    Decision,
    Gate,
    Reversal,
    SectionPage,
    ask,
    decide,
    record_reversal,
    withdraw_penalty,
)
from gongkai.yearend.due_dates import Given, set_local_due
from tests.cases.examples import a_case
from tests.publishing.examples import (
    AT,
    a_document,
    a_draft,
    a_person,
    a_public_page,
    a_section,
    approval,
    approved,
    handed_in,
    information,
    staff,
)
from tests.yearend.examples import a_place, an_office

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate(AT)  # 2026-03-02, a Monday
MOST_QUERIES = 100  # of a clerk's desk and a reviewer's together


@pytest.fixture
def place():
    return a_place()


@pytest.fixture
def people(place):
    return staff(place.agency)


@pytest.fixture
def section(place):
    return a_section(place)


def told(person, at=AT):
    """Return what lies on somebody's desk, by group; the year's report and the sections' intervals are left out."""
    return {
        group.id: [
            line.due.what
            for line in group.lines
            if line.queue.id not in ("yearend.reports", "publishing.sections", "publishing.content")
        ]
        for group in agenda(person, at)
    }


def everything(person, at=AT):
    return [what for lines in told(person, at).values() for what in lines]


def test_a_draft_goes_from_desk_to_desk(section, people):
    draft = a_draft(section, by=people["clerk"])
    assert everything(people["clerk"]) == [f"起草：《{draft.title}》"]
    assert everything(people["first"]) == []
    submission = handed_in(draft, people)
    assert everything(people["clerk"]) == []
    for number, name in enumerate(("first", "second", "third"), start=1):
        assert [what.partition("：")[0] for what in everything(people[name])] == [("一审", "二审", "三审")[number - 1]]
        approval(submission, number, people)
        assert everything(people[name]) == []


def test_what_is_returned_lies_with_whoever_handed_it_in(section, people, place):
    other = a_person("other-clerk", place.agency, Role.CLERK)
    submission = handed_in(a_draft(section, by=people["clerk"]), people)
    no = Decision(approve=False, seen_hash=submission.content_hash, reason="第二段的金额有误。")
    decide(submission.pk, 1, no, by=people["first"], at=AT)
    (group,) = (group for group in agenda(people["clerk"], AT) for line in group.lines if "退回" in line.due.what)
    assert [line.due.note for line in group.lines if "退回" in line.due.what] == ["第二段的金额有误。"]
    assert everything(other) == []


def test_the_returned_draft_of_somebody_who_left_falls_to_the_other_clerks(section, people, place):
    other = a_person("other-clerk", place.agency, Role.CLERK)
    submission = handed_in(a_draft(section, by=people["clerk"]), people)
    no = Decision(approve=False, seen_hash=submission.content_hash, reason="金额有误。")
    decide(submission.pk, 1, no, by=people["first"], at=AT)
    people["clerk"].appointments.update(until=TODAY - timedelta(days=1))
    assert [what.partition("：")[0] for what in everything(other)] == ["退回修改"]


def test_a_deputy_finds_what_waits_for_the_absent_but_not_what_the_absent_wrote(section, people, place):
    deputy = a_person("deputy")
    holiday = {"since": TODAY, "until": TODAY, "agency": place.agency, "reason": "休假", "recorded_by": people["head"]}
    Deputyship.objects.create(absent=people["first"], deputy=deputy, **holiday)
    handed_in(a_draft(section, by=people["clerk"]), people)
    handed_in(a_draft(section, by=people["first"], slug="by-the-reviewer", title="一审人自己写的"), people)
    assert everything(deputy) == [f"一审：《{information().title}》"]
    assert everything(deputy, AT + timedelta(days=1)) == []


def test_nobody_finds_what_lies_in_another_agency(section, people):
    handed_in(a_draft(section, by=people["clerk"]), people)
    elsewhere = staff(a_place("other").agency)
    assert everything(elsewhere["first"]) == []


def test_what_is_withheld_or_for_applicants_is_no_draft_to_publish(section, people):
    a_draft(section, by=people["clerk"], attribute="on_application", attribute_reason="内部管理事项")
    assert everything(people["clerk"]) == []


def test_what_was_taken_down_is_no_draft(section, people):
    from gongkai.publishing.door import withdraw

    page = a_public_page(a_draft(section, by=people["clerk"]), people)
    withdraw(page.pk, "内容已过时。", by=people["head"], at=timezone.now())
    assert everything(people["clerk"], timezone.now()) == []


def test_what_other_organs_owe_an_answer_for_is_set_apart_as_waiting(section, people):
    draft = a_draft(section, by=people["clerk"])
    ask(draft.pk, Gate.Kind.CONSULT, "市财政局", by=people["clerk"], at=AT)
    assert told(people["head"])["waiting"] == [f"等市财政局答复：《{draft.title}》"]
    approved(handed_in(draft, people), people)
    assert f"三审通过、尚未公开：《{draft.title}》" in everything(people["clerk"])


def test_a_document_waits_for_its_explainer_until_its_day_and_is_late_after_it(section, people):
    page = a_public_page(a_document(section, by=people["clerk"]), people)
    page.explainer_waivers.model.objects.create(
        document=page, kind="later", reason="图解随后发布", decided_at=AT, decided_by=people["head"]
    )
    assert told(people["clerk"])["week"] == [f"发布解读：《{page.title}》"]  # three working days: 2026-03-05
    assert told(people["clerk"], AT + timedelta(days=3))["today"] == [f"发布解读：《{page.title}》"]
    assert told(people["clerk"], AT + timedelta(days=4))["overdue"] == [f"发布解读：《{page.title}》"]


def test_a_section_warns_from_half_of_its_interval_and_is_late_after_it(place, people):
    news = a_section(place, "dynamics", update_days=14)
    SectionPage.objects.filter(pk=news.pk).update(opened_date=TODAY)

    def sections(days):
        groups = agenda(people["head"], AT + timedelta(days=days))
        return [group.id for group in groups for line in group.lines if line.queue.id == "publishing.sections"]

    assert sections(6) == []
    assert sections(7) == ["week"]
    assert sections(14) == ["today"]
    assert sections(15) == ["overdue"]


def test_a_section_that_was_ended_is_not_to_be_renewed_nor_what_stands_below_it(place, people):
    news = a_section(place, "dynamics", update_days=14)
    below = a_section(news, "dynamics", slug="branches")
    SectionPage.objects.filter(pk__in=(news.pk, below.pk)).update(opened_date=TODAY - timedelta(days=100))
    assert len([line for group in agenda(people["head"], AT) for line in group.lines if "栏目" in line.due.what]) == 2
    SectionPage.objects.filter(pk=news.pk).update(ended_date=TODAY + timedelta(days=1))
    assert len([line for group in agenda(people["head"], AT) for line in group.lines if "栏目" in line.due.what]) == 2
    SectionPage.objects.filter(pk=news.pk).update(ended_date=TODAY)
    assert [line for group in agenda(people["head"], AT) for line in group.lines if "栏目" in line.due.what] == []


def test_a_publication_below_a_section_counts_for_it(place, people):
    news = a_section(place, "dynamics", update_days=14)
    SectionPage.objects.filter(pk=news.pk).update(opened_date=TODAY - timedelta(days=100))
    a_public_page(a_draft(news, by=people["clerk"]), people)
    assert [line for group in agenda(people["head"], AT) for line in group.lines if "栏目" in line.due.what] == []


def test_open_cases_lie_with_the_office_by_their_clock(place, people):
    day = date(2026, 11, 27)
    at = AT.replace(month=11, day=27)
    late = a_case(place.agency, date(2026, 10, 12))
    fresh = a_case(place.agency, day)
    found = told(people["clerk"], at)
    assert [what for what in found["overdue"] if late.number in what] == [f"办理申请：{late.number}（已收到）"]
    assert [what.partition("：")[0] for what in found["later"]] == ["办理新收到的申请"]
    assert fresh.number in found["later"][0]
    assert everything(people["second"], at) == []


def test_a_receipt_that_was_to_be_confirmed_is_late_from_the_day_to_confirm_it(place, people):
    case = a_case(place.agency, date(2026, 11, 20), channel="fax")
    found = told(people["clerk"], AT.replace(month=11, day=27))
    assert [what for what in found["overdue"] if case.number in what and "与申请人确认" in what]


def test_last_years_report_is_due_on_31_january(people):
    def reports(at):
        groups = agenda(people["clerk"], at)
        return [(g.id, line.due.due_date) for g in groups for line in g.lines if line.queue.id == "yearend.reports"]

    assert reports(AT.replace(month=1, day=10)) == [("later", date(2026, 1, 31))]
    assert reports(AT) == [("overdue", date(2026, 1, 31))]


def test_the_questions_do_not_grow_with_what_lies_on_the_desk(section, people, place):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            agenda(people["clerk"], AT)
            agenda(people["first"], AT)
        return len(queries)

    def fill(name):
        a_draft(section, by=people["clerk"], slug=f"draft-{name}")
        handed_in(a_draft(section, by=people["clerk"], slug=f"handed-in-{name}"), people)
        a_public_page(a_document(section, by=people["clerk"], slug=f"document-{name}"), people)
        a_case(place.agency, TODAY, TODAY)

    fill("first")
    before = asked()
    for name in ("second", "third"):
        fill(name)
    assert asked() == before <= MOST_QUERIES


def test_the_work_is_told_by_office_with_what_is_late(place, people):
    office = an_office(place.agency, "信贷科")
    section = a_section(place, office=office)
    handed_in(a_draft(section, by=people["clerk"], issue_date=date(2026, 1, 5), late_reason="补登"), people)
    a_draft(a_section(place, "notice"), by=people["clerk"], slug="no-office")
    rows = {row.office: (row.open, row.late) for row in loads(everything_due([place.agency], AT))}
    assert rows["信贷科"][1] >= 1
    assert NOBODY in rows


def test_every_queue_names_its_law_and_somebody_to_do_it():
    assert len({queue.id for queue in queues()}) == len(queues())
    assert all(queue.law and queue.roles and queue.title for queue in queues())


def test_what_is_late_stands_in_the_order_of_the_queues_a_citizen_first(place, people, section):
    SectionPage.objects.filter(pk=section.pk).update(opened_date=date(2020, 1, 1))
    a_case(place.agency, date(2026, 1, 12), TODAY)
    (late,) = (group for group in agenda(people["clerk"], AT) if group.id == "overdue")
    assert next(line.queue.id for line in late.lines) == "cases.open"
    assert "publishing.sections" in [line.queue.id for line in late.lines]


def test_a_penalty_decision_set_aside_lies_on_the_desk_until_it_is_withdrawn(section, people):
    facts = {"genre": "penalty", "attribute_reason": "涉及职工二百余名，有一定社会影响。", "title": "行政处罚决定书"}
    page = a_public_page(a_draft(section, by=people["clerk"], **facts), people)
    at = AT + timedelta(days=1)
    revoked = Reversal(
        outcome="revoked",
        decided_date=TODAY,
        organ="平畅市人民政府",
        reference="平政复决〔2026〕12号",
        explanation="认定事实不清。",
    )
    record_reversal(page.pk, revoked, by=people["clerk"], at=at)
    assert told(people["leader"], at)["week"] == ["撤回处罚决定：《行政处罚决定书》"]
    withdraw_penalty(page.pk, by=people["head"], at=at)
    assert everything(people["leader"], at) == []


def test_an_office_that_was_asked_for_help_has_a_day_of_its_own(place, people):
    case, office = a_case(place.agency, TODAY, TODAY), an_office(place.agency, "信贷科")
    Task.objects.create(case=case, by=people["head"], at=AT, office=office, asked="查找台账", due_date=TODAY)
    assert told(people["clerk"])["today"] == [f"协办：{case.number}（信贷科）"]
    rows = {row.office: row.today for row in loads(everything_due([place.agency], AT))}
    assert rows["信贷科"] == 1


def test_the_answer_to_a_reconsideration_is_due_until_it_is_handed_in(place, people):
    said = {
        "reference": "云湖复〔2026〕1号",
        "route": "reconsideration",
        "body": "云湖市人民政府",
        "procedure": "simple",
    }
    dispute = Dispute.objects.create(agency=place.agency, filed_date=TODAY - timedelta(days=3), **said)
    at = {"by": people["clerk"], "at": AT, "today": TODAY}
    record_step(dispute.pk, {"kind": "copy", "step_date": TODAY - timedelta(days=3), "note": ""}, **at)
    assert [what.endswith("云湖复〔2026〕1号") for what in told(people["leader"])["week"]] == [True]
    record_step(dispute.pk, {"kind": "defence", "step_date": TODAY, "note": ""}, **at)
    assert everything(people["leader"]) == []


def test_a_competent_department_sees_which_reports_are_missing(place, people):
    above = a_place("above").agency
    supervisor = a_person("supervisor", above, Role.SUPERVISOR)
    Relation.objects.create(agency=place.agency, kind="disclosure_supervisor", other=above, since=date(2020, 1, 1))
    assert everything(supervisor) == ["收集2025年度报告：1 个机关未报送"]


def test_an_earlier_local_day_counts_for_the_report(place, people):
    above = a_place("above").agency
    supervisor = a_person("supervisor", above, Role.SUPERVISOR)
    Relation.objects.create(agency=place.agency, kind="disclosure_supervisor", other=above, since=date(2020, 1, 1))
    at = AT.replace(month=1, day=5)
    given = Given(2025, date(2026, 1, 20), date(2026, 1, 23), "某通知")
    set_local_due(above, given, by=supervisor, at=at)
    groups = agenda(people["clerk"], at)
    days = [line.due.due_date for group in groups for line in group.lines if line.queue.id == "yearend.reports"]
    assert days == [date(2026, 1, 20)]  # it is sent before it is public
