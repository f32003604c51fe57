"""Publishing, scheduling, withdrawing, correcting: what the act sets, and what the public meets."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from gongkai.pages.door import BasePage
from gongkai.publishing.door import InformationPage, NumberPattern, Publication, Refused, Withdrawal, sweep, withdraw
from gongkai.publishing.submissions import State, Submission
from tests.publishing.examples import AT, SHANGHAI, a_draft, a_public_page, a_section, approved, handed_in
from tests.yearend.examples import a_place

pytestmark = pytest.mark.django_db


def test_moment_and_day_are_the_acts_in_shanghai(draft, people):
    late_evening = datetime(2026, 3, 2, 23, 50, tzinfo=SHANGHAI)
    page = a_public_page(draft, people, at=late_evening)
    assert page.published_at == late_evening
    assert page.publication_date == date(2026, 3, 2)


def test_index_numbers_run_without_a_gap_per_agency_year_and_class(people, place):
    policies, notices = a_section(place), a_section(place, "notice")
    drafts = [a_draft(policies, by=people["clerk"], slug=slug) for slug in ("a", "b")]
    drafts.append(a_draft(notices, by=people["clerk"]))
    numbers = [a_public_page(draft, people).index_number for draft in drafts]
    assert numbers == ["pingchang/2026-C00001", "pingchang/2026-C00002", "pingchang/2026-E00001"]


def test_a_refused_publication_uses_no_number(people, place):
    section = a_section(place)
    first, second = (a_draft(section, by=people["clerk"], slug=slug) for slug in ("a", "b"))
    submission = approved(handed_in(first, people), people, rounds=2)
    first.title = "改过"
    first.save_revision(user=people["clerk"])
    assert submission.pk
    assert a_public_page(second, people).index_number.endswith("C00001")


def test_an_agency_sets_its_own_pattern_from_a_day_on(draft, people, place):
    NumberPattern.objects.create(agency=place.agency, pattern="6402{class}/{year}-{number:04d}", since=date(2026, 1, 1))
    assert a_public_page(draft, people).index_number == "6402C/2026-0001"


@pytest.mark.parametrize(
    "pattern",
    ["{year}-{number}", "{year}-{class}", "{year}{class}{number:099999999d}", "{class.__doc__}{year}{number}", "{year"],
)
def test_a_pattern_that_would_not_be_unique_or_safe_is_refused(pattern, place):
    with pytest.raises(ValidationError):
        NumberPattern(agency=place.agency, pattern=pattern, since=date(2026, 1, 1)).full_clean()


def test_a_scheduled_page_waits_for_its_hour_and_is_then_published_by_the_sweep(draft, people):
    draft.go_live_at = AT + timedelta(days=1)
    draft.save_revision(user=people["clerk"])
    submission = approved(handed_in(draft, people), people)
    assert submission.state == State.APPROVED
    assert sweep(AT + timedelta(hours=23))["published"] == 0
    due = AT + timedelta(days=1)
    assert sweep(due)["published"] == 1
    page = InformationPage.objects.get(pk=draft.pk)
    assert (page.live, page.published_at) == (True, due)
    assert sweep(due)["published"] == 0


def test_a_schedule_that_was_not_approved_publishes_nothing(draft, people):
    draft.go_live_at = AT
    draft.save_revision(user=people["clerk"])
    approved(handed_in(draft, people), people, rounds=2)
    assert sweep(AT + timedelta(days=1))["published"] == 0


def test_one_publication_that_must_wait_stops_no_other(people, place):
    section = a_section(place)
    pages = [a_draft(section, by=people["clerk"], slug=slug, go_live_at=AT + timedelta(hours=1)) for slug in ("a", "b")]
    for page in pages:
        approved(handed_in(page, people), people)
    latest = pages[0].get_latest_revision()
    latest.content["title"] = "改过"
    latest.save()
    assert sweep(AT + timedelta(hours=2))["published"] == 1
    assert not BasePage.objects.get(pk=pages[0].pk).live


def test_a_page_whose_time_is_over_goes_with_that_reason(draft, people, client):
    draft.expire_at = AT + timedelta(days=1)
    draft.save_revision(user=people["clerk"])
    page = a_public_page(draft, people)
    assert sweep(AT + timedelta(hours=1))["expired"] == 0
    assert sweep(AT + timedelta(days=1))["expired"] == 1
    withdrawal = Withdrawal.objects.get(page_id=page.pk)
    assert (withdrawal.kind, withdrawal.withdrawn_by) == ("expired", None)
    assert client.get(page.url).status_code == 410


def test_a_withdrawn_page_says_when_and_why_at_its_address(draft, people, client):
    page = a_public_page(draft, people)
    withdraw(page.pk, "附表数据有误，更正后重新公开。", by=people["head"], at=AT)
    answer = client.get(page.url)
    text = answer.content.decode()
    assert answer.status_code == 410
    assert "附表数据有误，更正后重新公开。" in text
    assert "2026年3月2日" in text
    assert "全文如下" not in text
    assert "noindex" in text


def test_lists_leave_a_withdrawn_page_out_and_the_emptied_section_is_gone(draft, people, place, client):
    page = a_public_page(draft, people)
    section = page.get_parent().specific
    assert page.title in client.get(section.url).content.decode()
    assert section.title in client.get(place.url).content.decode()
    withdraw(page.pk, "数据有误", by=people["leader"], at=AT)
    assert client.get(section.url).status_code == 404
    assert section.title not in client.get(place.url).content.decode()


@pytest.mark.parametrize("who", ["clerk", "first", "third"])
def test_only_the_head_or_a_leader_withdraws(draft, people, who):
    page = a_public_page(draft, people)
    with pytest.raises(Refused):
        withdraw(page.pk, "数据有误", by=people[who], at=AT)
    assert BasePage.objects.get(pk=page.pk).live


def test_a_withdrawal_needs_a_reason(draft, people):
    page = a_public_page(draft, people)
    with pytest.raises(Refused):
        withdraw(page.pk, "  ", by=people["head"], at=AT)


def test_a_withdrawal_voids_what_was_approved_and_not_public_yet(draft, people):
    page = a_public_page(draft, people)
    page.summary = "更正"
    page.save_revision(user=people["clerk"])
    submission = approved(handed_in(page, people, correction="更正"), people, rounds=2)
    withdraw(page.pk, "数据有误", by=people["head"], at=AT)
    assert Submission.objects.get(pk=submission.pk).state == State.CLOSED


def test_a_withdrawn_page_comes_back_by_three_new_reviews_with_a_new_date_and_its_old_number(draft, people):
    page = a_public_page(draft, people)
    withdraw(page.pk, "数据有误", by=people["head"], at=AT)
    later = AT + timedelta(days=10)
    again = a_public_page(InformationPage.objects.get(pk=page.pk), people, at=later)
    assert (again.index_number, again.publication_date) == (page.index_number, later.date())
    assert list(Publication.objects.filter(page_id=page.pk).values_list("kind", flat=True)) == ["first", "again"]


def test_a_draft_has_no_address(draft, client):
    assert client.get(f"/pingchang/{draft.pk}/").status_code == 404
    assert a_place("other").url
