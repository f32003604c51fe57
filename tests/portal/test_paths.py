"""What is not public is found by no path: no page, list, search, suggestion or section tells of it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from gongkai.pages.door import index_everything
from gongkai.publishing.door import Attribute
from tests.publishing.examples import a_draft, a_public_page, a_section, staff
from tests.yearend.examples import a_place

pytestmark = pytest.mark.django_db

SECRET = "缓缴审批琐事"
KNOWN = "住房公积金缴存通知"


@pytest.fixture
def section():
    section = a_section(a_place())
    people = staff(section.get_parent().specific.agency)
    a_public_page(a_draft(section, by=people["clerk"], title=KNOWN, slug="known"), people)
    return section


def hidden(section, **columns):
    """Return a page that was public and then, round every gate of the software, no longer is."""
    people = staff(a_place("elsewhere").agency)
    page = a_draft(section, by=people["clerk"], title=SECRET, slug="hidden")
    type(page).objects.filter(pk=page.pk).update(**columns)
    index_everything()
    return page


def paths(section, page):
    agency = f"/{section.get_parent().slug}/"
    yield from ("/", agency, section.url, f"{agency}{page.pk}/")
    yield from (f"/feeds{agency[:-1]}.atom", f"/feeds/sections/{section.pk}.atom")
    for address in ("/search/", "/search/suggestions/", "/search/feed.atom"):
        yield f"{address}?q={SECRET}"
        yield f"{address}?q={SECRET[:2]}"


@pytest.mark.parametrize(
    "columns",
    [
        {},
        {"go_live_at": timezone.now() + timedelta(days=1)},
        {"attribute": Attribute.ON_APPLICATION},
        {"attribute": Attribute.WITHHELD},
    ],
    ids=["draft", "scheduled", "on application", "withheld"],
)
def test_no_path_leads_to_what_is_not_public(client, section, columns):
    page = hidden(section, **columns)
    for path in paths(section, page):
        told = client.get(path).content.decode()
        told = re.sub(r'value="[^"]*"|<title>.*?</title>|[“"][^”"]*[”"]', "", told)  # what the visitor typed himself
        assert SECRET not in told, path


def test_what_is_public_beside_it_is_found(client, section):
    hidden(section)
    for path in (f"/{section.get_parent().slug}/", section.url, f"/search/?q={KNOWN}"):
        assert KNOWN in client.get(path).content.decode(), path
