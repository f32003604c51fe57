"""Nothing unreviewed is live: each way round the review is tried here, and refused."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction

from gongkai.agencies.door import Person
from gongkai.pages.door import (
    BasePage,
    NotCleared,
    Overtaken,
    clear_import,
    content_hash,
    publish_cleared,
    take_down,
)
from gongkai.portal.door import HomePage
from gongkai.yearend.door import AnnualReportPage, open_section
from tests.yearend.examples import BATCH, a_place, a_published_report, a_report, an_importer

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    """A report page that nobody has cleared."""
    place = a_place()
    page = AnnualReportPage(
        title="年报",
        slug="2023",
        agency=place.agency,
        year=2023,
        form="format_2021",
        publication_date=date(2024, 1, 25),
        report=a_report(place.agency.name),
        live=False,
    )
    return open_section(place).add_child(instance=page)


@pytest.fixture
def superuser():
    return Person.objects.create_superuser("root")


def is_live(page):
    return BasePage.objects.get(pk=page.pk).live


def test_a_draft_of_a_reviewed_page_may_be_saved_uncleared(draft):
    draft.title = "另一个标题"
    draft.save()
    assert not is_live(draft)


def test_saving_it_live_is_refused(draft):
    draft.live = True
    with pytest.raises(NotCleared):
        draft.save()
    assert not is_live(draft)


def test_adding_it_live_is_refused():
    place = a_place()
    page = AnnualReportPage(
        title="年报",
        slug="2022",
        agency=place.agency,
        year=2022,
        form="format_2021",
        publication_date=date(2023, 1, 25),
        report=a_report(place.agency.name, 2022),
    )
    with pytest.raises(NotCleared):
        open_section(place).add_child(instance=page)
    assert not AnnualReportPage.objects.filter(slug="2022").exists()


def test_publishing_a_revision_is_refused(draft):
    with pytest.raises(NotCleared):
        draft.save_revision().publish()
    assert not is_live(draft)


def test_a_superuser_may_not_publish_it(draft, superuser):
    with pytest.raises(PermissionDenied):
        PublishPageRevisionAction(draft.save_revision(), user=superuser).execute()
    with pytest.raises(NotCleared):
        PublishPageRevisionAction(draft.save_revision(), user=superuser).execute(skip_permission_checks=True)
    assert not is_live(draft)


@pytest.mark.parametrize("rows", [BasePage.objects, AnnualReportPage.objects], ids=["base", "own"])
def test_the_database_refuses_a_row_set_live(draft, rows):
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.filter(pk=draft.pk).update(live=True)
    assert not is_live(draft)


def test_saving_its_base_row_live_is_refused(draft):
    base = BasePage.objects.get(pk=draft.pk)
    base.live = True
    with pytest.raises(NotCleared):
        base.save()
    assert not is_live(draft)


def test_the_base_row_of_a_public_page_may_be_saved_as_it_is_but_not_changed():
    base = BasePage.objects.get(pk=a_published_report().pk)
    base.save()
    base.title = "改过的标题"
    with pytest.raises(NotCleared):
        base.save()


def test_it_does_not_stop_being_a_reviewed_page_by_saying_so(draft):
    draft.reviewed_type = False
    draft.live = True
    with pytest.raises(NotCleared):
        draft.save()


def test_what_was_cleared_may_go_live():
    page = a_published_report()
    assert is_live(page)
    assert page.cleared_hash == content_hash(page)
    assert (page.clearance, page.clearance_batch, page.cleared_by) == ("import", BATCH, an_importer())


def test_what_was_changed_after_the_clearance_may_not(draft):
    clear_import(draft, batch=BATCH, by=an_importer(), at=timezone.now())
    draft.report["tables"]["applications"]["granted"]["total"] = 7
    draft.live = True
    with pytest.raises(NotCleared):
        draft.save()


def test_a_public_page_may_not_change_without_a_new_clearance():
    page = a_published_report()
    page.title = "改过的标题"
    with pytest.raises(NotCleared):
        page.save()


def test_a_new_draft_of_a_public_page_leaves_what_is_public_alone():
    page = a_published_report()
    page.title = "改过的标题"
    revision = page.save_revision()
    assert AnnualReportPage.objects.get(pk=page.pk).title != "改过的标题"
    with pytest.raises(NotCleared):
        revision.publish()


def test_a_go_live_time_is_part_of_what_is_cleared(draft):
    before = content_hash(draft)
    draft.go_live_at = timezone.now()
    assert content_hash(draft) != before


def test_bookkeeping_is_not_part_of_what_is_cleared(draft):
    before = content_hash(draft)
    draft.locked, draft.has_unpublished_changes, draft.last_published_at = True, True, timezone.now()
    assert content_hash(draft) == before


def test_the_order_of_keys_does_not_change_the_hash(draft):
    before = content_hash(draft)
    draft.report = dict(reversed(draft.report.items()))
    assert content_hash(draft) == before


def test_a_live_copy_is_refused():
    page = a_published_report()
    other = open_section(a_place("other"))
    with pytest.raises((NotCleared, IntegrityError)), transaction.atomic():
        CopyPageAction(page, to=other, keep_live=True, update_attrs={"slug": page.slug}).execute()


def test_a_copy_does_not_take_the_clearance_along():
    page = a_published_report()
    elsewhere = a_place("other")
    copy = CopyPageAction(
        page, to=open_section(elsewhere), keep_live=False, update_attrs={"agency": elsewhere.agency}
    ).execute()
    copy.refresh_from_db()
    assert (copy.clearance, copy.cleared_hash, copy.cleared_by, copy.live) == ("", "", None, False)


def test_aliases_are_refused():
    page = a_published_report()
    with pytest.raises(PermissionDenied):
        page.create_alias(update_slug="alias")
    with pytest.raises((NotCleared, IntegrityError)), transaction.atomic():
        CreatePageAliasAction(page, update_slug="alias").execute(skip_permission_checks=True)
    assert not BasePage.objects.exclude(alias_of=None).exists()


def test_the_database_refuses_an_alias_of_any_page():
    home = HomePage.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        BasePage.objects.filter(pk=home.pk).update(alias_of=home.pk)


@pytest.mark.parametrize(
    "changes",
    [
        {"cleared_hash": ""},
        {"cleared_by": None},
        {"cleared_at": None},
        {"clearance": ""},
        {"clearance_batch": ""},
    ],
)
def test_a_clearance_is_whole_or_it_is_none(changes):
    page = a_published_report()
    with pytest.raises(IntegrityError), transaction.atomic():
        BasePage.objects.filter(pk=page.pk).update(live=False, **changes)


def test_an_import_says_where_it_came_from(draft):
    with pytest.raises(ValueError, match="batch"):
        clear_import(draft, batch="", by=an_importer(), at=timezone.now())


def test_a_structural_page_needs_no_clearance():
    place = a_place()
    place.title = "改名"
    place.save()
    assert is_live(place)


def test_whoever_read_a_page_before_it_was_published_does_not_take_it_down_by_saving(draft):
    stale = AnnualReportPage.objects.get(pk=draft.pk)
    revision = draft.save_revision()
    publish_cleared(revision, lambda page: clear_import(page, batch=BATCH, by=an_importer(), at=timezone.now()))
    stale.title = "改在公开的同时"
    with pytest.raises(Overtaken):
        stale.save()
    assert is_live(draft) and BasePage.objects.get(pk=draft.pk).title == "年报"


def test_whoever_read_a_page_before_it_was_taken_down_does_not_bring_it_back_by_saving():
    page = a_published_report(a_place())
    stale = AnnualReportPage.objects.get(pk=page.pk)
    take_down(AnnualReportPage.objects.get(pk=page.pk))
    with pytest.raises(Overtaken):
        stale.save()
    assert not is_live(page)


def test_a_page_read_again_is_saved(draft):
    revision = draft.save_revision()
    publish_cleared(revision, lambda page: clear_import(page, batch=BATCH, by=an_importer(), at=timezone.now()))
    draft.refresh_from_db()
    draft.save()
    assert is_live(draft)
