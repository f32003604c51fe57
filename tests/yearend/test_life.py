"""The life of a year's report: three rounds, the leader's signature, what is frozen, what drifts, what is amended."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from wagtail.actions.publish_page_revision import PublishPageRevisionAction

from gongkai.agencies.door import Relation, RelationKind, Role, Tally
from gongkai.cli import main
from gongkai.pages.door import NotCleared
from gongkai.publishing.door import Decision, decide, publish, recall, submit, sweep
from gongkai.publishing.door import Refused as NotPublished
from gongkai.publishing.waiting import reviews_due
from gongkai.publishing.workflow_verification import verify_workflow
from gongkai.yearend import runs
from gongkai.yearend.building import build
from gongkai.yearend.door import Refused, drift, hand_in, publish_signed, record_step, sign, standing, verify_signed
from gongkai.yearend.drafts import justify, write
from gongkai.yearend.due import reports_due
from gongkai.yearend.life import send_back
from gongkai.yearend.models import AnnualReportPage
from gongkai.yearend.notes import YearNote
from gongkai.yearend.records import TALLY_KINDS
from gongkai.yearend.rewording import change_sentence
from gongkai.yearend.sentences import sentences
from gongkai.yearend.signing import SignedRecords, SignedReport
from tests.agencies.examples import an_agency, appoint
from tests.cases.examples import a_case
from tests.publishing.examples import CLEARED, a_person, staff
from tests.yearend.examples import a_place

pytestmark = pytest.mark.django_db

SHANGHAI = ZoneInfo("Asia/Shanghai")
AT = datetime(2026, 1, 20, 10, 0, tzinfo=SHANGHAI)
YEAR = 2025
FEES = "oversight.fees_collected_yuan"
API = f"/api/v1/annual-reports/yunhu/{YEAR}"


def tally(agency, key: str, value: str, day: date = date(YEAR, 12, 31), **changes) -> Tally:
    facts = {"kind": key, "value": Decimal(value), "since": day, "day": day, "source": "台账"}
    return Tally.objects.create(agency=agency, **facts, **changes)


@pytest.fixture
def agency():
    """An agency whose year is on record, whole and without an error."""
    agency = a_place("yunhu").agency
    for kind in TALLY_KINDS:
        tally(agency, kind.key, "2")
    parts = ("proactive", "on_application", "management", "platform", "supervision", "problem", "improvement")
    for number, part in enumerate(parts):
        YearNote.objects.create(
            agency=agency,
            reference=f"n{number}",
            part=part,
            day=date(YEAR, 6, 1 + number),
            text=f"完成{part}方面的工作安排并抓好落实，群众反映良好。",
            source="总结",
        )
    return agency


@pytest.fixture
def people(agency):
    people = staff(agency)
    for told in build(agency, YEAR).told():
        if told["severity"] == "warning":
            justify(agency, YEAR, told, "已核对原始材料。", by=people["clerk"], at=AT)
    return people


def handed_in(agency, people, **changes):
    return hand_in(agency, YEAR, by=people["clerk"], at=AT, **changes)


def approve(submission, people, rounds=(1, 2, 3)):
    for number, name in zip((1, 2, 3), ("first", "second", "third"), strict=True):
        if number in rounds:
            acts = CLEARED if number == 1 else {}
            decision = Decision(approve=True, seen_hash=submission.content_hash, **acts)
            decide(submission.pk, number, decision, by=people[name], at=AT)


def signed(agency, people, **changes) -> SignedReport:
    approve(handed_in(agency, people, **changes), people)
    return sign(agency, YEAR, by=people["leader"], at=AT)


def published(agency, people, **changes) -> SignedReport:
    found = signed(agency, people, **changes)
    publish_signed(agency, YEAR, by=people["clerk"], at=AT)
    return found


def rules_of(refusal) -> list[str]:
    return [finding.rule for finding in refusal.value.findings]


def test_a_report_goes_from_draft_to_the_public_by_three_rounds_and_a_signature(agency, people, client):
    assert standing(agency, YEAR).state == "草稿"
    submission = handed_in(agency, people)
    assert standing(agency, YEAR).state == "待一审"
    approve(submission, people)
    assert standing(agency, YEAR).state == "三审通过，待签发"
    sign(agency, YEAR, by=people["leader"], at=AT)
    assert standing(agency, YEAR).state == "已签发，待公开"
    publish_signed(agency, YEAR, by=people["clerk"], at=AT)
    now = standing(agency, YEAR)
    assert (now.state, now.page.live, now.page.publication_date) == ("已公开", True, date(2026, 1, 20))
    answer = client.get(now.page.get_url())
    assert answer.status_code == 200
    assert "0.0002" in answer.content.decode()


def test_an_error_keeps_a_report_from_being_handed_in(agency, people):
    Tally.objects.create(
        agency=agency,
        kind="oversight.penalty_decisions",
        value=Decimal(1),
        since=date(YEAR + 1, 1, 1),
        day=date(YEAR + 1, 1, 1),
        source="次年的",
        corrects=Tally.objects.get(kind="oversight.penalty_decisions"),
    )
    with pytest.raises(Refused) as refusal:
        handed_in(agency, people)
    assert rules_of(refusal) == ["YEAR-NO-TALLY"]
    assert "行政处罚处理决定数量" in str(refusal.value)
    assert not AnnualReportPage.objects.exists()


# Each way by which a report with an error could go out: what tries it, and what it gives or raises where it is kept.
PATHS = {
    "its own page": lambda one: act(one.client, one.clerk, "hand_in").status_code == 409,
    "the door": lambda one: hand_in(one.page.agency, YEAR, by=one.clerk, at=AT),
    "handing in as of any information": lambda one: submit(one.page.pk, by=one.clerk, at=AT),
    "Wagtail's publishing": lambda one: one.page.get_latest_revision().publish(),
    "Wagtail's action": lambda one: PublishPageRevisionAction(one.page.get_latest_revision()).execute(True),
    "a live page": lambda one: setattr(one.page, "live", True) or one.page.save(),
    "the database": lambda one: AnnualReportPage.objects.filter(pk=one.page.pk).update(live=True),
    "reading by the API": lambda one: one.client.get(API).status_code == 404,
    "writing by the API": lambda one: one.client.post(API, {}, "application/json").status_code == 405,
    "the command line": lambda one: main(["yearend", "build", "--agency", "yunhu", "--year", str(YEAR)]) == 1,
}


def test_an_error_keeps_a_report_from_every_path_and_nothing_justifies_it(agency, people, client, settings):
    settings.HAS_SECRET_KEY = True
    page = handed_in(agency, people).page.specific
    recall(standing(agency, YEAR).submission.pk, by=people["clerk"], at=AT)
    tally(agency, "oversight.penalty_decisions", "-5")
    error = next(one for one in build(agency, YEAR).told() if one["severity"] == "error")
    justify(
        agency, YEAR, error, "没有问题。", by=people["clerk"], at=AT
    )  # said past the page, which takes no such word
    about = SimpleNamespace(client=client, clerk=people["clerk"], page=page)
    assert [name for name, path in PATHS.items() if not kept(path, about)] == []
    assert not AnnualReportPage.objects.live().exists()


def kept(path, about) -> bool:
    """Tell whether a path keeps the report: by its answer, or by one of the refusals that are meant for it."""
    try:
        with transaction.atomic():
            return path(about) is True
    except (Refused, NotPublished, NotCleared, IntegrityError):
        return True


def test_an_error_that_comes_up_after_the_reviews_keeps_the_leader_from_signing(agency, people):
    approve(handed_in(agency, people), people)
    tally(agency, "oversight.penalty_decisions", "-5")
    with pytest.raises(Refused) as refusal:
        sign(agency, YEAR, by=people["leader"], at=AT)
    errors = {one["rule"] for one in build(agency, YEAR).told() if one["severity"] == "error"}
    assert errors & set(rules_of(refusal))


def test_last_years_words_again_are_a_warning_that_asks_for_a_word(agency, people):
    published(agency, people)
    for note in YearNote.objects.filter(agency=agency):
        day, words = note.day.replace(year=YEAR + 1), f"{note.text}围绕职工关心的提取、贷款业务逐项公开办理条件和时限。"
        YearNote.objects.create(
            agency=agency, reference=f"again{note.pk}", part=note.part, day=day, text=words, source="总结"
        )
    found = [one for one in build(agency, YEAR + 1).told() if one["rule"] in ("TEXT-COPIED", "TEXT-SIMILAR")]
    assert ("text.overall_situation", "warning") in {(one["where"], one["severity"]) for one in found}


def test_a_warning_that_nobody_answered_keeps_it_too(agency, people):
    write(agency, YEAR, "other_matters", "全年行政许可处理决定数量9件。", seen=0, by=people["clerk"], at=AT)
    with pytest.raises(Refused, match="行政许可处理决定数量"):
        handed_in(agency, people)
    told = next(one for one in build(agency, YEAR).told() if one["rule"] == "YEAR-TYPED-CONTRADICTS")
    justify(agency, YEAR, told, "按受理口径。", by=people["clerk"], at=AT)
    assert handed_in(agency, people).state == "待一审"


def test_who_wrote_the_text_neither_reviews_nor_signs_it(agency, people):
    write(agency, YEAR, "other_matters", "无其他需要报告的事项。", seen=0, by=people["first"], at=AT)
    submission = handed_in(agency, people)
    with pytest.raises(NotPublished) as refusal:
        approve(submission, people, rounds=(1,))
    assert "REVIEW-AUTHOR" in rules_of(refusal)


def test_the_leader_does_not_sign_what_he_wrote(agency, people):
    write(agency, YEAR, "other_matters", "无其他需要报告的事项。", seen=0, by=people["leader"], at=AT)
    approve(handed_in(agency, people), people)
    with pytest.raises(Refused) as refusal:
        sign(agency, YEAR, by=people["leader"], at=AT)
    assert rules_of(refusal) == ["YEAR-SIGN-AUTHOR"]


def test_only_the_leader_signs_and_only_after_three_rounds(agency, people):
    submission = handed_in(agency, people)
    approve(submission, people, rounds=(1, 2))
    with pytest.raises(Refused) as early:
        sign(agency, YEAR, by=people["leader"], at=AT)
    assert rules_of(early) == ["YEAR-SIGN-NOT-DUE"]
    approve(submission, people, rounds=(3,))
    with pytest.raises(Refused) as other:
        sign(agency, YEAR, by=people["head"], at=AT)
    assert rules_of(other) == ["YEAR-SIGN-ROLE"]
    assert not SignedReport.objects.exists()


def test_nothing_makes_public_what_the_leader_did_not_sign(agency, people):
    submission = handed_in(agency, people)
    approve(submission, people)
    with pytest.raises(Refused):
        publish_signed(agency, YEAR, by=people["clerk"], at=AT)
    with pytest.raises(NotPublished, match="还没有签发"):
        publish(submission.pk, by=people["clerk"], at=AT)
    page = AnnualReportPage.objects.get()
    page.live = True
    with pytest.raises(NotCleared):
        page.save()


def test_a_signed_report_waits_for_whoever_publishes_it(agency, people):
    signed(agency, people)
    assert sweep(AT)["published"] == 0
    assert standing(agency, YEAR).awaits_publication
    publish_signed(agency, YEAR, by=people["clerk"], at=AT)
    assert standing(agency, YEAR).page.live


def test_the_report_on_a_year_that_has_not_ended_is_not_handed_in(agency, people):
    with pytest.raises(Refused) as refusal:
        hand_in(agency, YEAR, by=people["clerk"], at=datetime(YEAR, 12, 31, 23, 0, tzinfo=SHANGHAI))
    assert rules_of(refusal) == ["YEAR-NOT-ENDED"]
    assert hand_in(agency, YEAR, by=people["clerk"], at=datetime(YEAR + 1, 1, 1, 0, 0, tzinfo=SHANGHAI))


def test_a_record_that_changed_after_the_reviews_keeps_the_report_from_being_signed(agency, people, client):
    approve(handed_in(agency, people), people)
    client.force_login(people["first"])
    address = reverse("yearend:life", args=["yunhu", YEAR])
    assert client.get(address).context["overtaken"] == []
    tally(agency, "oversight.penalty_decisions", "1")
    assert [line.rpartition("：")[2] for line in client.get(address).context["overtaken"]] == ["2 → 3"]
    with pytest.raises(Refused) as refusal:
        sign(agency, YEAR, by=people["leader"], at=AT)
    assert "YEAR-SIGN-CHANGED" in rules_of(refusal)


def test_the_signature_freezes_the_report_its_texts_its_records_and_the_law(agency, people):
    a_case(agency, date(YEAR, 3, 3), today=date(YEAR, 3, 3))
    found = signed(agency, people)
    assert found.report == AnnualReportPage.objects.get().get_latest_revision_as_object().report
    assert "statute/deadlines.toml" in found.law
    assert {"chinesecalendar", "annualreport/forms.toml"} <= set(found.law)
    fees = found.records.get(place=FEES)
    assert (fees.value, runs.read(fees.ids)) == ("2", [Tally.objects.get(kind=FEES).pk])
    assert found.records.get(place="applications.new_received.total").model == "cases.case"
    assert found.is_untouched
    with pytest.raises(PermissionDenied):
        found.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        SignedRecords.objects.filter(signed=found).update(value="9")


def test_the_words_of_a_signed_year_are_changed_from_the_next_report_on(agency, people):
    found = signed(agency, people)
    opening = next(one for one in sentences() if one.id == "opening")
    said = {"by": appoint(people["clerk"], Role.ADMINISTRATOR, agency), "at": AT, "today": AT.date()}
    for year in (YEAR - 1, YEAR):
        with pytest.raises(Refused, match=f"{YEAR}年度的报告已经签发"):
            change_sentence(agency, opening, {"many": "{agency}{year}年度报告。"}, since_year=year, **said)
    change_sentence(agency, opening, {"many": "{agency}{year}年度报告。"}, since_year=YEAR + 1, **said)
    assert {one.id: one.text for one in build(agency, YEAR).draft} == found.texts
    next_year = build(agency, YEAR + 1).report
    assert next_year.text("overall_situation").startswith(f"{agency.name}{YEAR + 1}年度报告。")


def test_words_changed_in_the_middle_of_the_reviews_are_reviewed_before_they_are_signed(agency, people, client):
    submission = handed_in(agency, people)
    approve(submission, people)
    opening = next(one for one in sentences() if one.id == "opening")
    administrator = appoint(people["clerk"], Role.ADMINISTRATOR, agency)
    row = change_sentence(
        agency, opening, {"many": "{agency}{year}年度报告。"}, since_year=YEAR, by=administrator, at=AT, today=AT.date()
    )
    with pytest.raises(Refused) as refusal:
        sign(agency, YEAR, by=people["leader"], at=AT)
    assert rules_of(refusal) == ["YEAR-SIGN-CHANGED"]
    recall(submission.pk, by=people["clerk"], at=AT)
    assert signed(agency, people).texts["overall_situation"].startswith(f"{agency.name}{YEAR}年度报告。\n")
    client.force_login(administrator)
    told = client.get(reverse("yearend:sentence", args=["yunhu", "opening"])).content.decode()
    assert row.written_by.name_on_record() in told
    assert "2026-01-20" in told
    assert f'value="{YEAR + 1}"' in told  # the first year whose report is still open


def test_what_reads_otherwise_than_it_was_signed_is_told(agency, people):
    found = signed(agency, people)
    assert list(verify_signed()) == []
    SignedRecords.objects.create(signed=found, place="smuggled", model="agencies.tally", value="1", ids="1")
    assert [finding.rule for finding in verify_signed()] == ["YEAR-SIGNED-CHANGED"]


def test_a_later_change_shows_as_drift_with_its_cell_and_its_record(agency, people):
    found = published(agency, people)
    assert drift(found) == []
    a_case(agency, date(YEAR, 12, 30), today=date(YEAR, 12, 30))
    drifted = {one.place: one for one in drift(found)}
    cell = drifted["applications.new_received.natural_person"]
    assert (cell.signed, cell.now, cell.came, cell.left) == ("0", "1", 1, 0)
    assert "未办结" in cell.came_lines[0].name
    assert FEES not in drifted


def test_a_corrected_tally_drifts_with_the_record_that_left(agency, people):
    found = published(agency, people)
    tally(agency, FEES, "3", corrects=Tally.objects.get(kind=FEES))
    (one,) = drift(found)
    assert (one.place, one.signed, one.now, one.came, one.left) == (FEES, "2", "3", 1, 1)
    (came,) = one.came_lines
    assert came.address == reverse("yearend:tally", args=[Tally.objects.order_by("pk").last().pk])


def test_records_of_others_and_of_other_years_do_not_drift(agency, people):
    found = published(agency, people)
    a_case(a_place("other").agency, date(YEAR, 5, 5), today=date(YEAR, 5, 5))
    tally(agency, "oversight.penalty_decisions", "1", date(YEAR - 1, 5, 5))
    assert drift(found) == []


def test_an_amendment_is_a_new_version_with_its_difference_printed(agency, people, client):
    first = published(agency, people)
    tally(agency, "oversight.penalty_decisions", "1")
    with pytest.raises(NotPublished) as refusal:
        handed_in(agency, people)
    assert rules_of(refusal) == ["SUBMIT-CORRECTION"]
    second = published(agency, people, correction="漏计一件行政处罚。")
    assert (first.version, second.version) == (1, 2)
    (line,) = second.difference
    assert line.endswith("：2 → 3")
    told = client.get(AnnualReportPage.objects.get().get_url()).content.decode()
    assert "漏计一件行政处罚。" in told
    assert line in told
    assert SignedReport.objects.get(version=1).report != second.report
    client.force_login(people["clerk"])
    for version, said in ((1, "第 2 版</a>更正"), (2, "记录没有影响报告的变化")):
        page = client.get(reverse("yearend:drift", args=["yunhu", YEAR, version])).content.decode()
        assert said in page


def test_an_amended_closing_stock_is_next_years_opening_and_section_six_prints_both_years(agency, people, client):
    published(agency, people)
    a_case(agency, date(YEAR, 12, 30), today=date(YEAR, 12, 30))
    before = build(agency, YEAR + 1)
    assert {one.rule for one in before.findings if one.rule.startswith("T3-CARRY")} == {"T3-CARRY"}
    amendment = published(agency, people, correction="漏计一件12月30日收到的申请。")
    closing = "三、收到和处理政府信息公开申请情况 · 四、结转下年度继续办理 · 总计：0 → 1"
    assert closing in amendment.difference
    built = build(agency, YEAR + 1)
    assert not [one for one in built.findings if "CARRY" in one.rule]
    told = built.report.text("other_matters")
    assert "2025年度报告已于2026-01-20更正，2026年度的上年结转按更正后的数：" in told
    assert closing in told
    assert built.report.value("applications", "carried_over_in", "total") == 1
    shown = client.get(AnnualReportPage.objects.get().get_url()).content.decode()
    assert "漏计一件12月30日收到的申请。" in shown
    assert closing in shown


def test_the_departments_silence_or_return_locks_no_publication(agency, people):
    found = signed(agency, people)
    later = AT + timedelta(days=2)
    record_step(found, "submitted", date(2026, 1, 21), "", by=people["clerk"], at=later)
    record_step(found, "returned", date(2026, 1, 22), "请补充数据来源。", by=people["clerk"], at=later)
    publish_signed(agency, YEAR, by=people["clerk"], at=later)
    record_step(found, "cleared", date(2026, 1, 22), "", by=people["clerk"], at=later)
    assert [step.kind for step in found.steps.all()] == ["submitted", "returned", "cleared"]


def test_the_leader_gives_back_what_he_does_not_sign_and_the_writer_reads_why(agency, people, client):
    write(agency, YEAR, "other_matters", "全年行政许可处理决定数量9件。", seen=0, by=people["clerk"], at=AT)
    doubt = next(told for told in build(agency, YEAR).told() if told["severity"] == "warning")
    justify(agency, YEAR, doubt, "已核对原始材料。", by=people["clerk"], at=AT)
    approve(handed_in(agency, people), people)
    address = f"/admin/yearend/reports/{agency.slug}/{YEAR}/life/"
    client.force_login(people["leader"])
    assert "已核对原始材料。" in client.get(address).content.decode()  # what the writer said of a warning
    assert client.post(address, {"act": "send_back", "reason": " "}).status_code == 400
    with pytest.raises(Refused) as refusal:
        send_back(agency, YEAR, "少了一段。", by=people["clerk"], at=AT)
    assert rules_of(refusal) == ["YEAR-SIGN-ROLE"]
    send_back(agency, YEAR, "第五部分少了一段。", by=people["leader"], at=AT)
    assert standing(agency, YEAR).state == "已作废"
    (due,) = reports_due([agency], AT)
    assert due.note == "签发人退回：第五部分少了一段。"
    assert "签发人退回" in client.get(address).content.decode()
    with pytest.raises(Refused):
        sign(agency, YEAR, by=people["leader"], at=AT)
    assert not list(verify_workflow())
    assert handed_in(agency, people).round_due == 1


def test_reviewers_read_by_when_a_report_is_due(agency, people):
    handed_in(agency, people)
    (due,) = reviews_due([agency], AT)
    assert due.due_date == date(2026, 1, 31)


def test_a_department_that_works_here_says_itself_whether_it_clears(agency, people):
    department = an_agency("office")
    kind = RelationKind.DISCLOSURE_SUPERVISOR
    Relation.objects.create(agency=agency, kind=kind, other=department, since=date(2019, 1, 1))
    appoint(a_person("supervisor"), Role.SUPERVISOR, department)
    found = signed(agency, people)
    later = AT + timedelta(days=2)
    record_step(found, "submitted", date(2026, 1, 21), "", by=people["clerk"], at=later)
    for kind in ("returned", "cleared"):
        with pytest.raises(Refused) as refusal:
            record_step(found, kind, date(2026, 1, 22), "主管部门来电。", by=people["clerk"], at=later)
        assert rules_of(refusal) == ["YEAR-STEP-DEPARTMENT"]
    assert [step.kind for step in found.steps.all()] == ["submitted"]


def test_a_step_has_a_day_that_can_be_and_a_return_its_comments(agency, people):
    found = signed(agency, people)
    with pytest.raises(Refused) as refusal:
        record_step(found, "submitted", date(2026, 1, 19), "", by=people["clerk"], at=AT)
    assert rules_of(refusal) == ["YEAR-STEP-DAY"]
    with pytest.raises(ValidationError, match="退回意见"):
        record_step(found, "returned", date(2026, 1, 20), " ", by=people["clerk"], at=AT)
    with pytest.raises(Refused):
        record_step(found, "submitted", date(2026, 1, 20), "", by=people["first"], at=AT)


def test_numbers_of_records_are_kept_as_runs():
    assert runs.written([1, 2, 3, 7, 9, 10]) == "1-3,7,9-10"
    assert runs.read("1-3,7,9-10") == [1, 2, 3, 7, 9, 10]
    assert (runs.written([]), runs.read("")) == ("", [])


# -- the page --------------------------------------------------------------------------------------


def act(client, person, name: str, **given: str):
    client.force_login(person)
    return client.post(reverse("yearend:life", args=["yunhu", YEAR]), {"act": name, **given})


def test_each_does_his_part_on_the_page(agency, people, client):
    assert act(client, people["clerk"], "hand_in").status_code == 302
    submission = standing(agency, YEAR).submission
    client.force_login(people["first"])
    led = client.get(reverse("publishing_review", args=[submission.pk]), follow=True)
    assert led.context["may_decide"] is True
    for name, acts in (("first", dict.fromkeys(CLEARED, "on")), ("second", {}), ("third", {})):
        given = {"seen_hash": submission.content_hash, "verdict": "approve", "reason": "", **acts}
        assert act(client, people[name], "decide", **given).status_code == 302
    assert act(client, people["leader"], "sign").status_code == 302
    assert act(client, people["clerk"], "publish").status_code == 302
    assert AnnualReportPage.objects.get().live
    shown = client.get(reverse("yearend:life", args=["yunhu", YEAR]))
    assert shown.context["unchanged"]
    assert "没有要更正的" in shown.content.decode()
    assert act(client, people["clerk"], "step", kind="submitted", day="2999-01-01").status_code == 409
    shown = client.get(reverse("yearend:drift", args=["yunhu", YEAR, 1])).content.decode()
    assert "封存的内容与签发时一致" in shown


def test_what_is_refused_is_told_on_the_page_and_changes_nothing(agency, people, client):
    tally(agency, "oversight.penalty_decisions", "-5")
    answer = act(client, people["clerk"], "hand_in")
    assert answer.status_code == 409
    assert "没有办成" in answer.content.decode()
    assert "#findings" in answer.content.decode()
    again = act(client, people["first"], "hand_in", correction="漏计一件。")
    assert again.status_code == 409
    assert again.context["hand_in_form"]["correction"].value() == "漏计一件。"
    assert not AnnualReportPage.objects.exists()


def test_a_year_that_no_form_serves_has_no_life(agency, people, client):
    client.force_login(people["clerk"])
    address = reverse("yearend:life", args=["yunhu", 2007])
    assert (client.get(address).status_code, client.post(address, {"act": "hand_in"}).status_code) == (404, 404)


def test_who_acts_for_another_agency_finds_nothing(agency, people, client):
    stranger = a_person("stranger", a_place("other").agency, Role.LEADER)
    assert act(client, stranger, "sign").status_code == 404
