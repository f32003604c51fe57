"""A letter is delivered by records: how, when, by whom, with what proof; the day that counts is the law's."""

from __future__ import annotations

import smtplib
from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from gongkai.agencies.append_only import take_down_guards
from gongkai.agencies.door import LogEntry
from gongkai.cases.application_form import ON_THIS_SITE
from gongkai.cases.archiving import archive, to_archive
from gongkai.cases.case_files import Attached
from gongkai.cases.deliveries import Delivery, DeliveryContact, DeliveryResult, Standing, Way
from gongkai.cases.delivering import Doing, Result, Sending, record_result, start_delivery
from gongkai.cases.door import QUEUES, Case, Refused, act, issue_reply, send_due_emails, verify_cases
from gongkai.cases.email_sending import MOST_ATTEMPTS
from gongkai.cases.letters import Dispatch, Letter
from gongkai.cases.milestones import milestones
from gongkai.cases.queue import queue
from gongkai.cases.remedies_told import reply_remedies
from gongkai.cases.undelivered import undelivered
from gongkai.statute import Event, State
from tests.agencies.examples import an_agency
from tests.cases.examples import AT, CLERK, TODAY, a_case, approved, sealed, who

pytestmark = pytest.mark.django_db
ISSUED, LATER = date(2026, 11, 20), date(2026, 11, 24)
POSTED = Sending(way=Way.POST, sent_date=ISSUED, postal_number="XA 12345678 3 CN", address="某路1号")


@pytest.fixture
def agency(db):
    return an_agency("yunhu")


def a_reply(agency, **said):
    """Return the reply of a case, issued on ISSUED."""
    case = a_case(agency, date(2026, 11, 9), **said)
    approved(case, "R2_provide", today=ISSUED)
    sealed(case, who(agency, CLERK), today=ISSUED)
    return issue_reply(case.pk, by=who(agency, CLERK), at=AT, today=ISSUED).dispatch.letter


@pytest.fixture
def letter(agency):
    return a_reply(agency)


def doing(letter, by=True):
    return Doing(who(letter.case.agency, CLERK) if by else None, AT, TODAY)


def sent(letter, said=POSTED):
    return start_delivery(letter.pk, said, doing(letter))


def resulted(delivery, **said):
    return record_result(delivery.pk, Result(**{"arrived": True, "day": LATER, **said}), doing(delivery.letter))


def refusal(call, *args, **said):
    with pytest.raises(Refused) as refused, transaction.atomic():
        call(*args, **said)
    return [finding.rule for finding in refused.value.findings]


def answered(letter):
    """Return state, and the day the answer counts, of the letter's case."""
    event = letter.case.events.order_by("seq").last()
    return letter.case.clock(today=TODAY).state, event.event_date


