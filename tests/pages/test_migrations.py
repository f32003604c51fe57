"""Migrations written by hand are walked back and forth, with what they must not lose."""

import json
import subprocess
import sys

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from gongkai.pages.door import BasePage
from tests.pages.databases import own_database

OFFICE = ["办公室", "某路1号", "工作日", "0000-0000000", "old@example.invalid"]
SETTLED = {"depths": [1, 2], "home": ["政府信息公开", "home", True, "zh-hans"], "keys": 0}


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    """What a walk through the migrations saw, on a database of its own."""
    with own_database(tmp_path_factory.mktemp("walk")) as environment:
        done = subprocess.run(
            [sys.executable, "-m", "tests.pages.migration_walk"],
            env={**environment, "DJANGO_SETTINGS_MODULE": "gongkai.config.settings"},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.database
def test_a_fresh_database_has_a_root_and_our_home_page_and_its_append_only_tables_are_guarded(seen):
    assert seen["fresh"] == [SETTLED, []]


@pytest.mark.database
def test_back_to_the_first_migration_and_forth_again_changes_nothing(seen):
    assert seen["again"] == seen["filled"]


@pytest.mark.database
def test_a_page_older_than_its_locale_gets_one(seen):
    assert seen["page"] == ["zh-hans", True]


@pytest.mark.database
def test_a_published_report_stays_public_and_cleared_over_a_migration(seen):
    assert seen["report"] == [True, True, True]


@pytest.mark.database
def test_the_contact_details_become_those_of_the_designated_office(seen):
    assert seen["office"] == [OFFICE, []]


@pytest.mark.database
def test_on_the_way_back_an_agency_has_its_contact_details_again_and_then_its_office(seen):
    assert seen["agency"] == seen["office_again"] == ["办公室", "某路1号", "工作日 9:00—17:00", "0000-0000000", ""]


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
def test_the_gate_is_a_constraint_of_the_table():
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, BasePage._meta.db_table)
    assert {"pages_live_is_cleared", "pages_clearance_whole_or_none", "pages_no_alias"} <= set(found)


@pytest.mark.django_db
def test_the_gate_stands_in_the_first_migration_and_waits_for_none_of_wagtails():
    first = MigrationLoader(connection).graph.nodes["pages", "0001_initial"]
    added = {operation.constraint.name for operation in first.operations if hasattr(operation, "constraint")}
    assert "pages_live_is_cleared" in added
    assert not any(app == "wagtailcore" for app, _ in first.dependencies)
