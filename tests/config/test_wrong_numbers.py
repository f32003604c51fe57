"""What nobody types by hand but anybody may send: it is answered as wrong, never as an error of the site."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from gongkai.agencies.door import Role, row_number
from tests.agencies.examples import a_person, appoint
from tests.cases.examples import TODAY, a_case
from tests.yearend.examples import a_place

HUGE = "9" * 30
pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return a_place("yunhu")


@pytest.fixture
def today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *_: TODAY)


@pytest.fixture
def staff(client, place):
    person = a_person("everything")
    for role in (Role.CLERK, Role.THIRD_REVIEWER, Role.DISCLOSURE_OFFICE_HEAD, Role.ADMINISTRATOR):
        appoint(person, role, place.agency)
    client.force_login(person)
    return client


@pytest.mark.parametrize(
    ("said", "number"),
    [("12", 12), ("", 0), (None, 0), ("²", 0), ("１２", 0), ("-1", 0), ("abc", 0), (HUGE, 0), ("9" * 18, 10**18 - 1)],
)
def test_what_is_no_number_is_the_number_of_no_row(said, number):
    assert row_number(said) == number


@pytest.mark.parametrize("address", ["/comments/yunhu/{}/", "/api/v1/documents/{}", "/track/case/files/{}/"])
def test_a_number_that_no_row_can_have_is_not_found(client, address):
    assert client.get(address.format(HUGE)).status_code == 404


@pytest.mark.parametrize(
    ("address", "sent", "status"),
    [
        ("/admin/cases/{case}/draft/decide/", {"draft": "abc"}, 404),
        ("/admin/cases/together/", {"draft": f"{HUGE}:x", "role": "clerk"}, 409),
        ("/admin/cases/together/", {"draft": "1", "role": "clerk"}, 409),
        ("/admin/cases/archive/many/", {"case": HUGE}, 409),
        (
            "/admin/cases/{case}/acts/withdraw/",
            {"event_date": TODAY.isoformat(), "note": "来电撤回", "preview": "1"},
            409,
        ),
        ("/admin/reviews/together/", {"chosen": "²"}, 302),
        ("/admin/pages/1/set_position/", {}, 302),
    ],
)
@pytest.mark.usefixtures("today")
def test_a_wrong_number_in_a_form_is_told(staff, place, address, sent, status):
    case = a_case(place.agency, date(2026, 11, 9))
    assert staff.post(address.format(case=case.pk), sent).status_code == status


def test_a_year_no_form_serves_is_not_found(staff):
    assert staff.get("/admin/yearend/reports/yunhu/9999/").status_code == 404


def test_more_fields_than_are_taken_in_are_refused_in_words(client):
    answer = client.post("/track/", {f"f{at}": "" for at in range(1001)})
    assert answer.status_code == 400
    assert "没有收下" in answer.content.decode()


@pytest.mark.parametrize(
    ("cell", "written"), [("=cmd|calc!A1", "'=cmd|calc!A1"), ("@SUM(1)", "'@SUM(1)"), ("公告", "公告"), (-3, -3)]
)
def test_no_cell_of_a_csv_file_begins_as_a_formula(cell, written):
    assert SpreadsheetExportMixin().preprocess_field_value("title", cell, "csv") == written
