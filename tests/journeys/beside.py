"""What the demonstration has none of, put beside it; and where each type of page is found."""

from __future__ import annotations

import json
import sys
from datetime import date, timedelta

from django.db import transaction
from django.db.models.functions import Length
from django.utils import timezone

from gongkai.agencies.door import Appointment, Role
from gongkai.cases.door import Case
from gongkai.cases.letters import Letter
from gongkai.cases.tracking import tracking_hash
from gongkai.pages.door import AgencyPage, BasePage, public
from gongkai.publishing.door import (
    AdoptionPage,
    CommentPage,
    FloatingBannerPage,
    NormativeDocumentPage,
    SectionPage,
    publish_imported,
    withdraw,
)
from gongkai.statute import State
from tests.journeys.demonstration import FOUND
from tests.publishing.examples import a_draft, a_service_guide, an_explainer, body
from tests.yearend.examples import an_importer

AGENCY = "yiyang"
WAITING_CODE, ANSWERED_CODE = "WA1T0-00000-00000-00000", "ANSWE-00000-00000-00000"
REASONS_CODE = "REAS0-00000-00000-00000"


def add() -> None:
    """Put it there, and print one line: the type of each page, and the address of its longest example, as JSON."""
    with transaction.atomic():
        place = AgencyPage.objects.get(slug=AGENCY)
        _add_pages(place)
        withdrawn = _add_withdrawn(place)
        opinions = f"/comments/{AGENCY}/{_add_collection(place).pk}/"
        found = {**_examples(), **_give_codes(), "withdrawn": withdrawn, "opinions": opinions}
        found["long section"] = _longest_section(place)
    sys.stdout.write(f"{FOUND}{json.dumps(found)}\n")
    sys.stdout.flush()


def _publish(page: BasePage, day: date | None = None) -> BasePage:
    facts = {"batch": "测试", "by": an_importer(), "at": timezone.now()}
    return publish_imported(page, publication_date=day or page.issue_date, **facts)


def _add_pages(place: AgencyPage) -> None:
    document = NormativeDocumentPage.objects.descendant_of(place).order_by("pk").first()
    _publish(an_explainer(document, slug="test-explainer"))
    _publish(a_service_guide(document, document.get_parent(), slug="test-guide"))
    today = timezone.localdate()
    days = {"first_date": today, "last_date": today + timedelta(days=30)}
    told = {"text": "窗口照常办理，请避开高峰。", "target": "/yiyang/", "target_name": "查看办理安排"}
    banner = FloatingBannerPage(title="节日期间办理安排", slug="test-banner", live=False, **told, **days)
    _publish(place.add_child(instance=banner), today)


def _add_collection(place: AgencyPage) -> BasePage:
    """Publish what the public is asked about, open for a month and more, and what became of earlier opinions."""
    section = SectionPage.objects.child_of(place).filter(statistical_class="notice").first()
    today = timezone.localdate()
    days = {"from_date": today, "until_date": today + timedelta(40), "issue_date": today}
    told = {"title": "就提取办法征求意见", "slug": "test-opinions", "summary": "征求意见。", "body": body("草案全文。")}
    page = _publish(section.add_child(instance=CommentPage(**told, **days, live=False)), today)
    answer = {**told, "title": "意见采纳情况", "slug": "test-answer", "issue_date": today, "reports_on": page}
    _publish(section.add_child(instance=AdoptionPage(**answer, live=False)), today)
    return page


def _add_withdrawn(place: AgencyPage) -> str:
    section = SectionPage.objects.descendant_of(place).order_by("path").first()
    page = _publish(a_draft(section, title="已经下线的信息", slug="test-withdrawn"))
    head = Appointment.objects.filter(agency=place.agency, role=Role.DISCLOSURE_OFFICE_HEAD).earliest("pk").person
    withdraw(page.pk, "所载办理地点有误，另行公布。", by=head, at=timezone.now())
    return page.url


def _examples() -> dict[str, str]:
    """Return the longest public example of each type; of what search does not find, the last."""
    longest = public(BasePage.objects.filter(depth__gt=1)).order_by(Length("search_entry__text").asc(nulls_first=True))
    return {page.specific_class.__name__: page.url for page in longest.iterator()}


def _longest_section(place: AgencyPage) -> str:
    sections = SectionPage.objects.child_of(place)
    return max(sections, key=lambda one: public(one.get_descendants()).count()).url


def _give_codes() -> dict[str, str]:
    """Give cases that wait for a correction and for reasons, and one that has its letter, codes of their own."""
    today = timezone.localdate()
    cases = Case.objects.order_by("pk")
    states = {one.clock(today=today).state: one.pk for one in cases}
    letter = Letter.objects.filter(dispatch__isnull=False, recipient=None).latest("pk")
    asked = ((State.CORRECTION_REQUESTED, WAITING_CODE), (State.REASONS_REQUESTED, REASONS_CODE))
    for number, code in (*((states[state], code) for state, code in asked), (letter.case_id, ANSWERED_CODE)):
        Case.objects.filter(pk=number).update(tracking_hash=tracking_hash(code))
    return {"letter": f"/track/case/letters/{letter.pk}/"}
