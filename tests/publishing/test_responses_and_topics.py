"""Clarifications (REQ-05), reprints, special topics, pins and banners: reviewed like everything, each with its time."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from gongkai.agencies.door import Agency
from gongkai.pages.door import AgencyPage, NotCleared
from gongkai.publishing.door import (
    ClarificationPage,
    FloatingBannerPage,
    Genre,
    Origin,
    Refused,
    ResponsesPage,
    TopicPage,
    TopicsPage,
    pin,
    pinned_below,
    watched,
)
from gongkai.publishing.on_home import public_on
from gongkai.publishing.queue import waiting_for
from tests.publishing.examples import AT, SHANGHAI, a_document, a_draft, a_public_page, a_section, body, handed_in

pytestmark = pytest.mark.django_db

FOUND = datetime(2026, 3, 1, 9, 0, tzinfo=SHANGHAI)
TODAY = AT.date()


def a_page(parent, people, model, **facts):
    page = parent.add_child(instance=model(**{"live": False, **facts}))
    page.save_revision(user=people["clerk"])
    return page


def a_clarification(place, people, **changes):
    facts = {
        "title": "关于“公积金账户将被清零”的说明",
        "slug": "not-zeroed",
        "summary": "账户余额归职工个人所有，不会清零。",
        "body": body("账户余额归职工个人所有。"),
        "issue_date": date(2026, 3, 1),
        "rumour": "网传7月起长期不用的账户将被清零。",
        "rumour_place": "短视频平台",
        "found_at": FOUND,
    }
    return a_page(ResponsesPage.open_below(place), people, ClarificationPage, **{**facts, **changes})


def a_topic(place, people, **changes):
    facts = {"title": "缴存基数调整", "slug": "base", "introduction": "<p>说明。</p>", "first_date": date(2026, 2, 1)}
    return a_page(TopicsPage.open_below(place), people, TopicPage, **{**facts, **changes})


def a_banner(place, people, **changes):
    facts = {
        "title": "系统停机",
        "slug": "stop",
        "text": "3月3日18时至24时暂停办理。",
        "target": "/pingchang/",
        "target_name": "查看办理安排",
        "first_date": TODAY,
        "last_date": TODAY + timedelta(2),
    }
    return a_page(place, people, FloatingBannerPage, **{**facts, **changes})


def rules_of(agency, on):
    return [one.finding.rule for one in watched(agency, on) if one.finding.rule.startswith("RESPONSE")]


def refused(act):
    with pytest.raises(Refused) as refusal:
        act()
    return [finding.rule for finding in refusal.value.findings]


# -- clarifications --------------------------------------------------------------------------------


def test_a_clarification_goes_the_way_of_every_review_and_stands_in_its_list(place, people, client):
    page = a_clarification(place, people)
    with pytest.raises(NotCleared):
        page.get_latest_revision().publish()
    assert client.get("/pingchang/responses/").status_code == 404
    page = a_public_page(page, people)
    assert page.genre == Genre.CLARIFICATION
    assert page.title in client.get("/pingchang/responses/").content.decode()
    shown = client.get(f"/pingchang/{page.pk}/").content.decode()
    assert shown.index("网传7月起") < shown.index("账户余额归职工个人所有。</p>")


@pytest.mark.parametrize(
    ("urgency", "due"),
    [("ordinary", FOUND + timedelta(hours=48)), ("major", FOUND + timedelta(hours=5))],
)
def test_the_public_is_told_within_hours_of_finding_out(place, people, urgency, due):
    assert a_clarification(place, people, urgency=urgency).due_at == due


def test_one_that_is_not_public_is_watched_and_then_late_and_then_done(place, people):
    page = a_clarification(place, people)
    assert rules_of(place.agency, date(2026, 3, 3)) == ["RESPONSE-DUE"]
    assert rules_of(place.agency, date(2026, 3, 4)) == ["RESPONSE-LATE"]
    a_public_page(page, people)
    assert rules_of(place.agency, date(2026, 3, 4)) == []


def test_reviewers_find_it_before_what_was_handed_in_earlier(place, people, client):
    earlier = handed_in(a_draft(a_section(place), by=people["clerk"]), people)
    urgent = handed_in(a_clarification(place, people), people, at=AT + timedelta(hours=1))
    assert waiting_for(people["first"], AT + timedelta(hours=2)) == [urgent, earlier]


def test_what_was_found_in_the_future_was_not_found(place, people):
    page = a_clarification(place, people)
    page.found_at = timezone.now() + timedelta(hours=2)
    with pytest.raises(ValidationError, match="不能晚于现在"):
        page.full_clean()


# -- reprints --------------------------------------------------------------------------------------


def test_a_reprint_keeps_its_maker_and_its_source(draft):
    draft.genre = Genre.REPRINT
    assert set(draft.problems(statutory=False)) == {"origin", "responsible_organ", "source"}
    draft.origin, draft.responsible_organ = Origin.OBTAINED_FROM_ORGAN, "住房和城乡建设部"
    draft.source = "住房和城乡建设部网站"
    assert draft.problems(statutory=False) == {}


def test_a_reprinted_document_is_none_of_ours_and_so_never_counts_in_table_two(place, people):
    document = a_document(a_section(place), by=people["clerk"])
    document.genre, document.source = Genre.REPRINT, "住房和城乡建设部网站"
    document.origin, document.responsible_organ = Origin.OBTAINED_FROM_ORGAN, "住房和城乡建设部"
    assert set(document.problems(statutory=False)) == {"is_ours"}
    document.is_ours = False
    assert document.problems(statutory=False) == {}


# -- topics ----------------------------------------------------------------------------------------


def test_a_topic_has_its_own_address_and_collects_by_subject_and_keyword(place, people, client):
    section = a_section(place)
    changes = {"title": "基数上限", "slug": "a", "keywords": "上限；缴存基数"}
    by_keyword = a_public_page(a_draft(section, by=people["clerk"], **changes), people)
    changes = {"title": "基数下限", "slug": "b", "subject": "缴存基数"}
    by_subject = a_public_page(a_draft(section, by=people["clerk"], **changes), people)
    changes = {"title": "别的", "slug": "c", "keywords": "缴存基数上限"}
    other = a_public_page(a_draft(section, by=people["clerk"], **changes), people)
    topic = a_public_page(a_topic(place, people, collects="缴存基数"), people)
    shown = client.get("/pingchang/topics/base/").content.decode()
    assert by_keyword.title in shown
    assert by_subject.title in shown
    assert other not in topic.collected()
    assert "已归档" not in shown


def test_after_its_end_it_is_marked_as_archived_and_still_readable(place, people, client):
    a_public_page(a_topic(place, people, last_date=date(2026, 3, 31)), people)
    assert "已归档" in client.get("/pingchang/topics/base/").content.decode()
    assert "已归档" in client.get("/pingchang/topics/").content.decode()
    assert not TopicPage.objects.get().is_over(date(2026, 3, 31))


def test_a_topic_is_reviewed_and_ends_after_it_begins(place, people, client):
    topic = a_topic(place, people)
    assert client.get("/pingchang/topics/base/").status_code == 404
    with pytest.raises(IntegrityError), transaction.atomic():
        TopicPage.objects.filter(pk=topic.pk).update(last_date=date(2026, 1, 1))


# -- pins ------------------------------------------------------------------------------------------


def test_a_pinned_item_stands_first_until_its_day(place, people, client):
    section = a_section(place)
    page = a_public_page(a_draft(section, by=people["clerk"]), people)
    later = timezone.localdate() + timedelta(3)
    pin(page.pk, later, "调整期间便于查找。", by=people["head"], at=AT)
    assert list(pinned_below(section, later)) == [page]
    assert list(pinned_below(section, later + timedelta(1))) == []
    text = client.get("/pingchang/section-policy/").content.decode()
    assert "置顶" in text
    assert text.count(f">{page.title}</a>") == 1, "once, at the head"
    pin(page.pk, None, "调整已经结束。", by=people["head"], at=AT)
    assert list(pinned_below(section, later)) == []
    assert "置顶" not in client.get("/pingchang/section-policy/").content.decode()


def test_only_what_is_public_is_pinned_to_a_coming_day_by_who_may_with_a_reason(draft, people):
    wrong = refused(lambda: pin(draft.pk, date(2026, 3, 1), " ", by=people["head"], at=AT))
    assert wrong == ["PIN-NOT-PUBLIC", "PIN-OVER", "PIN-REASON"]
    page = a_public_page(draft, people)
    assert refused(lambda: pin(page.pk, TODAY, "理由", by=people["clerk"], at=AT)) == ["PIN-ROLE"]
    assert refused(lambda: pin(page.pk, None, "理由", by=people["head"], at=AT)) == ["PIN-NONE"]


def test_it_is_pinned_on_a_page_of_the_back_office(draft, people, client):
    page = a_public_page(draft, people)
    client.force_login(people["head"])
    address = reverse("publishing_pin", args=[page.pk])
    assert client.post(address, {"reason": "便于查找"}).status_code == 409
    day = timezone.localdate() + timedelta(1)
    assert client.post(address, {"reason": "便于查找", "last_date": day.isoformat()}).status_code == 302
    assert page.pins.get().last_date == day


# -- banners ---------------------------------------------------------------------------------------


def test_a_banner_is_reviewed_shown_on_its_days_and_closed_without_scripts(place, people, client):
    today = timezone.localdate()
    days = {"first_date": today, "last_date": today + timedelta(2)}
    banner = a_banner(place, people, **days)
    assert not public_on(place, today)
    a_public_page(banner, people)
    assert [public_on(place, today + timedelta(n)).count() for n in (-1, 0, 2, 3)] == [0, 1, 1, 0]
    shown = client.get("/pingchang/").content.decode()
    assert '<details open class="banner">' in shown
    assert "<script" not in shown


@pytest.mark.parametrize("target", ["javascript:alert(1)", "http://example.com", "//example.com", "别处"])
def test_a_banner_leads_to_this_site_or_by_https(place, people, target):
    banner = a_banner(place, people)
    banner.target = target
    with pytest.raises(ValidationError, match="https"):
        banner.full_clean()


def test_a_banner_whose_days_are_over_is_not_handed_in(place, people):
    banner = a_banner(place, people, first_date=date(2026, 2, 1), last_date=date(2026, 2, 2))
    assert refused(lambda: handed_in(banner, people)) == ["BANNER-OVER"]


def test_looking_at_an_agency_without_a_place_gives_it_none(db):
    agency = Agency.objects.create(slug="far", name="远方市住房公积金管理中心", short_name="远方中心", city="远方")
    assert list(watched(agency, TODAY)) == []
    assert not AgencyPage.objects.filter(agency=agency).exists()