@pytest.mark.parametrize(
    ("way", "extra", "counted"),
    [
        (Way.POST, {"postal_number": "1234567890123", "address": "某路1号"}, ISSUED),
        (Way.EMAIL, {"address": "a@example.com"}, ISSUED),
        (Way.IN_PERSON, {}, LATER),
        (Way.PICK_UP, {}, LATER),
        (Way.ENTRUSTED, {}, LATER),
    ],
)
def test_the_day_that_counts_is_that_of_posting_or_of_the_signature(letter, way, extra, counted):
    """国办公开办函〔2016〕235号: by post the day of posting, in person the day somebody signs."""
    delivery = sent(letter, Sending(way=way, sent_date=ISSUED, **extra))
    assert letter.case.clock(today=TODAY).state == State.REPLIED
    resulted(delivery, signed_by="甲某")
    assert answered(letter) == (State.SERVED, counted)
    assert letter.case.events.get(act="serve").facts["received_by_applicant"] == LATER.isoformat()


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ({"sent_date": ISSUED - timedelta(1)}, "DELIVERY-SENT-DATE"),
        ({"sent_date": TODAY + timedelta(1)}, "DELIVERY-SENT-DATE"),
        ({"postal_number": "SF1234567890123"}, "DELIVERY-POSTAL-NUMBER"),
        ({"postal_number": ""}, "DELIVERY-POSTAL-NUMBER"),
        ({"address": " "}, "DELIVERY-ADDRESS"),
        ({"way": Way.EMAIL, "address": "某路1号"}, "DELIVERY-EMAIL"),
        ({"way": Way.PORTAL}, "DELIVERY-NO-CODE"),
    ],
)
def test_an_attempt_that_cannot_be_is_refused(letter, said, rule):
    told = {"way": POSTED.way, "sent_date": ISSUED, "postal_number": POSTED.postal_number, "address": "某路1号", **said}
    assert rule in refusal(sent, letter, Sending(**told))
    assert not letter.deliveries.exists()


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ({"day": ISSUED - timedelta(1)}, "DELIVERY-RESULT-DAY"),
        ({"day": TODAY + timedelta(1)}, "DELIVERY-RESULT-DAY"),
        ({"arrived": False}, "DELIVERY-REASON"),
        ({"signed_by": " "}, "DELIVERY-SIGNED"),
    ],
)
def test_a_result_that_cannot_be_is_refused(letter, said, rule):
    delivery = sent(letter, Sending(way=Way.IN_PERSON, sent_date=ISSUED))
    assert rule in refusal(resulted, delivery, **{"signed_by": "甲某", **said})


def test_what_came_back_is_on_the_desk_until_another_attempt_arrives(letter, agency):
    def desk():
        queue = next(one for one in QUEUES if one.id == "cases.deliveries")
        return [(due.what, due.waits) for due in queue.find([agency], AT)]

    number = letter.number
    assert desk() == [(f"送达：{number}（还没有送出）", False)]
    first = sent(letter)
    assert desk() == [(f"送达：{number}（已送出，等待结果）", True)]
    assert refusal(sent, letter) == ["DELIVERY-OPEN"]
    resulted(first, arrived=False, reason="原址查无此人")
    assert desk() == [(f"送达：{number}（没有送到）", False)]
    assert "没有送到，将再次送达" in milestones(letter.case)[-1].text
    resulted(sent(letter))
    assert "邮件号码 XA123456783CN。" in str(milestones(letter.case))
    assert desk() == []
    assert refusal(sent, letter) == ["DELIVERY-DONE"]
    assert [one.standing for one in letter.deliveries.all()] == [Standing.FAILED, Standing.ARRIVED]
    resulted(letter.deliveries.last(), arrived=False, reason="退信")  # a further row mends the one before
    assert len(desk()) == 1


def test_service_follows_the_delivery_that_stands(letter, agency):
    """A letter told as delivered came back: the days for remedies do not run, and the next delivery serves."""
    first = sent(letter)
    resulted(first)
    case = letter.case
    assert any("至" in line for line in reply_remedies(case))
    resulted(first, arrived=False, reason="退信")
    case = Case.objects.get(pk=case.pk)
    assert case.clock(today=TODAY).state == State.REPLIED
    assert "登记过的送达没有成功，将再次送达。" in [one.text for one in milestones(case)]
    assert case.service_of(case.events.get(act="reply")) is None
    (unserved,) = (one for one in queue([agency], today=TODAY) if one.id == "unserved")
    assert [one.case for one in unserved.lines] == [case]
    assert list(to_archive([agency])) == []
    again = sent(letter, Sending(way=Way.IN_PERSON, sent_date=LATER))
    resulted(again, day=TODAY, signed_by="甲某")
    assert answered(letter) == (State.SERVED, TODAY)
    resulted(again, day=LATER, signed_by="甲某")  # the day was mistyped
    assert answered(letter) == (State.SERVED, LATER)
    assert list(to_archive([agency])) == [case]
    assert list(verify_cases()) == []


