"""The declared demo records of the two centres, and publishing them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from importlib.resources import files
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai.agencies.door import Agency, Designation, Office, Person
from gongkai.demo.staff import appoint_staff
from gongkai.pages.door import AgencyPage
from gongkai.portal.door import HomePage
from gongkai.yearend.door import import_report, open_section

BATCH = "演示数据：随软件附带，非该中心发布"


def declared(name: str) -> Any:
    """Return one file of demo records."""
    return json.loads(files("gongkai.demo").joinpath("data", name).read_text("utf-8"))


@transaction.atomic
def publish(say: Callable[[str], None], *, password: str) -> None:
    """Make the two agencies, their places and their reports, and those who may sign in."""
    Person.objects.create_superuser("demo", password=password, last_name="演示管理员")
    importer = Person(username="demo-import", last_name="演示数据导入", is_active=False)
    importer.set_unusable_password()
    importer.save()
    home, agencies = HomePage.objects.get(), []
    for record in declared("agencies.json"):
        reports, offices = record.pop("annual_reports"), record.pop("offices")
        agency = Agency.objects.create(**record, demonstration=True)
        agencies.append(agency)
        open_offices(agency, offices)
        place = home.add_child(instance=AgencyPage(title=agency.name, slug=agency.slug, agency=agency))
        section = open_section(place)
        for name in reports:
            report = declared(name)
            page = import_report(
                section,
                report,
                publication_date=date.fromisoformat(report["publication_date"]),
                batch=BATCH,
                by=importer,
                at=timezone.now(),
            )
            say(f"已发布（演示）：{page.title}")
    appoint_staff(agencies, password=password)


def open_offices(agency: Agency, records: list[dict[str, Any]]) -> None:
    """Open the agency's offices; the first of them is its 政府信息公开工作机构."""
    offices = [Office.objects.create(agency=agency, **record) for record in records]
    Designation.objects.create(agency=agency, office=offices[0], since=offices[0].since)
