"""Three reviews (三审): three people, none an author, about exactly one content (Reg. art. 17, REQ-11, PLAT-85)."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from wagtail.actions.copy_page import CopyPageAction
from wagtail.models import Revision

from gongkai.agencies.door import Deputyship, Role, entries_about
from gongkai.pages.door import BasePage, content_hash
from gongkai.publishing.acts import subject
from gongkai.publishing.authors import authors_of_page
from gongkai.publishing.door import Decision, InformationPage, Refused, Review, Submission, decide, decide_many, recall
from gongkai.publishing.submissions import State
from tests.publishing.examples import (
    AT,
    CLEARED,
    a_draft,
    a_person,
    a_public_page,
    a_section,
    approval,
    approved,
    handed_in,
)

pytestmark = pytest.mark.django_db


def rules_of(refusal):
    return [finding.rule for finding in refusal.value.findings]


def yes(submission, **acts):
    return Decision(approve=True, seen_hash=submission.content_hash, **acts)


def test_after_three_approvals_by_three_people_it_is_public(draft, people):
    submission = approved(handed_in(draft, people), people)
    page = InformationPage.objects.get(pk=draft.pk)
    assert (page.live, submission.state, page.clearance_cycle) == (True, State.PUBLISHED, submission.pk)
    assert page.cleared_hash == content_hash(page) == submission.content_hash


@pytest.mark.parametrize("rounds", [0, 1, 2])
def test_before_the_third_it_is_not(draft, people, rounds):
    submission = approved(handed_in(draft, people), people, rounds=rounds)
    assert not BasePage.objects.get(pk=draft.pk).live
    assert submission.round_due == rounds + 1


def test_only_a_clerk_of_the_agency_hands_in(draft, people):
    with pytest.raises(Refused) as refusal:
        handed_in(draft, {"clerk": people["leader"]})
    assert rules_of(refusal) == ["SUBMIT-ROLE"]


def test_a_round_cannot_be_skipped(draft, people):
    submission = handed_in(draft, people)
    with pytest.raises(Refused) as refusal:
        approval(submission, 2, people)
    assert rules_of(refusal) == ["REVIEW-NOT-DUE"]


def test_a_reviewer_of_another_round_or_agency_is_refused(draft, people):
    submission = handed_in(draft, people)
    with pytest.raises(Refused) as refusal:
        decide(submission.pk, 1, yes(submission, **CLEARED), by=people["second"], at=AT)
    assert rules_of(refusal) == ["REVIEW-ROLE"]


def test_who_wrote_it_does_not_review_it_whatever_his_roles(draft, people, place):
    a_person(people["clerk"].username, place.agency, Role.FIRST_REVIEWER)
    submission = handed_in(draft, people)
    with pytest.raises(Refused) as refusal:
        decide(submission.pk, 1, yes(submission, **CLEARED), by=people["clerk"], at=AT)
    assert rules_of(refusal) == ["REVIEW-AUTHOR"]


def test_who_saved_an_earlier_version_of_it_is_an_author_too(draft, people):
    draft.summary = "一审人员自己改过的概述。"
    draft.save_revision(user=people["first"])
    draft.save_revision(user=people["clerk"])
    submission = handed_in(draft, people)
    with pytest.raises(Refused) as refusal:
        approval(submission, 1, people)
    assert rules_of(refusal) == ["REVIEW-AUTHOR"]


def test_nobody_reviews_twice(draft, people, place):
    a_person(people["first"].username, place.agency, Role.SECOND_REVIEWER)
    submission = approved(handed_in(draft, people), people, rounds=1)
    with pytest.raises(Refused) as refusal:
        decide(submission.pk, 2, yes(submission), by=people["first"], at=AT)
    assert rules_of(refusal) == ["REVIEW-SAME-PERSON"]


def test_a_deputy_reviews_on_record(draft, people, place):
    deputy = a_person("deputy")
    hand_over(place, people["second"], deputy)
    submission = approved(handed_in(draft, people), people, rounds=1)
    review = decide(submission.pk, 2, yes(submission), by=deputy, at=AT)
    assert (review.person, review.on_behalf_of) == (deputy, people["second"])


def test_a_deputy_of_the_author_wears_the_authors_hat(draft, people, place):
    a_person(people["clerk"].username, place.agency, Role.FIRST_REVIEWER)
    deputy = a_person("deputy")
    hand_over(place, people["clerk"], deputy)
    submission = handed_in(draft, people)
    with pytest.raises(Refused) as refusal:
        decide(submission.pk, 1, yes(submission, **CLEARED), by=deputy, at=AT)
    assert rules_of(refusal) == ["REVIEW-AUTHOR"]


def hand_over(place, absent, deputy):
    day = AT.date()
    Deputyship.objects.create(
        agency=place.agency, absent=absent, deputy=deputy, since=day, until=day, reason="出差", recorded_by=absent
    )


@pytest.mark.parametrize("missing", CLEARED)
def test_the_first_round_clears_secrecy_sensitivity_and_personal_data_each_for_itself(draft, people, missing):
    submission = handed_in(draft, people)
    acts = {name: name != missing for name in CLEARED}
    with pytest.raises(Refused) as refusal:
        decide(submission.pk, 1, yes(submission, **acts), by=people["first"], at=AT)
    assert rules_of(refusal) == ["REVIEW-ACTS"]


def test_the_database_refuses_a_first_round_without_them_too(draft, people):
    submission = handed_in(draft, people)
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.create(
            submission=submission,
            round=1,
            verdict="approve",
            content_hash=submission.content_hash,
            role=Role.FIRST_REVIEWER,
            person=people["first"],
            decided_at=AT,
        )


def test_a_return_says_why_and_ends_the_cycle(draft, people):
    submission = handed_in(draft, people)
    no = Decision(approve=False, seen_hash=submission.content_hash)
    with pytest.raises(Refused) as refusal:
        decide(submission.pk, 1, no, by=people["first"], at=AT)
    assert rules_of(refusal) == ["REVIEW-REASON"]
    because = Decision(approve=False, seen_hash=submission.content_hash, reason="第二段的日期不对")
    decide(submission.pk, 1, because, by=people["first"], at=AT)
    assert Submission.objects.get(pk=submission.pk).state == State.RETURNED
    assert handed_in(draft, people).round_due == 1


def test_review_passed_at_one_version_and_edited_to_the_next_is_void(draft, people):
    submission = approved(handed_in(draft, people), people, rounds=2)
    draft.title = "改过的标题"
    draft.save_revision(user=people["clerk"])
    assert Submission.objects.get(pk=submission.pk).state == State.CLOSED
    with pytest.raises(Refused) as refusal:
        approval(submission, 3, people)
    assert rules_of(refusal) == ["REVIEW-NOT-DUE"]
    assert not BasePage.objects.get(pk=draft.pk).live


def test_after_an_edit_the_next_cycle_starts_at_round_one(draft, people):
    approved(handed_in(draft, people), people, rounds=2)
    draft.title = "改过的标题"
    draft.save_revision(user=people["clerk"])
    again = handed_in(draft, people)
    with pytest.raises(Refused):
        approval(again, 3, people)
    approved(again, people)
    assert InformationPage.objects.get(pk=draft.pk).title == "改过的标题"


def test_saving_without_a_change_voids_nothing(draft, people):
    submission = approved(handed_in(draft, people), people, rounds=2)
    draft.save_revision(user=people["clerk"])
    approval(submission, 3, people)
    assert BasePage.objects.get(pk=draft.pk).live


def test_a_version_slipped_in_past_the_editor_is_seen_at_the_next_decision(draft, people):
    submission = approved(handed_in(draft, people), people, rounds=2)
    revision = draft.get_latest_revision()
    revision.content["title"] = "改过的标题"
    revision.save()
    with pytest.raises(Refused) as refusal:
        approval(submission, 3, people)
    assert rules_of(refusal) == ["REVIEW-STALE"]
    assert Submission.objects.get(pk=submission.pk).state == State.CLOSED


def test_a_reviewer_approves_only_what_he_saw(draft, people):
    submission = handed_in(draft, people)
    with pytest.raises(Refused) as refusal:
        decide(submission.pk, 1, Decision(approve=True, seen_hash="0" * 64, **CLEARED), by=people["first"], at=AT)
    assert rules_of(refusal) == ["REVIEW-STALE"]


def test_bulk_approval_writes_one_record_for_each_item(people, place):
    section = a_section(place)
    drafts = [a_draft(section, by=people["clerk"], slug=f"item-{number}") for number in range(5)]
    submissions = [handed_in(draft, people) for draft in drafts]
    decisions = {submission.pk: yes(submission, **CLEARED) for submission in submissions}
    results = decide_many(decisions, by=people["first"], at=AT)
    assert Review.objects.filter(round=1).count() == len(results) == 5


def test_in_bulk_one_refusal_stops_no_other(people, place):
    section = a_section(place)
    submissions = [handed_in(a_draft(section, by=people["clerk"], slug=slug), people) for slug in ("a", "b")]
    decisions = {submissions[0].pk: yes(submissions[0]), submissions[1].pk: yes(submissions[1], **CLEARED)}
    results = decide_many(decisions, by=people["first"], at=AT)
    assert isinstance(results[submissions[0].pk], Refused)
    assert isinstance(results[submissions[1].pk], Review)


def test_what_is_handed_in_can_be_taken_back_until_it_is_public(draft, people):
    submission = handed_in(draft, people)
    recall(submission.pk, by=people["clerk"], at=AT)
    assert Submission.objects.get(pk=submission.pk).state == State.CLOSED
    a_public_page(draft, people)
    with pytest.raises(Refused):
        recall(Submission.objects.last().pk, by=people["clerk"], at=AT)


def test_nothing_is_handed_in_twice(draft, people):
    handed_in(draft, people)
    with pytest.raises(Refused) as refusal:
        handed_in(draft, people)
    assert rules_of(refusal) == ["SUBMIT-OPEN"]


def test_an_incomplete_draft_is_not_handed_in_and_says_what_is_missing(people, place):
    page = a_section(place).add_child(
        instance=InformationPage(title="草稿", slug="draft", live=False, issue_date=AT.date())
    )
    page.save_revision(user=people["clerk"], clean=False)
    with pytest.raises(Refused) as refusal:
        handed_in(page, people)
    assert {finding.where for finding in refusal.value.findings} >= {"summary", "body"}


def test_a_public_page_is_updated_with_a_word_on_what_was_corrected(draft, people, client):
    page = a_public_page(draft, people)
    page.summary = "自2026年5月1日起调整。"
    page.save_revision(user=people["clerk"])
    with pytest.raises(Refused) as refusal:
        handed_in(page, people)
    assert rules_of(refusal) == ["SUBMIT-CORRECTION"]
    later = AT + timedelta(days=3)
    page = a_public_page(page, people, at=later, correction="施行日期误写为4月1日，现更正为5月1日。")
    assert page.summary == "自2026年5月1日起调整。"
    assert page.publication_date == AT.date()
    assert "施行日期误写为4月1日" in client.get(page.url).content.decode()


def test_the_same_content_is_not_handed_in_again(draft, people):
    page = a_public_page(draft, people)
    with pytest.raises(Refused) as refusal:
        handed_in(page, people, correction="没有改动")
    assert rules_of(refusal) == ["SUBMIT-UNCHANGED"]


def test_who_corrects_is_an_author_and_who_wrote_the_public_version_is_none_of_this_cycle(draft, people, place):
    page = a_public_page(draft, people)
    other = a_person("other-clerk", place.agency, Role.CLERK)
    page.summary = "更正后的概述。"
    page.save_revision(user=other)
    submission = handed_in(page, {"clerk": other}, correction="概述有误")
    assert submission.author_ids() == {other.pk}


def test_who_wrote_a_version_that_somebody_else_restores_is_an_author_again(draft, people, place):
    page = a_public_page(draft, people)
    writer, other = (a_person(name, place.agency, Role.CLERK) for name in ("writer", "other-clerk"))
    page.summary = "没有公开过的概述。"
    unseen = page.save_revision(user=writer)
    page.summary = "另一个概述。"
    page.save_revision(user=people["clerk"])
    page = a_public_page(page, people, at=AT + timedelta(days=3), correction="概述有误")
    restored = Revision.objects.get(pk=unseen.pk).as_object()  # read anew, as the editor does
    restored.save_revision(user=other, previous_revision=unseen, log_action=True)
    assert authors_of_page(page) == {writer.pk, other.pk}
    submission = handed_in(restored, {"clerk": other}, correction="改回")
    assert submission.author_ids() == {writer.pk, other.pk}


def test_what_was_public_is_restored_without_its_writers(draft, people, place):
    page = a_public_page(draft, people)
    public = page.get_latest_revision()
    page.summary = "另一个概述。"
    page.save_revision(user=people["clerk"])
    page = a_public_page(page, people, at=AT + timedelta(days=3), correction="概述有误")
    other = a_person("other-clerk", place.agency, Role.CLERK)
    public.as_object().save_revision(user=other, previous_revision=public, log_action=True)
    assert authors_of_page(page) == {other.pk}


def test_who_wrote_a_draft_is_an_author_of_its_copy(draft, people, place):
    other = a_person("other-clerk", place.agency, Role.CLERK)
    copied = CopyPageAction(draft, update_attrs={"slug": "copied", "title": "又一件通知"}, user=other)
    assert authors_of_page(copied.execute(skip_permission_checks=True)) == {people["clerk"].pk, other.pk}


def test_a_draft_that_was_handed_in_stays_and_the_reason_is_said(draft, people, place, client):
    administrator = a_person("administrator", place.agency, Role.ADMINISTRATOR, Role.CLERK)
    client.force_login(administrator)
    other = a_draft(draft.get_parent().specific, by=people["clerk"], slug="never-handed-in")
    handed_in(draft, people)
    for send in (client.get, client.post):
        answer = send(f"/admin/pages/{draft.pk}/delete/", follow=True)
        assert "要留存，不能删除" in answer.content.decode()
    with pytest.raises(PermissionDenied, match="要留存"):
        draft.delete()
    assert client.post(f"/admin/pages/{other.pk}/delete/").status_code == 302
    assert list(BasePage.objects.filter(pk__in=[draft.pk, other.pk])) == [BasePage.objects.get(pk=draft.pk)]


def test_each_act_stands_on_the_log(draft, people):
    approved(handed_in(draft, people), people)
    acts = [entry.act for entry in entries_about(subject(draft))]
    assert acts == ["proofread", "proofread", "proofread", "submit", "approve", "approve", "approve", "publish"]