def test_a_second_result_that_has_not_seen_the_first_is_refused(letter, as_clerk, today_is_fixed):
    delivery = sent(letter)
    page = f"/admin/cases/{letter.case_id}/letters/{letter.pk}/deliveries/{delivery.pk}/"
    said = {"arrived": "yes", "day": LATER.isoformat(), "seen": "0"}
    assert as_clerk.post(page, said).status_code == 302
    answer = as_clerk.post(page, {**said, "arrived": "no", "reason": "退信"})
    assert answer.status_code == 400
    assert "这次送达又登记了结果" in answer.content.decode()
    assert 'name="seen" value="1"' in answer.content.decode()
    assert delivery.results.count() == 1


def test_where_it_went_and_who_signed_are_in_no_clear_column_and_not_on_the_log(letter):
    delivery = sent(letter, Sending(way=Way.IN_PERSON, sent_date=ISSUED, address="某路1号"))
    resulted(delivery, signed_by="甲某")
    assert DeliveryContact.objects.get().signed_by == "甲某"
    told = str(list(LogEntry.objects.values_list("facts", flat=True)))
    assert "case_deliver" in set(LogEntry.objects.values_list("act", flat=True))
    assert not any(words in told for words in ("甲某", "某路"))


def test_who_wanted_the_reply_on_this_site_has_it_with_its_issue(agency):
    letter = a_reply(agency, tracking_hash="x" * 64, route_wanted=ON_THIS_SITE)
    assert letter.deliveries.get().way == Way.PORTAL
    assert answered(letter) == (State.SERVED, ISSUED)
    assert undelivered([agency], today=TODAY) == []


def test_the_period_of_a_letter_runs_from_the_day_it_was_delivered(agency, as_clerk, today_is_fixed):
    """A third party has 15 working days from its receipt (art. 32), known only once the letter was delivered."""
    case = a_case(agency, date(2026, 11, 9))
    asked = {"event_date": "2026-11-20", "recipient_name": "乙公司", "note": "能否公开", "recipient_address": "某路2号"}
    as_clerk.post(f"/admin/cases/{case.pk}/acts/consult_third_party/", asked)
    assert case.clock(today=TODAY).sub_deadlines == ()
    letter = case.letters.get()
    page = f"/admin/cases/{case.pk}/letters/{letter.pk}/"
    posted = {"way": "post", "sent_date": "2026-11-20", "postal_number": "1234567890123"}
    assert as_clerk.post(f"{page}send/", posted).status_code == 302
    assert letter.deliveries.get().contact.address == "某路2号"
    proof = SimpleUploadedFile("回执.pdf", b"%PDF-1.7 x")
    done = {"arrived": "yes", "day": "2026-11-24", "proof": proof}
    as_clerk.post(f"{page}deliveries/{letter.deliveries.get().pk}/", done)
    (limit,) = case.clock(today=TODAY).sub_deadlines
    assert (limit.kind, limit.due.date) == ("third_party", date(2026, 12, 15))
    assert "回执.pdf" in as_clerk.get(page).content.decode()


def test_a_delivery_that_would_make_an_answer_late_is_refused(agency):
    """Delivered so early that the correction came after its period: the record of one of the two must be wrong."""
    case = a_case(agency, date(2026, 11, 9))

    clerk = who(agency, CLERK)
    asked = Event(act="request_correction", event_date=date(2026, 11, 10), period_workdays=5)
    event = act(case.pk, asked, by=clerk, at=AT, today=TODAY)
    letter = Letter.objects.create(
        case=case, kind="correction_notice", number="1", title="告知书", paragraphs=[], issued_date=date(2026, 11, 10)
    )
    Dispatch.objects.create(letter=letter, event=event)
    act(case.pk, Event(act="correction_received", event_date=date(2026, 11, 25)), by=clerk, at=AT, today=TODAY)
    delivery = sent(letter, Sending(way=Way.IN_PERSON, sent_date=date(2026, 11, 10)))
    assert refusal(resulted, delivery, day=date(2026, 11, 10), signed_by="甲某") == ["CLOCK-CORRECTION-OVER"]
    resulted(delivery, day=date(2026, 11, 19), signed_by="甲某")


