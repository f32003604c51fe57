"""The contact details of an agency survive the way to an office of their own, and the way back."""

import json
import subprocess
import sys

import pytest

from tests.pages.databases import own_database

OFFICE = ["办公室", "某路1号", "工作日", "0000-0000000", "old@example.invalid"]


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    """What a walk through the migrations saw, on an empty database of its own."""
    with own_database(tmp_path_factory.mktemp("walk")) as environment:
        done = subprocess.run(
            [sys.executable, "-m", "tests.agencies.migration_walk"],
            env={**environment, "DJANGO_SETTINGS_MODULE": "gongkai.config.settings"},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.database
def test_the_contact_details_become_those_of_the_designated_office(seen):
    assert seen["office"] == seen["again"] == OFFICE


@pytest.mark.database
def test_on_the_way_back_the_agency_has_them_again(seen):
    told = seen["back"]
    assert [told[name] for name in ("disclosure_office", "address", "office_hours", "telephone", "email")] == OFFICE


@pytest.mark.database
def test_after_every_migration_the_append_only_tables_are_guarded(seen):
    assert seen["unguarded"] == seen["unguarded_again"] == []
