"""Wagtail's editor: in Chinese, under its policy, and without a way past the review."""

import pytest

from gongkai.agencies.door import Person
from gongkai.pages.door import BasePage
from tests.yearend.examples import a_place, a_published_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client):
    client.force_login(Person.objects.create_superuser("root"))
    return client


def test_the_entrance_is_in_chinese(client):
    answer = client.get("/admin/", follow=True)
    assert "登录" in answer.content.decode()


def test_strangers_get_no_uploads(client):
    for address in ("/admin/media/x.jpg", "/admin/attachments/1/x.pdf"):
        answer = client.get(address)
        assert answer.status_code == 302
        assert "/admin/login/" in answer.headers["Location"]


@pytest.mark.parametrize(
    "address",
    [
        "/admin/",
        "/admin/pages/",
        "/admin/images/",
        "/admin/documents/",
        "/admin/snippets/agencies/agency/",
        "/admin/users/",
        "/admin/reports/site-history/",
    ],
)
def test_the_editors_pages_open_under_their_own_policy(signed_in, address):
    answer = signed_in.get(address, follow=True)
    assert answer.status_code == 200
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe-eval" not in policy
    assert "script-src 'self' 'unsafe-inline'" not in policy


def test_a_report_can_be_opened_but_offers_no_way_to_publish(signed_in):
    page = a_published_report()
    text = signed_in.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert "保存草稿" in text
    assert 'name="action-publish"' not in text


def test_a_publish_button_that_was_forged_changes_nothing(signed_in):
    page = a_published_report()
    signed_in.post(
        f"/admin/pages/{page.pk}/edit/",
        {
            "title": "改过的标题",
            "slug": page.slug,
            "comments-TOTAL_FORMS": 0,
            "comments-INITIAL_FORMS": 0,
            "action-publish": "1",
        },
    )
    assert BasePage.objects.get(pk=page.pk).title == page.title


def test_a_public_report_cannot_be_deleted_or_withdrawn_from_the_editor(signed_in):
    page = a_published_report()
    for act in ("delete", "unpublish"):
        signed_in.post(f"/admin/pages/{page.pk}/{act}/")
    assert BasePage.objects.get(pk=page.pk).live


def test_the_copy_dialogue_offers_no_alias(signed_in):
    place = a_place()
    text = signed_in.get(f"/admin/pages/{place.pk}/copy/").content.decode()
    assert 'name="new_slug"' in text
    assert 'name="alias"' not in text
    assert 'name="publish_copies"' not in text


def test_an_agency_page_can_be_made_and_published(signed_in):
    from tests.yearend.examples import an_agency

    agency = an_agency("new")
    home = BasePage.objects.get(depth=2)
    answer = signed_in.post(
        f"/admin/pages/add/pages/agencypage/{home.pk}/",
        {
            "title": agency.name,
            "slug": "new",
            "agency": agency.pk,
            "comments-TOTAL_FORMS": 0,
            "comments-INITIAL_FORMS": 0,
            "action-publish": "1",
        },
    )
    assert answer.status_code == 302
    assert signed_in.get("/new/").status_code == 200


def test_dates_are_chosen_with_the_browsers_own_chooser(signed_in):
    text = signed_in.get(f"/admin/pages/{a_place().pk}/edit/").content.decode()
    assert 'type="datetime-local"' in text
