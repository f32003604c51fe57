"""The end of the time of archived cases: two people agree, what is personal goes, what is counted stays."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from python_calamine import CalamineWorkbook

from gongkai.agencies.append_only import take_down_guards
from gongkai.agencies.door import BLANK, LogEntry
from gongkai.annualreport import form
from gongkai.cases.archiving import archive, take_out
from gongkai.cases.case_files import Attached, CaseFile, Direction, keep
from gongkai.cases.deliveries import Delivery
from gongkai.cases.delivering import Doing, Result, record_result, start_delivery
from gongkai.cases.destroying import empty_write_ahead_log
from gongkai.cases.disposals import DisposalLine, ended, with_end
from gongkai.cases.disposing import carry_out, compile_list, decide_on
from gongkai.cases.door import QUEUES, ApplicationsTable, Case, CaseEvent, verify_cases
from gongkai.cases.likeness import alike
from gongkai.cases.models import Archive, Destruction, Letter, Note, ReleaseReview
from gongkai.cases.refusals import Refused
from gongkai.cases.releasing import review_release
from gongkai.cases.replying import write_draft
from gongkai.cases.tracking import case_of, tracking_hash
from tests.agencies.examples import a_person, appoint
from tests.cases.examples import AT, CLERK, HEAD, LEADER, TODAY, a_case, do, who
from tests.cases.test_delivering import POSTED, a_reply
from tests.cases.test_replying import GRANTED

pytestmark = pytest.mark.django_db

THEN = date(2037, 3, 2)  # constructed: two months after ten full years
LATER = datetime(2037, 3, 2, 2, tzinfo=UTC)
SAID = {"opinion": "已满十年，没有再查考的价值", "keep_until": None}


@pytest.fixture
def in_2037(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *_: THEN)
    monkeypatch.setattr(timezone, "now", lambda: LATER)


@pytest.fixture
def over(agency):
    """A case of a named person, answered, served and put away, whose ten years are over."""
    personal = {"telephone": "13900001111", "identity_number": "11010519491231002X", "address": "某路1号"}
    case = a_case(agency, date(2026, 11, 9), applicant_name="欧阳某", tracking_hash=tracking_hash("A" * 20), **personal)
    keep(case, [Attached("欧阳某身份证.pdf", "pdf", b"%PDF-1.7")], Direction.RECEIVED, at=AT, by=None, event=None)
    do(case, "reply", date(2026, 11, 20), outcome="R2_provide", note="欧阳某要的报告")
    do(case, "serve", date(2026, 11, 20), method="electronic")
    Note.objects.create(case=case, by=who(agency, CLERK), at=AT, text="欧阳某来电")
    Letter.objects.create(
        case=case, kind="other", number="1号", title="告知书", paragraphs=["欧阳某："], issued_date=TODAY
    )
    archive(case.pk, note="", by=who(agency, CLERK), at=AT, today=TODAY)
    return Case.objects.get(pk=case.pk)


def a_list(agency, *cases, verdict="destroy", **said):
    verdicts = {case.archive.pk: verdict for case in cases}
    return compile_list(agency, verdicts, **{**SAID, **said}, by=who(agency, CLERK), at=LATER, today=THEN)


def agree(made, *roles, agreed=True, reason=""):
    for role in roles or (HEAD, LEADER):
        decide_on(made.pk, agreed=agreed, reason=reason, by=who(made.agency, role), at=LATER, today=THEN)


def carried_out(made):
    return carry_out(made.pk, is_checked=True, by=who(made.agency, CLERK), at=LATER, today=THEN)


def a_letter_with_words(case):
    said = {"kind": "other", "title": "告知书", "paragraphs": ["甲"], "told": {"text": "乙"}, "note": "丙"}
    Letter.objects.get_or_create(case=case, number="2号", defaults={**said, "issued_date": TODAY})
    return Letter.objects.filter(case=case)


def counts(agency):
    return ApplicationsTable(agency, 2026, form("format_2021")).counts


def test_a_case_reaches_its_end_the_day_after_and_is_on_the_desk(agency, over):
    assert list(ended([agency], today=date(2036, 12, 31))) == []
    assert list(ended([agency], today=date(2037, 1, 1))) == [over.archive]
    (queue,) = (one for one in QUEUES if one.id == "cases.disposals")
    assert [one.what for one in queue.find([agency], LATER)] == ["期满鉴定：1 件办件的保管期限已满"]
    made = a_list(agency, over)
    assert list(ended([agency], today=THEN)) == []
    (due,) = queue.find([agency], LATER)
    assert (due.what, due.roles, due.barred) == (f"审批鉴定清册：{made.number}", {HEAD}, {made.by_id})


def test_what_is_personal_goes_and_what_is_counted_stays(agency, over):
    before = counts(agency)
    made = a_list(agency, over)
    agree(made)
    carried_out(made)
    case = Case.objects.get(pk=over.pk)
    told = [case.applicant_name, case.identity_number, case.identity_hash, case.telephone, case.address]
    assert told == [""] * 5
    assert case_of("A" * 20) is None
    assert case.description == BLANK
    file = case.files.get()
    assert (file.data(), file.name, file.size, len(file.digest)) == (b"", "已销毁.pdf", 8, 64)
    words = [*case.events.values_list("note", flat=True), *case.notes.values_list("text", flat=True)]
    assert set(words) == {BLANK, ""}
    assert case.letters.get().paragraphs == []
    assert case.drafts.get().contents == []
    assert "欧阳" not in str(list(LogEntry.objects.values_list("facts", "reason")))
    assert counts(agency) == before
    assert (case.closed_date, case.outcome) == (date(2026, 11, 20), "R2_provide")
    assert alike(Case(agency=agency, arrival_date=case.arrival_date, description=BLANK)) == []
    assert list(verify_cases()) == []
    destroyed = Destruction.objects.get(case=case)
    assert (destroyed.line.disposal, destroyed.files, destroyed.letters) == (made, 1, 1)
    with pytest.raises(Refused, match="已按期满鉴定销毁"):
        take_out(case.archive, reason="查考", by=who(agency, CLERK), at=LATER, today=THEN)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL overwrites old rows when it vacuums")
def test_the_database_file_keeps_no_trace(agency, over, django_capture_on_commit_callbacks):
    made = a_list(agency, over)
    agree(made)
    with django_capture_on_commit_callbacks() as afterwards:
        carried_out(made)
    assert empty_write_ahead_log in afterwards
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA secure_delete").fetchone() == (1,)


def test_nothing_is_destroyed_before_two_others_agreed(agency, over):
    made = a_list(agency, over)
    with pytest.raises(Refused, match="没有经两人同意"):
        carried_out(made)
    agree(made, HEAD)
    with pytest.raises(Refused, match="没有经两人同意"):
        carried_out(made)
    both = appoint(made.decisions.get().by, LEADER, agency)
    with pytest.raises(Refused, match="已编制或者审批过"):
        decide_on(made.pk, agreed=True, reason="", by=both, at=LATER, today=THEN)
    other = appoint(a_person("leader-2"), LEADER, agency)
    decide_on(made.pk, agreed=True, reason="", by=other, at=LATER, today=THEN)
    with pytest.raises(Refused, match="勾选确认"):
        carry_out(made.pk, is_checked=False, by=who(agency, CLERK), at=LATER, today=THEN)
    assert not Destruction.objects.exists()
    assert Case.objects.get(pk=over.pk).applicant_name == "欧阳某"


def test_a_list_that_is_refused_gives_its_cases_back(agency, over):
    made = a_list(agency, over)
    with pytest.raises(Refused, match="写明理由"):
        agree(made, HEAD, agreed=False)
    agree(made, HEAD, agreed=False, reason="还有信访没有了结")
    assert list(ended([agency], today=THEN)) == [over.archive]
    with pytest.raises(Refused, match="不在等待审批"):
        agree(made, LEADER)


def test_what_is_prolonged_comes_back_when_its_new_time_is_over(agency, over):
    with pytest.raises(Refused, match="以后的日期"):
        a_list(agency, over, verdict="prolong", keep_until=THEN)
    made = a_list(agency, over, verdict="prolong", keep_until=date(2047, 12, 31))
    agree(made)
    carried_out(made)
    assert with_end(Archive.objects.all()).get().kept_until == date(2047, 12, 31)
    assert list(ended([agency], today=date(2047, 12, 31))) == []
    assert list(ended([agency], today=date(2048, 1, 1))) == [over.archive]
    assert list(verify_cases()) == []


def test_a_case_about_which_a_suit_came_meanwhile_is_left(agency, over):
    made = a_list(agency, over)
    agree(made)
    said = {"reference": "（2037）行初1号", "route": "litigation", "body": "某法院", "filed_date": THEN}
    over.disputes.create(agency=agency, **said)
    assert carried_out(made).left == [over.number]
    assert Case.objects.get(pk=over.pk).applicant_name == "欧阳某"


def test_no_list_holds_a_case_that_is_not_over_or_on_another_list(agency, over):
    with pytest.raises(Refused, match="没有届满"):
        compile_list(agency, {over.archive.pk: "destroy"}, **SAID, by=who(agency, CLERK), at=AT, today=TODAY)
    a_list(agency, over)
    with pytest.raises(Refused, match="已列入另一份清册"):
        a_list(agency, over)
    assert DisposalLine.objects.count() == 1


def test_the_database_lets_words_be_blanked_and_nothing_else(agency, over):
    first = over.events.get(seq=1)
    for changed in ({"note": "改写"}, {"note": BLANK, "event_date": TODAY}, {"facts": {}}, {"note": ""}, {"seq": 9}):
        with pytest.raises(IntegrityError), transaction.atomic():
            CaseEvent.objects.filter(pk=first.pk).update(**changed)
    for changed in ({"told": {}}, {"paragraphs": []}, {"note": BLANK}):  # all of its words, or none
        with pytest.raises(IntegrityError), transaction.atomic():
            a_letter_with_words(over).filter(number="2号").update(**changed)
    CaseEvent.objects.filter(pk=first.pk).update(note=BLANK)
    assert {one.rule for one in verify_cases()} == {"CASE-EVENT-CHANGED", "CASE-BLANKED"}


def test_a_review_whose_findings_were_emptied_is_found(agency):
    case = a_case(agency, date(2026, 11, 9))
    own = Attached("本人档案.txt", "text", "手机13900001111".encode())
    draft = write_draft(case.pk, GRANTED, files=[own], keep_files=False, by=who(agency, CLERK), at=AT, today=TODAY)
    said = {"seen_digest": draft.digest, "reasons": {"PRIV-MOBILE": "申请人本人的"}, "nothing_left": True}
    review_release(draft.pk, **said, by=who(agency, HEAD), at=AT, today=TODAY)
    assert list(verify_cases()) == []
    ReleaseReview.objects.update(findings=[], reasons={})
    assert [one.rule for one in verify_cases()] == ["CASE-BLANKED"]


@pytest.mark.parametrize("back", [{"applicant_name": "欧阳某"}, {"description": "某文件"}])
def test_what_comes_back_to_a_destroyed_case_is_found(agency, over, back):
    made = a_list(agency, over)
    agree(made)
    carried_out(made)
    Case.objects.filter(pk=over.pk).update(**back)
    assert "CASE-NOT-DESTROYED" in {one.rule for one in verify_cases()}
    Case.objects.filter(pk=over.pk).update(applicant_name="", description=BLANK)
    CaseFile.objects.filter(case=over).update(content="YWJj")
    assert [one.rule for one in verify_cases()] == ["CASE-NOT-DESTROYED"]


def test_a_draft_of_a_destroyed_case_that_was_changed_is_found(agency, over):
    made = a_list(agency, over)
    agree(made)
    carried_out(made)
    take_down_guards()
    over.drafts.update(outcome="R3_refuse")
    assert [one.rule for one in verify_cases()] == ["CASE-DRAFT-CHANGED"]


@pytest.mark.usefixtures("in_2037")
def test_the_pages_keep_what_was_chosen_and_lead_through(agency, over, client, monkeypatch):
    client.force_login(who(agency, CLERK))
    address, name = "/admin/cases/disposals/", f"verdict_{over.archive.pk}"
    page = client.get(address)
    assert (over.number in page.content.decode(), page.context["is_cut"]) == (True, False)
    with monkeypatch.context() as fewer:
        fewer.setattr("gongkai.cases.disposal_views.MOST", 0)
        assert "先列最早到期的 0 件" in client.get(address).content.decode()
    wrong = client.post(
        f"{address}yunhu/compile/", {name: "prolong", "opinion": "再留十年", "keep_until": "2037-01-01"}
    )
    assert wrong.status_code == 409
    shown = wrong.content.decode()
    assert "今天（2037-03-02）以后的日期" in shown
    assert "再留十年" in shown
    assert '<option value="prolong" selected>' in shown
    nothing = client.post(f"{address}yunhu/compile/", {"opinion": "没有选"}).content.decode()
    assert "请至少给一件" in nothing
    client.post(f"{address}yunhu/compile/", {name: "destroy", "opinion": "没有查考价值"})
    made = DisposalLine.objects.get().disposal
    page = f"{address}{made.pk}/"
    assert client.post(f"{page}decide/", {"verdict": "agree"}).status_code == 409
    for role in (HEAD, LEADER):
        client.force_login(who(agency, role))
        assert "请写明理由" in client.post(f"{page}decide/", {"verdict": "refuse"}).content.decode()
        client.post(f"{page}decide/", {"verdict": "agree"})
    client.force_login(who(agency, CLERK))
    assert "勾选确认" in client.post(f"{page}carry-out/", {}).content.decode()
    client.post(f"{page}carry-out/", {"is_checked": "1"})
    assert "已销毁" in client.get("/admin/cases/archive/").content.decode()
    case = client.get(f"/admin/cases/{over.pk}/").content.decode()
    assert f"{made}鉴定清册" in case
    assert "查看完整信息" not in case
    file = over.files.get()
    assert client.get(f"/admin/cases/{over.pk}/files/{file.pk}/").status_code == 404


def test_where_a_letter_went_is_gone_too_and_its_days_stay(agency):
    letter = a_reply(agency)
    attempt = start_delivery(letter.pk, POSTED, Doing(who(agency, CLERK), AT, TODAY))
    record_result(attempt.pk, Result(arrived=True, day=TODAY, signed_by="欧阳某"), Doing(who(agency, CLERK), AT, TODAY))
    archive(letter.case_id, note="", by=who(agency, CLERK), at=AT, today=TODAY)
    made = a_list(agency, Case.objects.get(pk=letter.case_id))
    agree(made)
    carried_out(made)
    attempt = Delivery.objects.select_related("contact").get()
    told = (attempt.postal_number, attempt.contact.address, attempt.contact.signed_by, attempt.sent_date)
    assert told == (BLANK, "", "", POSTED.sent_date)
    assert list(verify_cases()) == []


# -- the list as a file ----------------------------------------------------------------------------


def test_the_list_is_a_file_for_the_archive_and_tells_nothing_of_the_applicant(client, agency, over, in_2037):
    kept = a_case(agency, date(2026, 11, 9))
    do(kept, "reply", date(2026, 11, 20), outcome="R4_not_exist")
    do(kept, "serve", date(2026, 11, 20), method="electronic")
    archive(kept.pk, note="", by=who(agency, CLERK), at=AT, today=TODAY)
    verdicts = {over.archive.pk: "destroy", Archive.objects.get(case=kept).pk: "prolong"}
    said = {"opinion": "=HYPERLINK(1)", "keep_until": date(2047, 3, 2)}
    made = compile_list(agency, verdicts, **said, by=who(agency, CLERK), at=LATER, today=THEN)
    client.force_login(who(agency, CLERK))
    address = f"/admin/cases/disposals/{made.pk}/"
    assert "没有执行" in client.get(f"{address}list.csv").content.decode("utf-8-sig")
    agree(made)
    carried_out(made)
    told = list(csv.reader(io.StringIO(client.get(f"{address}list.csv").content.decode("utf-8-sig"))))
    assert ["鉴定意见", "'=HYPERLINK(1)"] in told
    first, second = told[-2:]
    assert first[1:2] + first[4:5] + first[7:10] == [over.number, "予以公开", "销毁", "已销毁", "2037-03-02"]
    assert second[4] == "政府信息不存在"
    assert second[8] == "延长保管到 2047-03-02"
    assert "欧阳" not in str(told)
    answer = client.get(f"{address}list.xlsx")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert [row[1] for row in sheet[-2:]] == [over.number, kept.number]
    assert sheet[3][:3] == ["鉴定意见", "", "=HYPERLINK(1)"]
    assert "filename" in answer["Content-Disposition"]
    assert client.get(f"{address}list.pdf").status_code == 404
