"""Organisation, leaders, list of duties, a topic and a clarification of a demonstration agency."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from gongkai.demo.guides import GUIDE_DAY
from gongkai.pages.door import BasePage, place_of
from gongkai.publishing.door import (
    ClarificationPage,
    DutyListPage,
    LeaderPage,
    LeadersPage,
    OrganisationPage,
    ResponsesPage,
    StatutoryContentPage,
    TopicPage,
    TopicsPage,
    publish_imported,
)

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency, Person

_MORNING = datetime.combine(GUIDE_DAY, time(9), ZoneInfo("Asia/Shanghai"))


@cache
def _declared() -> Mapping[str, Any]:
    return tomllib.loads(files("gongkai.demo").joinpath("data/lists.toml").read_text("utf-8"))


def publish_lists(agency: Agency, *, batch: str, by: Person, at: datetime) -> None:
    """Publish everything of this kind for one agency, each with the day it would have been public."""
    for parent, page, day in _pages(agency):
        page.live = False
        parent.add_child(instance=page)
        publish_imported(page, publication_date=day, batch=batch, by=by, at=at)


def _pages(agency: Agency) -> Iterator[tuple[BasePage, Any, date]]:
    place = place_of(agency)
    statutory = StatutoryContentPage.objects.descendant_of(place).get()
    yield statutory, _duty_list(), GUIDE_DAY
    yield statutory, _organisation(agency), GUIDE_DAY
    leaders = LeadersPage.open_below(statutory)
    for number, told in enumerate(_declared()["leader"], 1):
        yield leaders, _leader(told, number), GUIDE_DAY
    yield ResponsesPage.open_below(place), _clarification(agency), GUIDE_DAY
    topics = TopicsPage.open_below(place)
    for told in (one for one in _declared()["topic"] if one["agency"] == agency.slug):
        facts = {name: value for name, value in told.items() if name != "agency"}
        yield topics, TopicPage(**facts), told["first_date"]


def _duty_list() -> DutyListPage:
    declared = _declared()
    applying = [{**row, "applies": "applies", "reason": ""} for row in declared["applies"]]
    others = [{**row, "applies": "not_applicable", "office": "", "term": ""} for row in declared["not_applicable"]]
    rows = sorted([*applying, *others], key=lambda row: str(row["duty"]))
    return DutyListPage(
        title=DutyListPage.fixed_title, slug=DutyListPage.fixed_slug, rows=[("duty", row) for row in rows]
    )


def _organisation(agency: Agency) -> OrganisationPage:
    page = OrganisationPage(mandate=_declared()["mandate"], basis=_declared()["basis"])
    page.prefill(agency)
    return page


def _leader(told: Mapping[str, Any], number: int) -> LeaderPage:
    facts = {name: value for name, value in told.items() if name != "name"}
    return LeaderPage(title=told["name"], slug=f"leader-{number}", took_office_date=GUIDE_DAY, **facts)


def _clarification(agency: Agency) -> ClarificationPage:
    told = _declared()["clarification"]
    facts = {name: value for name, value in told.items() if name != "body"}
    return ClarificationPage(
        slug="not-zeroed",
        body=[("text", told["body"])],
        index_number=f"{agency.slug}-{GUIDE_DAY.year}-0002",
        issue_date=GUIDE_DAY,
        found_at=_MORNING,
        **facts,
    )