def test_a_case_is_not_put_away_without_the_proof_that_somebody_signed(letter):
    resulted(sent(letter, Sending(way=Way.IN_PERSON, sent_date=ISSUED)), signed_by="甲某")
    said = {"by": who(letter.case.agency, CLERK), "at": AT, "today": TODAY}
    assert refusal(archive, letter.case_id, note=" ", **said) == ["ARCHIVE-UNPROVEN"]
    archive(letter.case_id, note="送达回证原件存纸质卷", **said)


# -- e-mail -------------------------------------------------------------------------------------------


@pytest.fixture
def emailed(letter, settings):
    settings.EMAIL_FROM = "office@example.gov.cn"
    return sent(letter, Sending(way=Way.EMAIL, sent_date=TODAY, address="a@example.com", by_system=True))


def test_an_email_brings_the_sealed_letter_and_says_nothing_of_what_was_asked(emailed):
    assert refusal(resulted, emailed, day=TODAY) == ["DELIVERY-SENDING"]
    assert (send_due_emails(at=AT), send_due_emails(at=AT)) == (1, 0)
    (message,) = mail.outbox
    letter = emailed.letter
    assert (message.to, message.from_email) == (["a@example.com"], "office@example.gov.cn")
    assert letter.number in message.subject
    assert letter.case.description not in message.subject + message.body
    assert [name for name, *_ in message.attachments] == [letter.files.get(direction="sealed").name]
    assert answered(letter) == (State.SERVED, TODAY)


def test_an_email_that_is_not_taken_is_tried_again_and_then_comes_back_to_the_desk(emailed, monkeypatch):
    def refused(*_, **__):
        raise smtplib.SMTPRecipientsRefused({"a@example.com": (550, b"no such user")})

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refused)
    moments = [AT + timedelta(hours=hour) for hour in range(MOST_ATTEMPTS)]
    assert [send_due_emails(at=moment) for moment in (AT, *moments)] == [0] * (MOST_ATTEMPTS + 1)
    assert emailed.emails.count() == MOST_ATTEMPTS
    assert (emailed.standing, emailed.letter.case.clock(today=TODAY).state) == (Standing.FAILED, State.REPLIED)
    assert emailed.result.reason == "电子邮件没有发出：邮件服务器不接收这个地址"
    assert len(undelivered([emailed.letter.case.agency], today=TODAY)) == 1


def test_nothing_is_sent_where_no_mail_is_set(emailed, settings):
    settings.EMAIL_FROM = ""
    assert send_due_emails(at=AT) == 0
    assert mail.outbox == []


def test_a_notice_that_was_never_sent_stays_on_the_desk_after_the_reply(letter):
    case, told = letter.case, {"number": "1", "title": "延期答复告知书", "paragraphs": [], "issued_date": ISSUED}
    notice = Letter.objects.create(case=case, kind="extension_notice", act="extend", **told)
    Dispatch.objects.create(letter=notice)
    resulted(sent(letter), signed_by="甲某")
    assert [one.letter for one in undelivered([case.agency], today=TODAY)] == [notice]


# -- letters that change nothing ----------------------------------------------------------------------


def test_the_office_writes_the_receipt_of_registration_and_the_proof_of_service(as_clerk, agency, today_is_fixed):
    case = a_case(agency, date(2026, 11, 9))
    page = f"/admin/cases/{case.pk}/letters/"
    assert as_clerk.post(f"{page}new/", {"kind": "registration_receipt", "preview": "1"}).content.startswith(b"%PDF-")
    as_clerk.post(f"{page}new/", {"kind": "registration_receipt", "text": ""})
    receipt = case.letters.get()
    assert any("收到申请之日为2026年11月9日" in line and "20个工作日" in line for line in receipt.paragraphs)
    answer = as_clerk.post(f"{page}{receipt.pk}/service-receipt/", follow=True)
    proof = case.letters.get(kind="service_receipt")
    assert any(receipt.number in line for line in proof.paragraphs)
    assert "登记送出" not in answer.content.decode()  # it goes to nobody: it is signed and comes back
    assert [one.letter for one in undelivered([agency], today=TODAY)] == [receipt]


