"""Nothing is published around the review: each way is tried here, and refused."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.delete_page import DeletePageAction
from wagtail.actions.move_page import MovePageAction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.actions.unpublish_page import UnpublishPageAction

from gongkai.agencies.door import Person
from gongkai.pages.door import BasePage, NotCleared, NotWithdrawn, clear_review, content_hash
from gongkai.publishing.door import InformationPage, Publication, Submission, withdraw
from tests.publishing.examples import AT, a_draft, a_public_page, a_section, approved, handed_in, information
from tests.yearend.examples import a_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def superuser():
    return Person.objects.create_superuser("root")


@pytest.fixture
def public(draft, people):
    return a_public_page(draft, people)


def is_live(page):
    return BasePage.objects.get(pk=page.pk).live


def test_publishing_the_version_is_refused(draft):
    with pytest.raises(NotCleared):
        draft.get_latest_revision().publish()


def test_the_action_is_refused_a_superuser_even_where_it_skips_permissions(draft, superuser):
    with pytest.raises(PermissionDenied):
        PublishPageRevisionAction(draft.get_latest_revision(), user=superuser).execute()
    with pytest.raises(NotCleared):
        PublishPageRevisionAction(draft.get_latest_revision(), user=superuser).execute(skip_permission_checks=True)


def test_saving_it_live_is_refused_from_its_own_row_and_the_base_row(draft):
    for page in (draft, BasePage.objects.get(pk=draft.pk)):
        page.live = True
        with pytest.raises(NotCleared):
            page.save()


@pytest.mark.parametrize("rows", [BasePage.objects, InformationPage.objects], ids=["base", "own"])
def test_the_database_refuses_a_row_set_live(draft, rows):
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.filter(pk=draft.pk).update(live=True)


def test_adding_it_live_is_refused(place):
    with pytest.raises(NotCleared):
        a_section(place).add_child(instance=information(live=True))


def test_a_live_copy_is_refused_and_a_copy_brings_no_clearance_date_or_number(public, place):
    other = a_section(place, "notice")
    with pytest.raises((NotCleared, IntegrityError)), transaction.atomic():
        CopyPageAction(public, to=other, keep_live=True).execute()
    copy = CopyPageAction(public, to=other, keep_live=False).execute()
    assert (copy.cleared_hash, copy.index_number, copy.publication_date, copy.published_at) == ("", "", None, None)


def test_wagtails_own_schedule_publishes_nothing(draft, people):
    draft.go_live_at = timezone.now() - timedelta(hours=1)
    revision = draft.save_revision(user=people["clerk"])
    type(revision).objects.filter(pk=revision.pk).update(approved_go_live_at=draft.go_live_at)
    with pytest.raises(NotCleared):
        call_command("publish_scheduled")
    assert not is_live(draft)


def test_a_clearance_that_names_no_finished_review_is_refused(draft, people):
    submission = approved(handed_in(draft, people), people, rounds=2)
    for cycle in (submission.pk, submission.pk + 1):
        clear_review(draft, cycle=cycle, approved_hash=content_hash(draft), by=people["third"], at=AT)
        draft.live = True
        with pytest.raises(NotCleared):
            draft.save()


def test_the_reviews_of_another_page_clear_nothing(public, people, place):
    other = a_draft(a_section(place, "notice"), by=people["clerk"])
    cycle = Submission.objects.get(page_id=public.pk).pk
    with pytest.raises(IntegrityError), transaction.atomic():
        type(other).objects.filter(pk=other.pk).update(
            live=True,
            clearance="review",
            clearance_cycle=cycle,
            cleared_hash=content_hash(other),
            cleared_by=people["third"],
            cleared_at=AT,
        )


def test_the_approvals_of_what_was_withdrawn_do_not_bring_it_back(public, people):
    withdraw(public.pk, "数据有误", by=people["head"], at=AT)
    page = InformationPage.objects.get(pk=public.pk)
    with pytest.raises(NotCleared):
        page.get_latest_revision().publish()
    with pytest.raises(IntegrityError), transaction.atomic():
        InformationPage.objects.filter(pk=page.pk).update(live=True)
    assert not is_live(page)


def test_it_does_not_disappear_without_a_reason(public, superuser):
    page = InformationPage.objects.get(pk=public.pk)
    with pytest.raises(NotWithdrawn):
        page.unpublish()
    with pytest.raises(NotWithdrawn):
        UnpublishPageAction(InformationPage.objects.get(pk=public.pk)).execute(skip_permission_checks=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        BasePage.objects.filter(pk=public.pk).update(live=False)
    assert is_live(public)


def test_wagtails_own_expiry_takes_nothing_down(draft, people):
    draft.expire_at = timezone.now() + timedelta(seconds=2)
    draft.save_revision(user=people["clerk"])
    page = a_public_page(draft, people)
    BasePage.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(hours=1))
    with pytest.raises(NotWithdrawn):
        call_command("publish_scheduled")
    assert is_live(page)


def test_what_has_been_public_is_not_deleted_whoever_asks(public, superuser):
    with pytest.raises(PermissionDenied):
        public.delete()
    with pytest.raises(PermissionDenied):
        public.get_parent().specific.delete()
    for act in (
        lambda: DeletePageAction(public, user=superuser).execute(skip_permission_checks=True),
        BasePage.objects.filter(pk=public.pk).delete,
        BasePage.objects.filter(pk=public.get_parent().pk).delete,
    ):
        with pytest.raises((PermissionDenied, ProtectedError)), transaction.atomic():
            act()
    assert is_live(public)
    assert public.get_parent().numchild == 1


def test_a_move_within_the_agency_keeps_address_and_clearance(public, place, client):
    before = public.url
    public.move(a_section(place, "notice"), pos="last-child")
    assert BasePage.objects.get(pk=public.pk).url == before
    assert client.get(before).status_code == 200


def test_a_move_to_another_agency_is_refused(public, superuser):
    elsewhere = a_section(a_place("other"))
    with pytest.raises(PermissionDenied):
        MovePageAction(public, elsewhere, pos="last-child", user=superuser).execute(skip_permission_checks=True)
    assert BasePage.objects.get(pk=public.pk).agency == public.agency


def test_a_date_earlier_than_the_act_is_refused(public):
    """The editor has no such field; whoever sets it all the same is refused (VETO-1 伪造发稿日期)."""
    for name, value in (
        ("publication_date", AT.date() - timedelta(days=7)),
        ("published_at", AT - timedelta(days=7)),
        ("index_number", "pingchang/2025-C00001"),
    ):
        page = InformationPage.objects.get(pk=public.pk)
        setattr(page, name, value)
        with pytest.raises(NotCleared):
            page.save()


def test_a_version_cannot_bring_a_date_along(draft, people):
    draft.publication_date = AT.date() - timedelta(days=7)
    draft.save_revision(user=people["clerk"])
    page = a_public_page(InformationPage.objects.get(pk=draft.pk), people)
    assert page.publication_date == AT.date()
    assert Publication.objects.get(page_id=page.pk).publication_date == AT.date()
