"""An applicant follows the own case by its code, and nobody else's."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from gongkai.agencies.door import Relation, RelationKind
from gongkai.cases import form_tokens
from gongkai.cases.case_files import MOST_BYTES, Attached, Direction, keep
from gongkai.cases.door import Case, CaseEvent, issue_reply
from gongkai.cases.shown_clock import ShownClock
from gongkai.cases.tracking import case_of, new_code, tracking_hash
from gongkai.statute import ACTS, State
from tests.cases.applications import code_on, filled_in
from tests.cases.examples import AT, CLERK, TODAY, a_case, approved, do, sealed, who
from tests.statute.written import on
from tests.yearend.examples import LONG_AGO, a_place

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today_is_fixed(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *_: TODAY)
    monkeypatch.setattr(form_tokens, "QUICKEST_SECONDS", -1)
    cache.clear()


@pytest.fixture
def place(db):
    place = a_place("yunhu")
    Relation.objects.create(
        agency=place.agency, kind=RelationKind.RECONSIDERATION_BODY, named_body="云湖市人民政府", since=LONG_AGO
    )
    return place


def followed(client, place, arrival=TODAY, **changes):
    """Return a case whose code `client` has given."""
    code = new_code()
    case = a_case(place.agency, arrival, tracking_hash=tracking_hash(code), **changes)
    assert client.post("/track/", {"code": code}).status_code == 302
    return case


def page_of(client):
    return client.get("/track/case/").content.decode()


def test_the_code_of_the_receipt_opens_the_case(client, place):
    code = code_on(client.post("/apply/yunhu/person/", filled_in()))
    answer = client.post("/track/", {"code": code.lower().replace("-", " ")}, follow=True)
    text = answer.content.decode()
    assert Case.objects.get().number in text
    assert "0000-0000000" in text
    assert "最迟在 2026年12月25日（周五）答复，还剩 20 个工作日。" in text


def test_letters_taken_for_digits_are_read_as_meant():
    assert tracking_hash("0I1LO-00000-00000-00000") == tracking_hash("01110-00000-00000-00000")


@pytest.mark.parametrize("code", ["00000-00000-00000-00000", "7K2MD", "甲乙丙", "'; DROP TABLE cases_case; --"])
def test_an_unknown_code_reveals_nothing(client, place, code):
    a_case(place.agency, TODAY)
    answer = client.post("/track/", {"code": code})
    assert answer.status_code == 400
    assert "没有查到" in answer.content.decode()
    assert "yunhu" not in answer.content.decode()
    assert client.get("/track/case/").status_code == 302


def test_a_case_without_a_code_is_not_found_by_an_empty_one(place):
    a_case(place.agency, TODAY)
    assert case_of("") is None


def test_who_tries_codes_waits(client, place, settings):
    settings.TRACK_PER_HOUR = 1
    client.post("/track/", {"code": new_code()})
    answer = client.post("/track/", {"code": new_code()})
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "3600")


def test_without_the_code_no_page_of_the_case_opens(client, place):
    for address in ("", "correction/", "withdrawal/", "letters/1/", "files/1/"):
        assert client.get(f"/track/case/{address}").headers["Location"] == "/track/"


def test_after_half_an_hour_or_when_asked_the_case_is_closed_again(client, place, monkeypatch):
    followed(client, place)
    client.post("/track/case/stop/")
    assert client.get("/track/case/").status_code == 302
    followed(client, place)
    monkeypatch.setattr("gongkai.cases.following.OPEN_SECONDS", -1)
    assert client.get("/track/case/").status_code == 302


def test_a_change_of_the_secret_key_keeps_the_codes_while_the_old_one_is_named(client, place, settings):
    code = new_code()
    case = a_case(place.agency, TODAY, tracking_hash=tracking_hash(code))
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key " * 6
    assert case_of(code) == case


def test_the_strip_tells_counted_days_rest_days_and_made_up_ones(client, place):
    followed(client, place, date(2026, 9, 18))
    text = page_of(client)
    assert 'clock-day--worked_weekend"><time datetime="2026-09-20">' in text
    assert 'clock-day--rest clock-day--from-6"><time datetime="2026-09-19">' in text
    assert "应在 2026年10月22日（周四）前答复，已经逾期 26 个工作日" in text
    assert "云湖市人民政府" in text  # what may be done against an answer that did not come


def test_a_wait_for_the_fee_is_told_as_what_it_is():
    fee = [
        "2025-09-24 issue_fee_notice received_by_applicant=2025-09-24",
        "2025-09-28 fee_waived reason=困难 approved_by=甲",
    ]
    told = "".join(ShownClock(on("2025-09-29", "2025-09-19", *fee), date(2025, 9, 29)).reasons)
    assert "等待缴费，不计入期限：共" in told
    assert "征求" not in told


def test_days_of_consultation_are_shown_as_not_counted(client, place):
    case = followed(client, place, date(2026, 11, 2))
    do(case, "consult_other_organ", date(2026, 11, 9), id="1")
    text = page_of(client)
    assert "clock-day--excluded" in text
    assert "征求其他机关意见，不计入期限：共 14 个工作日" in text


def asked_to_correct(client, place):
    case = followed(client, place, date(2026, 11, 20))
    do(case, "request_correction", date(2026, 11, 24), received_by_applicant=date(2026, 11, 24), period_workdays=15)
    return case


def test_who_must_correct_is_told_by_when(client, place):
    asked_to_correct(client, place)
    assert "请最迟在 2026年12月15日前补正" in page_of(client)


def test_a_correction_starts_the_time_anew(client, place):
    case = asked_to_correct(client, place)
    client.post("/track/case/correction/", {"text": "要的是2025年度的归集使用计划。"})
    (event,) = case.events.filter(act="correction_received")
    assert (event.event_date, event.recorded_by, event.note) == (TODAY, None, "要的是2025年度的归集使用计划。")
    assert case.clock(today=TODAY).due.date == date(2026, 12, 25)
    assert "原来的期限到此作废" in page_of(client)
    assert "要的是2025年度的归集使用计划。" in page_of(client)
    again = client.post("/track/case/correction/", {"text": "要的是2025年度的归集使用计划。"})
    assert "您已于11月27日提交过" in again.context["form"].errors["text"][0]
    CaseEvent.objects.create(case=case, seq=3, act="request_correction", event_date=TODAY, recorded_at=AT)
    anew = client.post("/track/case/correction/", {"text": "另一处也补正如下。"})
    assert "提交过" not in anew.content.decode()


def test_a_correction_brings_the_papers_that_were_asked_for(client, place):
    case = asked_to_correct(client, place)
    sent = {"text": "补交身份证明。", "files": [SimpleUploadedFile("身份证.pdf", b"%PDF-1.4")]}
    client.post("/track/case/correction/", sent)
    file = case.files.get()
    assert (file.name, file.event.act, file.added_by) == ("身份证.pdf", "correction_received", None)
    assert "身份证.pdf" in page_of(client)


@pytest.mark.parametrize(
    ("data", "told"), [(b"MZ\x90", "不是可以接收的文件"), (b"%PDF" + b"0" * MOST_BYTES, "超过 5 MB")]
)
def test_a_file_that_is_not_taken_is_told_and_the_correction_waits(client, place, data, told):
    case = asked_to_correct(client, place)
    sent = {"text": "补交证明。", "files": [SimpleUploadedFile("a.pdf", data)]}
    answer = client.post("/track/case/correction/", sent)
    assert told in str(answer.context["form"].errors["files"])
    assert "补交证明。" in answer.content.decode()
    assert not case.events.filter(act="correction_received").exists()


def test_reasons_that_were_asked_for_are_told_at_the_top_and_given_on_the_site(client, place):
    case = followed(client, place, date(2026, 11, 20))
    assert "现在不需要说明理由" in client.get("/track/case/reasons/").content.decode()
    do(case, "ask_reasons", date(2026, 11, 24), note="一月四十件")
    text = page_of(client)
    assert text.index("需要您说明理由") < text.index("办理经过")
    assert "最迟在 2026年12月18日答复" in text
    assert "请写明理由。" in client.post("/track/case/reasons/", {"text": ""}).content.decode()
    sent = {"text": "写论文用，附介绍信。", "files": [SimpleUploadedFile("信.pdf", b"%PDF-1.4")]}
    assert client.post("/track/case/reasons/", sent).status_code == 302
    (event,) = case.events.filter(act="reasons_received")
    assert (event.recorded_by, event.note, case.files.get().event) == (None, "写论文用，附介绍信。", event)
    assert "需要您说明理由" not in page_of(client)


def test_an_empty_correction_is_told_beside_its_field(client, place):
    case = asked_to_correct(client, place)
    answer = client.post("/track/case/correction/", {"text": ""})
    assert answer.status_code == 400
    assert "请写明补正的内容" in answer.content.decode()
    assert not case.events.filter(act="correction_received").exists()


def test_a_correction_nobody_asked_for_is_refused_and_kept_on_the_page(client, place):
    case = followed(client, place)
    answer = client.post("/track/case/correction/", {"text": "补充说明若干。"})
    assert answer.status_code == 400
    assert "补充说明若干。" in answer.content.decode()
    assert not case.events.exists()


def test_a_withdrawal_needs_the_applicants_word_and_ends_the_case(client, place):
    case = followed(client, place)
    assert client.post("/track/case/withdrawal/", {}).status_code == 400
    assert not case.events.exists()
    client.post("/track/case/withdrawal/", {"sure": "on"})
    case.refresh_from_db()
    assert (case.outcome, case.clock(today=TODAY).state) == ("R16_other", State.WITHDRAWN)
    assert "撤回申请</a>" not in page_of(client)
    assert "现在的期限" not in page_of(client)
    assert client.post("/track/case/withdrawal/", {"sure": "on"}).status_code == 400


def test_a_refusal_tells_to_go_to_the_government_first_with_the_last_day(client, place):
    case = followed(client, place, date(2026, 11, 2))
    do(case, "reply", date(2026, 11, 20), outcome="R3_refuse", ground="internal_affairs")
    assert "（至" not in page_of(client)  # not served yet: from when the days run is not known
    do(case, "serve", date(2026, 11, 20), method="electronic")
    text = page_of(client)
    assert "先向云湖市人民政府申请行政复议" in text
    assert "至2027年1月19日" in text
    assert "作出答复：不予公开。" in text


def test_what_is_given_in_reply_can_be_taken_and_nothing_else(client, place):
    case = followed(client, place, date(2026, 11, 2))
    do(case, "reply", date(2026, 11, 20), outcome="R2_provide")
    event, pdf = case.events.get(), Attached("计划.pdf", "pdf", b"%PDF-1.7 given")
    keep(case, [pdf], Direction.GIVEN, at=AT, by=None, event=event)
    keep(case, [pdf._replace(data=b"%PDF-1.7 prepared")], Direction.GIVEN, at=AT, by=None, event=None)
    keep(case, [pdf._replace(data=b"%PDF-1.7 own")], Direction.RECEIVED, at=AT, by=None, event=None)
    given, prepared, own = case.files.order_by("pk")
    answer = client.get(f"/track/case/files/{given.pk}/")
    assert answer.content == b"%PDF-1.7 given"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert [client.get(f"/track/case/files/{one.pk}/").status_code for one in (prepared, own)] == [404, 404]


def test_a_letter_is_read_and_kept_once_it_went_out_and_no_other_is_seen(client, place):
    case = followed(client, place, date(2026, 11, 2))
    approved(case, "R2_provide")
    clerk = who(case.agency, CLERK)
    never_sent = sealed(case, clerk)
    approved(case, "R2_provide")
    letter = sealed(case, clerk)
    address = f"/track/case/letters/{letter.pk}/"
    assert client.get(address).status_code == 404
    issue_reply(case.pk, by=clerk, at=AT, today=TODAY)
    assert "下载文书（盖章件）" in client.get(address).content.decode()
    assert client.get(f"{address}file/").content == letter.files.get(direction=Direction.SEALED).data()
    assert client.get(f"/track/case/letters/{never_sent.pk}/").status_code == 404
    assert client.get(f"/track/case/letters/{never_sent.pk}/file/").status_code == 404


def test_nothing_of_the_office_alone_is_shown(client, place):
    case = followed(client, place, date(2026, 11, 2))
    do(case, "consult_other_organ", date(2026, 11, 9), id="1", note="内部意见：先拖一拖")
    assert "先拖一拖" not in page_of(client)


def test_every_act_of_the_law_has_a_sentence_for_the_applicant():
    from gongkai.cases.milestones import _sentences

    assert set(_sentences()) == set(ACTS)