def test_a_letter_to_somebody_else_asks_for_whom_and_a_receipt_for_its_day(as_clerk, agency, today_is_fixed):
    case = a_case(agency, date(2026, 11, 9), channel="internet")
    page = f"/admin/cases/{case.pk}/letters/new/"
    text = as_clerk.post(page, {"kind": "third_party_notice", "text": "决定公开合同金额"}).content.decode()
    assert "请写明第三方的姓名或者名称" in text
    assert "决定公开合同金额</textarea>" in text
    assert "收到申请之日还没有确定" in as_clerk.post(page, {"kind": "registration_receipt"}).content.decode()
    assert not case.letters.exists()


def test_a_wrong_field_of_a_delivery_is_told_beside_it_and_nothing_typed_is_lost(as_clerk, letter, today_is_fixed):
    page = f"/admin/cases/{letter.case_id}/letters/{letter.pk}/"
    typed = {"way": "post", "sent_date": "2026-11-20", "postal_number": "SF1", "address": "某路1号"}
    answer = as_clerk.post(f"{page}send/", typed)
    assert answer.status_code == 400
    assert 'id="id_sending_postal_number_error"' in answer.content.decode()
    assert 'value="某路1号"' in answer.content.decode()
    assert as_clerk.get(f"/admin/cases/{letter.case_id}/").context["undelivered"] == {letter.pk}


def test_a_letter_whose_receipt_the_act_tells_is_not_to_be_delivered_again(as_clerk, agency, letter, today_is_fixed):
    served = Event(act="serve", event_date=ISSUED, method="direct", received_by_applicant=ISSUED)
    act(letter.case_id, served, by=who(agency, CLERK), at=AT, today=TODAY)
    answer = as_clerk.get(f"/admin/cases/{letter.case_id}/letters/{letter.pk}/")
    assert (answer.context["may_send"], bool(answer.context["arrived"])) == (False, True)
    assert undelivered([agency], today=TODAY) == []


@pytest.mark.parametrize("changed", [{"sent_date": LATER}, {"postal_number": "1234567890123"}, {"note": "补写"}])
def test_a_delivery_that_was_changed_is_found(letter, changed):
    attempt = sent(letter)
    resulted(attempt, proof=Attached("回执.pdf", "pdf", b"%PDF-1.7"))
    assert list(verify_cases()) == []
    take_down_guards()
    Delivery.objects.update(**changed)
    assert [one.rule for one in verify_cases()] == ["CASE-DELIVERY-CHANGED"]


def test_a_result_that_was_changed_slipped_in_or_taken_away_and_a_proof_that_was_exchanged_are_found(letter):
    made = resulted(sent(letter), proof=Attached("回执.pdf", "pdf", b"%PDF-1.7"))
    take_down_guards()
    for changed in (
        {"day": ISSUED},
        {"day": LATER, "arrived": False, "reason": "退回"},
        {"arrived": True, "proof": None},
    ):
        DeliveryResult.objects.update(**changed)
        assert [one.rule for one in verify_cases()] == ["CASE-DELIVERY-CHANGED"]
    DeliveryResult.objects.update(proof=made.proof, reason="")
    assert list(verify_cases()) == []
    DeliveryResult.objects.create(delivery=made.delivery, arrived=True, day=LATER, at=AT)
    assert [one.rule for one in verify_cases()] == ["CASE-DELIVERY-CHANGED"]
    DeliveryResult.objects.all()._raw_delete("default")
    assert [one.rule for one in verify_cases()] == ["CASE-DELIVERY-CHANGED"]


def test_the_log_tells_of_a_delivery_without_its_postal_number_or_address(letter):
    resulted(sent(letter), arrived=False, reason="张三已搬走")
    told = str(list(LogEntry.objects.filter(act__in=["case_send", "case_deliver"]).values_list("facts", "reason")))
    assert "XA123456783CN" not in told
    assert "张三" not in told
