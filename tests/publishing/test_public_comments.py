"""公开征求意见: the period, the opinions, and what became of them (PLAT-62, PLAT-73)."""

from datetime import date, timedelta

import pytest

from gongkai.agencies.door import LogEntry
from gongkai.publishing.door import (
    AdoptionPage,
    CommentPage,
    Opinion,
    OpinionVerdict,
    Refused,
    Stage,
    decide_opinion,
    outcome_of,
    receive,
    register_opinion,
    verify_opinions,
)
from gongkai.publishing.own_terms import OwnTerm
from gongkai.publishing.proof_rounds import settled
from gongkai.publishing.proofs import BOOK
from gongkai.publishing.public_comments import comment_findings
from tests.publishing.examples import AT, a_public_page, a_section, body, handed_in

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def section(place):
    return a_section(place, "notice")


def a_collection(section, people, **changes):
    facts = {
        "title": "关于征求《住房公积金提取管理办法（征求意见稿）》意见的公告",
        "slug": "collection",
        "summary": "征求社会各界意见。",
        "body": body("征求意见稿全文和起草说明如下。"),
        "issue_date": date(2026, 2, 26),
        "from_date": date(2026, 3, 2),
        "until_date": date(2026, 3, 10),
        "live": False,
    }
    page = section.add_child(instance=CommentPage(**{**facts, **changes}))
    page.save_revision(user=people["clerk"])
    return page


def an_answer(section, collection, people):
    facts = {
        "title": "《住房公积金提取管理办法（征求意见稿）》意见采纳情况",
        "slug": "answer",
        "summary": "意见采纳情况。",
        "body": body("已逐条研究。"),
        "issue_date": AT.date(),
        "reports_on": collection,
        "live": False,
    }
    page = section.add_child(instance=AdoptionPage(**facts))
    page.save_revision(user=people["clerk"])
    return page


def rules(refusal):
    return [finding.rule for finding in refusal.value.findings]


def test_seven_working_days_are_enough_and_six_need_a_reason(section, people):
    page = a_collection(section, people, until_date=date(2026, 3, 9))
    with pytest.raises(Refused) as refusal:
        handed_in(page, people)
    assert rules(refusal) == ["COMMENT-SHORT"]
    assert refusal.value.findings[0].facts["until"] == "2026-03-10"
    page.short_reason = "汛期临近，情况紧急。"
    page.save_revision(user=people["clerk"])
    assert handed_in(page, people).round_due == 1


def test_a_period_of_more_than_a_year_is_looked_at_again(section, people):
    page = a_collection(section, people, until_date=date(2099, 12, 31))
    (doubt,) = [one for one in settled(page, page.get_latest_revision_as_object()).open if one.rule == "COMMENT-LONG"]
    assert "2099年12月31日" in BOOK.tell(doubt)["message"]
    assert not list(a_collection(section, people, slug="other", until_date=date(2026, 5, 1)).doubts())


def test_plat_f_2_a_major_decision_is_open_for_thirty_days(section, people):
    page = a_collection(section, people, kind="public_comment_major", until_date=date(2026, 3, 20))
    with pytest.raises(Refused) as refusal:
        handed_in(page, people)
    assert rules(refusal) == ["COMMENT-SHORT"]
    page.until_date = date(2026, 3, 31)
    page.save_revision(user=people["clerk"])
    assert handed_in(page, people).round_due == 1


def test_a_period_counts_from_the_day_the_draft_can_be_read(section, people):
    page = a_collection(section, people)
    with pytest.raises(Refused) as refusal:
        handed_in(page, people, at=AT + DAY)
    assert rules(refusal) == ["COMMENT-SHORT"]
    with pytest.raises(Refused) as refusal:
        handed_in(page, people, at=AT + 9 * DAY)
    assert rules(refusal) == ["COMMENT-OVER"]


def test_it_closes_by_itself_after_its_last_day(section, people):
    page = a_public_page(a_collection(section, people), people)
    assert page.stage_on(date(2026, 3, 1)) is Stage.COMING
    assert page.stage_on(date(2026, 3, 10)) is Stage.OPEN
    assert page.stage_on(date(2026, 3, 11)) is Stage.CLOSED
    with pytest.raises(Refused) as refusal:
        receive(Opinion(text="建议放宽。"), page, submission_hash="b", at=AT + 9 * DAY)
    assert rules(refusal) == ["OPINION-CLOSED"]


def test_what_people_write_is_kept_encrypted_and_once(section, people):
    page = a_public_page(a_collection(section, people), people)
    one = receive(Opinion(text="建议放宽租房提取。", name="李女士"), page, submission_hash="a", at=AT)
    assert receive(Opinion(text="建议放宽租房提取。"), page, submission_hash="a", at=AT) == one
    stored = Opinion.objects.values_list("submission_hash", "number").get()
    assert stored == ("a", "YJ2026-0001")
    assert "李女士" not in str(raw_row())
    assert Opinion.objects.get().name == "李女士"
    assert "李女士" not in str(list(LogEntry.objects.values_list()))


def raw_row():
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT text, name FROM publishing_opinion")
        return cursor.fetchall()


def test_a_letter_is_registered_with_the_day_it_came(section, people):
    page = a_public_page(a_collection(section, people), people)
    letter = Opinion(text="同意。", way="post", received_date=date(2026, 3, 2))
    assert register_opinion(letter, page, by=people["clerk"], at=AT).received_by == people["clerk"]
    for wrong, by, rule in (
        (date(2026, 2, 1), "clerk", "OPINION-DAY"),
        (date(2026, 3, 3), "clerk", "OPINION-DAY"),
        (date(2026, 3, 2), "third", "OPINION-ROLE"),
    ):
        with pytest.raises(Refused) as refusal:
            register_opinion(Opinion(text="同意。", way="post", received_date=wrong), page, by=people[by], at=AT)
        assert rules(refusal) == [rule]


