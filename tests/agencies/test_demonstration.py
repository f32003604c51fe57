"""The accounts of a demonstration are shown by a demonstration, and by nothing else."""

import json

import pytest
from django.db import connection

from gongkai.agencies.demonstration import MARK
from tests.agencies.examples import an_agency

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="a demonstration is always an SQLite file"),
]
ACCOUNTS = {
    "password": "fresh-every-time",
    "agencies": [{"name": "某中心", "people": [{"role": "承办人", "username": "x"}]}],
}


@pytest.fixture
def sign_in_page(client, settings, tmp_path):
    """Return what the sign-in page says, with a list of accounts in its place."""
    settings.DEMONSTRATION_ACCOUNTS = tmp_path / "demonstration-accounts.json"
    settings.DEMONSTRATION_ACCOUNTS.write_text(json.dumps(ACCOUNTS), "utf-8")
    return lambda: client.get("/admin/login/").content.decode()


@pytest.fixture
def marked():
    """Mark the database as a demonstration, until the test ends."""
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA application_id = {MARK}")
        yield
        cursor.execute("PRAGMA application_id = 0")


def test_a_demonstration_lists_its_accounts(sign_in_page, marked):
    an_agency(demonstration=True)
    text = sign_in_page()
    assert "fresh-every-time" in text
    assert "承办人" in text


def test_a_database_without_the_mark_does_not(sign_in_page):
    an_agency(demonstration=True)
    assert "fresh-every-time" not in sign_in_page()


def test_nor_does_one_with_an_agency_that_is_real(sign_in_page, marked):
    an_agency(demonstration=True)
    an_agency("real")
    assert "fresh-every-time" not in sign_in_page()


def test_nor_does_one_without_a_list(sign_in_page, marked, settings):
    an_agency(demonstration=True)
    settings.DEMONSTRATION_ACCOUNTS.unlink()
    assert "演示账号" not in sign_in_page()
