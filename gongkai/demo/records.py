"""The declared demo records of the two centres, and publishing them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai.agencies.door import Agency, Person, take_in
from gongkai.demo.cases import open_cases
from gongkai.demo.comments import ask_public
from gongkai.demo.current import lay_on_desks
from gongkai.demo.generating import write_records
from gongkai.demo.guides import publish_guide
from gongkai.demo.lists import publish_lists
from gongkai.demo.reading_places import open_reading_places
from gongkai.demo.staff import appoint_staff
from gongkai.pages.door import place_of
from gongkai.publishing.door import ExplainerTerm
from gongkai.yearend.door import RECORD_KINDS, import_report, open_section

BATCH = "演示数据：随软件附带，非该中心发布"


def declared(name: str) -> Any:
    """Return one file of demo records."""
    return json.loads(files("gongkai.demo").joinpath("data", name).read_text("utf-8"))


@transaction.atomic
def publish(say: Callable[[str], None], *, password: str) -> None:
    """Make the two agencies with the records of their years, their reports, and those who may sign in."""
    Person.objects.create_superuser("demo", password=password, last_name="演示管理员")
    importer = Person(username="demo-import", last_name="演示数据导入", is_active=False)
    importer.set_unusable_password()
    importer.save()
    say(f"已导入（演示）：{_take_in_records(importer)}条记录")
    for told in declared("agencies.json"):
        agency = Agency.objects.get(slug=told["slug"])
        publish_guide(agency, batch=BATCH, by=importer, at=timezone.now())
        publish_lists(agency, batch=BATCH, by=importer, at=timezone.now())
        for term in told.get("explainer_terms", ()):
            ExplainerTerm.objects.create(agency=agency, **term)
        for name in told["annual_reports"]:
            say(f"已发布（演示）：{_publish_report(agency, declared(name), importer)}")
    centres = list(Agency.objects.order_by("pk"))
    appoint_staff(centres, password=password)
    for agency in centres:
        _let_them_work(agency, say)


def _let_them_work(agency: Agency, say: Callable[[str], None]) -> None:
    """Bring what is declared of the current year onto the desks of an agency."""
    at = timezone.now()
    number = open_cases(agency, declared("cases.json"), at=at, today=timezone.localdate(at))
    say(f"已登记（演示）：{agency.short_name}今年的{number}件申请")
    number = lay_on_desks(agency, declared("current.json"), batch=BATCH, at=at)
    say(f"已登记（演示）：{agency.short_name}今天在办和新近公开的{number}条信息")
    number = ask_public(agency, declared("comments.json"), batch=BATCH, at=at)
    say(f"已发布（演示）：{agency.short_name}的{number}次意见征集")
    number = open_reading_places(agency, declared("reading_places.json"), at=at)
    say(f"已登记（演示）：{agency.short_name}的{number}处查阅场所")


def _take_in_records(importer: Person) -> int:
    """Take in the records of both years as `gongkai load` does; return how many there are."""
    taken = 0
    with TemporaryDirectory() as place:
        for folder in write_records(Path(place)):
            taking = take_in(folder, RECORD_KINDS, by=importer, at=timezone.now(), source=BATCH)
            taken += taking.entered.total()
    return taken


def _publish_report(agency: Agency, report: dict[str, Any], importer: Person) -> str:
    page = import_report(
        open_section(place_of(agency)),
        report,
        publication_date=date.fromisoformat(report["publication_date"]),
        batch=BATCH,
        by=importer,
        at=timezone.now(),
    )
    return str(page.title)