def test_what_was_adopted_is_told_after_every_opinion_was_weighed_and_linked_both_ways(section, people, client):
    page = a_public_page(a_collection(section, people), people)
    one = receive(Opinion(text="建议放宽。"), page, submission_hash="a", at=AT)
    answer = an_answer(section, page, people)
    with pytest.raises(Refused) as refusal:
        handed_in(answer, people)
    assert rules(refusal) == ["ADOPTION-EARLY"]
    later = AT + 10 * DAY
    assert [finding.rule for _, finding in comment_findings(page.agency, later.date())] == ["COMMENT-FEEDBACK"]
    assert [finding.rule for _, finding in comment_findings(page.agency, date(2026, 4, 1))] == ["COMMENT-FEEDBACK-LATE"]
    with pytest.raises(Refused) as refusal:
        handed_in(answer, people, at=later)
    assert rules(refusal) == ["ADOPTION-UNDECIDED"]
    with pytest.raises(Refused) as refusal:
        decide_opinion(one, "not", " ", by=people["clerk"], at=later)
    assert rules(refusal) == ["OPINION-REASON"]
    decide_opinion(one, "not", "上位法已有规定。", by=people["clerk"], at=later)
    decide_opinion(one, "adopted", "", by=people["clerk"], at=later)
    assert outcome_of(page) == {"total": 1, "rows": [("采纳", 1)]}
    answer = a_public_page(answer, people, at=later)
    assert page.stage_on(later.date()) is Stage.ANSWERED
    assert list(comment_findings(page.agency, date(2026, 4, 1))) == []
    assert answer.get_url() in client.get(page.get_url()).content.decode()
    told = client.get(answer.get_url()).content.decode()
    assert page.get_url() in told
    assert "共收到意见 1 条：采纳 1 条" in told


def test_the_office_sees_a_contact_only_on_record(section, people, client):
    page = a_public_page(a_collection(section, people), people)
    one = receive(Opinion(text="建议放宽。", contact="li@example.org"), page, submission_hash="a", at=AT)
    client.force_login(people["third"])
    assert client.get(f"/admin/opinions/{page.pk}/").status_code in (302, 403)
    client.force_login(people["clerk"])
    assert "建议放宽" in client.get(f"/admin/opinions/{page.pk}/").content.decode()
    address = f"/admin/opinions/one/{one.pk}/"
    assert "li@example.org" not in client.get(address).content.decode()
    assert "li@example.org" in client.post(address, {"contact": "1"}).content.decode()
    assert LogEntry.objects.filter(act="see_opinion_contact").count() == 1
    assert client.post(address, {"outcome": "not"}).status_code == 409
    assert client.post(address, {"outcome": "adopted"}).status_code == 302
    given = {"way": "mail", "received_date": "2026-03-02", "text": "同意。"}
    assert client.post(f"/admin/opinions/{page.pk}/", given).status_code == 302
    assert client.post(f"/admin/opinions/{page.pk}/", given | {"text": ""}).status_code == 409


def test_an_agency_gives_itself_its_own_days_to_tell_what_was_adopted(section, people):
    page = a_public_page(a_collection(section, people), people)
    assert page.feedback_due_date == date(2026, 3, 31)
    OwnTerm.objects.create(
        agency=page.agency, limit="comment_feedback", since=date(2026, 3, 10), amount=20, unit="workday", basis="办法"
    )
    assert page.feedback_due_date == date(2026, 4, 8)  # 4 to 6 April are rest days
    OwnTerm.objects.update(since=date(2026, 3, 11))
    assert page.feedback_due_date == date(2026, 3, 31), "what was over before keeps its day"


def test_verify_finds_an_opinion_that_was_changed_slipped_in_or_taken_away(section, people):
    page = a_public_page(a_collection(section, people), people)
    one, other = (receive(Opinion(text="建议放宽。"), page, submission_hash=key, at=AT) for key in "ab")
    for outcome, moment in (("adopted", AT + DAY), ("partly", AT)):  # who began first may be the second to be through
        decide_opinion(one, outcome, "部分可行。", by=people["clerk"], at=moment)
    assert list(verify_opinions()) == []
    changed = Opinion.objects.get(pk=one.pk)
    changed.text = "没有意见。"
    changed.save()
    assert [(found.rule, found.where) for found in verify_opinions()] == [("OPINION-CHANGED", "YJ2026-0001")]
    changed.text = "建议放宽。"
    changed.save()
    slipped = Opinion(text="同意。", collection=page, agency=page.agency, number="YJ2026-0009", submission_hash="c")
    slipped.received_date, slipped.received_at = AT.date(), AT
    slipped.save()
    other.delete()
    found = sorted((one.rule, one.where) for one in verify_opinions())
    assert found == [("OPINION-GONE", "YJ2026-0002"), ("OPINION-SLIPPED-IN", "YJ2026-0009")]
    OpinionVerdict.objects.create(
        opinion=one, outcome="not", reason="不采纳。", decided_at=AT, decided_by=people["clerk"]
    )
    assert ("OPINION-VERDICT-CHANGED", "YJ2026-0001") in [(one.rule, one.where) for one in verify_opinions()]
