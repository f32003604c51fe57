"""Walks back and forth through the migrations of a migrated database, and prints what it saw as JSON.

Run by test_migrations.py in a process of its own: going back drops tables, which no other
test may live through.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - models can be imported only now
from django.db import connection  # noqa: E402 - models can be imported only now
from django.db.migrations.executor import MigrationExecutor  # noqa: E402 - models can be imported only now

from gongkai.agencies.append_only import loosen_guards, unguarded_tables  # noqa: E402 - models can be imported only now
from gongkai.agencies.door import Agency  # noqa: E402 - models can be imported only now
from gongkai.demo.building import seldom_collected  # noqa: E402 - models can be imported only now
from gongkai.pages.door import BasePage  # noqa: E402 - models can be imported only now
from gongkai.portal.door import HomePage  # noqa: E402 - models can be imported only now
from gongkai.yearend.door import AnnualReportPage  # noqa: E402 - models can be imported only now
from tests.quick_states import quick_states  # noqa: E402 - Django has to be set up before it
from tests.yearend.examples import a_published_report  # noqa: E402 - models can be imported only now

BEFORE_OFFICES = [("pages", "0003_revisions_and_agencies"), ("agencies", "0001_initial")]
FIRST_PAGE = [("pages", "0001_initial"), ("portal", None), ("yearend", None), ("agencies", "0001_initial")]
FROM_FIRST_PAGE = [*BEFORE_OFFICES, ("portal", "0002_home"), ("yearend", "0001_initial")]
# The tables of the published report and of what it stands below that fall between the two.
DROPPED = ("pages_agencypage", "yearend_annualreportindexpage", "yearend_annualreportpage")
DETAILS = ("disclosure_office", "address", "office_hours", "telephone", "email")
OLD_AGENCY = {
    "slug": "old",
    "name": "旧中心",
    "short_name": "旧",
    "city": "某地",
    "disclosure_office": "办公室",
    "address": "某路1号",
    "office_hours": "工作日",
    "telephone": "0000-0000000",
    "email": "old@example.invalid",
}


def migrate(targets: list[tuple[str, str | None]]) -> Any:
    """Migrate to `targets` and return the models of that moment."""
    loosen_guards()  # as the command does before it begins
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    reached = [(app, name) for app, name in targets if name]
    return MigrationExecutor(connection).loader.project_state(reached).apps


def forward() -> None:
    """Migrate everything to the present, as a person would, so that what follows a migration happens too."""
    call_command("migrate", verbosity=0)


def tree() -> dict[str, Any]:
    """Return what stands at the top of the page tree."""
    home = HomePage.objects.get()
    return {
        "depths": [page.depth for page in BasePage.objects.order_by("path")],
        "home": [home.title, home.slug, home.live, home.locale.language_code],
        "keys": BasePage.objects.filter(translation_key=None).count(),
    }


def add_page_before_wagtail(apps: Any) -> None:
    """Add a page in the state of the first migration, when pages had no locale."""
    kind = apps.get_model("contenttypes", "ContentType").objects.get(app_label="pages", model="basepage")
    apps.get_model("pages", "BasePage").objects.create(
        path="00010001000Z",
        depth=3,
        title="旧页",
        draft_title="旧页",
        slug="old",
        url_path="/home/old/",
        content_type=kind,
    )


def office(slug: str) -> list[str]:
    """Return the contact details of an agency, where they are at present."""
    office = Agency.objects.get(slug=slug).disclosure_office
    return [office.name, office.address, office.hours, office.telephone, office.email]


def rows_of(table: str) -> list[tuple[Any, ...]]:
    """Return what a table holds."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')
        return list(cursor.fetchall())


def put_back(table: str, rows: list[tuple[Any, ...]]) -> None:
    """Write rows into a table that was dropped and made again meanwhile."""
    places = ", ".join(["%s"] * len(rows[0]))
    with connection.cursor() as cursor:
        cursor.executemany(f'INSERT INTO "{table}" VALUES ({places})', rows)


def walk() -> dict[str, Any]:
    """Go back with a published report to the very first page, and forth with an old agency and an old page.

    The way is long, and so gone once: the rows whose tables fall on its last stretch are put back there.
    """
    seen: dict[str, Any] = {"fresh": [tree(), unguarded_tables()]}
    page = a_published_report()
    seen["filled"] = [tree(), unguarded_tables()]
    agencies = migrate(BEFORE_OFFICES).get_model("agencies", "Agency").objects
    seen["agency"] = list(agencies.values_list(*DETAILS).get())
    agencies.create(**OLD_AGENCY)
    kept = {table: rows_of(table) for table in DROPPED}
    add_page_before_wagtail(migrate(FIRST_PAGE))
    migrate(FROM_FIRST_PAGE)
    for table, rows in kept.items():
        put_back(table, rows)
    forward()
    report = AnnualReportPage.objects.get(pk=page.pk)
    seen["report"] = [report.live, report.report == page.report, report.cleared_hash == page.cleared_hash]
    seen["office"] = [office("old"), unguarded_tables()]
    seen["office_again"] = office(page.agency.slug)
    old = BasePage.objects.get(slug="old")
    seen["page"] = [old.locale.language_code, bool(old.translation_key)]
    old.delete()
    return {**seen, "again": [tree(), unguarded_tables()]}


if __name__ == "__main__":
    with seldom_collected(), quick_states():
        sys.stdout.write(json.dumps(walk()))
