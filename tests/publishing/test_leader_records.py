"""Leaders from files: with the day they were first public, or as drafts; no way around the reviews."""

from datetime import UTC, datetime

import pytest

from gongkai.agencies.door import NotTakenIn, take_in
from gongkai.publishing.door import RECORD_KINDS, LeaderPage, in_office
from tests.publishing.examples import a_draft, a_person, a_public_page, a_section, staff
from tests.yearend.examples import a_place

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 27, 2, tzinfo=UTC)
ROWS = """agency,title,position,took_office_date,responsibilities,is_head,publication_date
yunhu,周某,主任,2022-01-10,主持全面工作,是,2022-01-12
yunhu,吴某,副主任,2022-03-01,分管归集,否,
"""


@pytest.fixture
def place(db):
    return a_place("yunhu")


def load(folder, rows):
    (folder / "leaders.csv").write_text(rows, "utf-8")
    return take_in(folder, RECORD_KINDS, by=a_person("importer"), at=AT, source="旧网站")


def fault_of(folder, rows):
    with pytest.raises(NotTakenIn) as refusal:
        load(folder, rows)
    (fault,) = refusal.value.faults
    return fault.message


def test_those_with_a_day_are_public_with_it_the_others_drafts(place, tmp_path):
    load(tmp_path, ROWS)
    assert [leader.title for leader in in_office(place.agency, AT.date())] == ["周某"]
    head, deputy = LeaderPage.objects.order_by("pk")
    assert (head.is_head, f"{head.publication_date}", head.clearance_batch) == (True, "2022-01-12", "旧网站")
    assert (deputy.live, deputy.get_latest_revision_as_object().responsibilities) == (False, "分管归集")
    load(tmp_path, ROWS)
    assert LeaderPage.objects.count() == 2


def test_once_the_agency_publishes_here_nobody_comes_in_around_the_reviews(place, tmp_path):
    people = staff(place.agency)
    a_public_page(a_draft(a_section(place), by=people["clerk"]), people)
    assert "三审" in fault_of(tmp_path, ROWS.replace("2022-01-12", "2026-11-26"))
    assert not LeaderPage.objects.exists()


def test_nobody_was_public_before_taking_office(place, tmp_path):
    assert "任职之后" in fault_of(tmp_path, ROWS.replace("2022-01-12", "2021-12-31"))
