"""Agencies and reports as the tests of the web rooms write them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from gongkai.agencies.door import Agency, Designation, Office, Person
from gongkai.annualreport import form
from gongkai.pages.door import AgencyPage
from gongkai.portal.door import HomePage
from gongkai.yearend.door import AnnualReportPage, import_report, open_section

BATCH = "测试批次"
LONG_AGO = date(2019, 5, 15)


def an_agency(slug: str = "pingchang", **changes: Any) -> Agency:
    """Return a saved agency with its disclosure office."""
    facts = {"name": f"{slug}市住房公积金管理中心", "short_name": f"{slug}中心", "city": "某地"}
    agency = Agency.objects.create(slug=slug, **{**facts, **changes})
    an_office(agency, designated=True)
    return agency


def an_office(agency: Agency, name: str = "办公室", *, designated: bool = False, **changes: Any) -> Office:
    """Return a saved office of `agency`, with `designated` its disclosure office."""
    facts = {"address": "某路1号", "hours": "工作日 9:00—17:00", "telephone": "0000-0000000", "since": LONG_AGO}
    office = Office.objects.create(agency=agency, name=name, **{**facts, **changes})
    if designated:
        Designation.objects.create(agency=agency, office=office, since=office.since)
    return office


def a_place(slug: str = "pingchang", **changes: Any) -> AgencyPage:
    """Return the page of a new agency, below the home page."""
    agency = an_agency(slug, **changes)
    return HomePage.objects.get().add_child(instance=AgencyPage(title=agency.name, slug=slug, agency=agency))


def a_report(agency: str, year: int = 2023, form_id: str = "format_2021", **changes: Any) -> dict[str, Any]:
    """Return a report as JSON, every figure 0."""
    statutory = form(form_id)
    return {
        "schema": 1,
        "format": form_id,
        "agency": agency,
        "year": year,
        "sections": [
            {
                "id": section.id,
                "title": section.title,
                "text": f"{section.title}的正文。" if section.kind == "text" else "",
            }
            for section in statutory.sections
        ],
        "tables": {
            table.id: {
                row.id: {column.id: "0" if column.kind == "money" else 0 for column in table.columns}
                for row in table.rows
            }
            for table in statutory.tables.values()
        },
        "notes": [],
        **changes,
    }


def an_importer() -> Person:
    """Return the account that imports are made under."""
    return Person.objects.get_or_create(username="importer")[0]


def a_published_report(
    place: AgencyPage | None = None, year: int = 2023, form_id: str = "format_2021", **changes: Any
) -> AnnualReportPage:
    """Return a public report of the agency of `place`."""
    place = place or a_place()
    return import_report(
        open_section(place),
        a_report(place.agency.name, year, form_id, **changes),
        publication_date=date(year + 1, 1, 25),
        batch=BATCH,
        by=an_importer(),
        at=timezone.now(),
    )
