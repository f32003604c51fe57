"""One decision about what the public may see; the paths that lead to it are tried in tests/portal/test_paths.py."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from gongkai.pages.door import BasePage, is_public, public, take_down, within
from gongkai.publishing.door import Attribute, InformationPage
from tests.publishing.examples import a_draft, a_public_page, a_section, staff
from tests.yearend.examples import a_place, a_published_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def report():
    return a_published_report(a_place("elsewhere"))


@pytest.fixture
def item():
    place = a_place()
    people = staff(place.agency)
    return a_public_page(a_draft(a_section(place), by=people["clerk"]), people)


def changed(page, **columns):
    """Return the page after a change that went round every gate of the software."""
    type(page).objects.filter(pk=page.pk).update(**columns)
    return page


def test_what_was_reviewed_and_published_is_public(report, item):
    assert is_public(report)
    assert is_public(item)


def test_a_draft_is_not(item):
    assert not is_public(a_draft(item.section, slug="draft"))


def test_what_was_taken_down_is_not(report):
    take_down(report)
    assert not is_public(report)


def test_what_has_expired_is_not_even_before_the_sweep_runs(report):
    now = timezone.now()
    changed(report, expire_at=now)
    assert is_public(report, at=now - timedelta(seconds=1))
    assert not is_public(report, at=now)


def test_what_goes_live_later_is_not_yet(report):
    now = timezone.now()
    changed(report, go_live_at=now + timedelta(hours=1))
    assert not is_public(report, at=now)
    assert is_public(report, at=now + timedelta(hours=1))


@pytest.mark.parametrize("attribute", [Attribute.ON_APPLICATION, Attribute.WITHHELD])
@pytest.mark.parametrize("rows", [BasePage, InformationPage], ids=["base rows", "own rows"])
def test_what_is_not_to_be_disclosed_proactively_is_not_whatever_made_it_live(item, attribute, rows):
    assert public(rows.objects.filter(pk=item.pk)).exists()
    changed(item, attribute=attribute)
    assert not public(rows.objects.filter(pk=item.pk)).exists()
    assert not is_public(item)


def test_nothing_below_a_restricted_page_is_public_and_all_beside_it_is(item):
    PageViewRestriction.objects.create(page=BasePage.objects.get(pk=item.section.pk), restriction_type="login")
    assert not is_public(item)
    assert is_public(item.section.get_parent())


def test_what_is_below_a_page_is_a_range_in_whatever_order_a_database_sorts(item):
    """Databases that sort by a language have punctuation before digits; only the signs of a path keep their order."""
    place = item.section.get_parent()
    assert set(BasePage.objects.filter(within(place.path))) == set(place.get_descendants(inclusive=True))
    assert set(dict(within(place.path).children)["path__lt"]) <= set(BasePage.alphabet)
