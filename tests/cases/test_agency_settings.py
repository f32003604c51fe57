"""What an agency settles where the law is silent: from a day on, with a reason, within bounds."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from gongkai.agencies.door import LogEntry
from gongkai.cases.agency_settings import AgencySetting, forget_settings, open_settings, setting_of, settle
from gongkai.cases.archiving import retention
from gongkai.cases.likeness import counted
from gongkai.cases.proposals import applicants_needed
from gongkai.statute import deadlines, settings
from tests.agencies.examples import a_deputyship, a_person, an_agency, appoint
from tests.cases.examples import AT, CLERK, HEAD, TODAY, a_case, do, who

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today_is_fixed")]
LATER = TODAY + timedelta(7)


@pytest.fixture
def agency(db):
    yield an_agency("yunhu")
    forget_settings()


@pytest.fixture
def as_head(client, agency):
    client.force_login(who(agency, HEAD))
    return client


def a_setting(agency, key, value, since):
    said = {"since": since, "reason": "本机关规定", "by": who(agency, HEAD), "at": AT}
    row = AgencySetting.objects.create(agency=agency, key=key, value=value, **said)
    forget_settings()
    return row


def test_everything_that_the_law_leaves_open_is_on_the_page_with_its_default(as_head):
    text = as_head.get("/admin/cases/settings/").content.decode()
    open_now = open_settings(on=TODAY)
    wanted = {row.id for row in settings()} | {row.act for row in deadlines() if row.mark in "DM"}
    assert wanted | {"case_retention", "case_retention_disputed"} == set(open_now)
    assert all(one.name in text and one.text in text for one in open_now.values())


def test_a_change_has_its_day_its_reason_and_its_entry_on_the_log(as_head, agency):
    page = "/admin/cases/settings/yunhu/proposal_applicants/"
    assert (
        as_head.post(page, {"value": "5", "since": LATER.isoformat(), "reason": "某办〔2026〕3号"}).status_code == 302
    )
    assert (applicants_needed(agency, TODAY), applicants_needed(agency, LATER)) == (2, 5)
    told = LogEntry.objects.get(act="case_setting").facts
    assert (told["before"], told["value"], told["reason"]) == (2, 5, "某办〔2026〕3号")
    assert "某办〔2026〕3号" in as_head.get("/admin/cases/settings/").content.decode()


def test_the_log_names_for_whom_a_deputy_settles(agency):
    deputy = appoint(a_person("deputy"), CLERK, agency)
    a_deputyship(who(agency, HEAD), deputy, agency, date(2026, 11, 1), date(2026, 12, 31))
    settle(agency, "proposal_applicants", 5, since=LATER, reason="本机关规定", by=deputy, at=AT, today=TODAY)
    entry = LogEntry.objects.get(act="case_setting")
    assert (entry.by, entry.on_behalf_of) == (deputy, who(agency, HEAD))


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ({"value": "1"}, "value"),
        ({"value": "很多"}, "value"),
        ({"since": "2026-11-26"}, "since"),
        ({"reason": " "}, "reason"),
    ],
)
def test_a_value_that_cannot_be_is_told_beside_its_field_and_kept(as_head, agency, typed, place):
    page = "/admin/cases/settings/yunhu/proposal_applicants/"
    answer = as_head.post(page, {"value": "5", "since": "2026-12-04", "reason": "本机关规定", **typed})
    assert (answer.status_code, AgencySetting.objects.count()) == (400, 0)
    assert f'id="id_{place}_error"' in answer.content.decode()
    assert 'value="2026-12-04"' in answer.content.decode() or place == "since"


def test_what_the_law_fixes_is_nobodys_to_settle(as_head, client, agency):
    assert as_head.get("/admin/cases/settings/yunhu/reply/").status_code == 404
    an_agency("other")
    assert as_head.get("/admin/cases/settings/other/extensions/").status_code == 404
    client.force_login(who(agency, CLERK))
    assert client.get("/admin/cases/settings/yunhu/extensions/").status_code != 200


def test_a_case_is_counted_by_what_held_when_it_arrived(agency):
    """Two extensions instead of one: for applications that come in from the day on."""
    a_setting(agency, "extensions", 2, date(2026, 11, 10))
    before, after = a_case(agency, date(2026, 11, 9)), a_case(agency, date(2026, 11, 10))
    extensions = {"workdays": 5, "approved_by": "王主任", "reason": "材料较多"}
    for case in (before, after):
        do(case, "extend", date(2026, 11, 20), **extensions)
    do(after, "extend", date(2026, 11, 23), **extensions)
    with pytest.raises(Exception, match="延期"):
        do(before, "extend", date(2026, 11, 23), **extensions)


def test_archives_are_kept_as_long_as_the_agency_says(agency):
    case = do(a_case(agency, date(2026, 11, 9)), "reply", date(2026, 11, 20), outcome="R2_provide")
    assert retention(case) == ("case_retention", date(2036, 12, 31))
    a_setting(agency, "case_retention", 360, date(2026, 1, 1))
    assert retention(case) == ("case_retention", date(2056, 12, 31))


def test_many_applications_of_one_person_are_told_from_the_number_that_the_agency_set(agency):
    a_setting(agency, "excessive_month", 3, date(2026, 1, 1))
    person = {"identity_number": "110101199003071006"}
    cases = [a_case(agency, date(2026, 10, 30), **person), *(a_case(agency, TODAY, **person) for _ in range(2))]
    assert counted(cases[-1]) == (2, 2, 3, False)
    assert counted(a_case(agency, TODAY, **person)) == (3, 3, 4, True)
    assert counted(a_case(agency, TODAY)) is None
    assert setting_of(agency.pk, "excessive_month", on=date(2025, 12, 31)) == 30
