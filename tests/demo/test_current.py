"""What lies on the desks of the demonstration: something for everybody who proofreads, reviews, decides or inspects."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from gongkai.agencies.door import Person, Role
from gongkai.demo.comments import ask_public
from gongkai.demo.current import lay_on_desks
from gongkai.demo.guides import publish_guide
from gongkai.demo.reading_places import open_reading_places
from gongkai.demo.records import declared
from gongkai.demo.staff import appoint_staff
from gongkai.desk.door import agenda
from gongkai.publishing.door import CommentPage, Stage, outcome_of
from gongkai.publishing.supply.outstanding import supplies_due
from gongkai.publishing.supply.records import Supply
from tests.publishing.examples import a_section
from tests.yearend.examples import a_place

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
WAITING = {
    Role.CLERK: {"起草", "退回修改"},
    Role.PROOFREADER: {"二校", "三校"},
    Role.FIRST_REVIEWER: {"一审"},
    Role.SECOND_REVIEWER: {"二审"},
    Role.THIRD_REVIEWER: {"三审"},
    Role.LEADER: {"评估是否继续不予公开"},
    Role.INSPECTOR: {"督促整改"},
}


@pytest.fixture
def centre(db, settings, tmp_path):
    place = a_place("centre")
    for name in ("notices", "interpretation", "services", "policy"):
        a_section(place, slug=name)
    a_section(place.get_children().get(slug="policy").specific, slug="local")
    appoint_staff([place.agency], password="long enough to be one")
    importer = Person.objects.create_user("importer")
    publish_guide(place.agency, batch="演示", by=importer, at=AT)
    lay_on_desks(place.agency, declared("current.json"), batch="演示", at=AT)
    ask_public(place.agency, declared("comments.json"), batch="演示", at=AT)
    settings.MEDIA_ROOT = tmp_path
    open_reading_places(place.agency, declared("reading_places.json"), at=AT)
    return place.agency


def test_every_role_finds_the_work_of_its_own(centre):
    for role, kinds in WAITING.items():
        person = Person.objects.get(username=f"centre-{role.replace('_', '-')}")
        found = {line.due.what.partition("：")[0] for group in agenda(person, AT) for line in group.lines}
        assert kinds <= found, role


def test_no_section_with_something_new_is_to_be_renewed(centre):
    clerk = Person.objects.get(username="centre-clerk")
    late = [line.due.what for group in agenda(clerk, AT) for line in group.lines if line.queue.id.endswith("sections")]
    assert late == []


def test_the_public_is_asked_today_and_was_told_what_became_of_earlier_opinions(centre):
    """However late the demonstration is built: days are told from today."""
    over, open_now = CommentPage.objects.order_by("until_date")
    assert (over.stage_on(AT.date()), open_now.stage_on(AT.date())) == (Stage.ANSWERED, Stage.OPEN)
    assert {word for word, _ in outcome_of(over)["rows"]} == {"采纳", "部分采纳", "未采纳", "与征求意见的事项无关"}
    assert outcome_of(open_now) == {"total": 2, "rows": []}
    assert list(over.feedback().unready(on=AT.date())) == []
    assert all("演示" in page.title and page.clearance_batch == "演示" for page in (over, open_now))


def test_the_archive_has_got_what_was_newly_public_and_the_library_waits_for_it(centre):
    supply = Supply.objects.get()
    assert (supply.place.kind, supply.handover.way, supply.items.count() > 0) == ("national_archive", "online", True)
    waiting = [one.what for one in supplies_due([centre], AT)]
    assert waiting == ["向公共图书馆（演示）提供新公开的政府信息"]
