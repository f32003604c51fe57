"""The figures in the back office: any days, beside the year before, and each number opens its records."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from django.urls import reverse

from gongkai.agencies.door import Relation, Role, Tally
from gongkai.yearend.figures import BY_ID, FIGURES
from gongkai.yearend.periods import PARTS, Period, part_of
from tests.agencies.examples import a_person, an_agency, appoint
from tests.cases.examples import a_case, do

PENALTIES = "oversight.penalty_decisions"


def test_a_quarter_has_its_own_days_and_the_same_quarter_a_year_before():
    quarter = part_of(2024, "q1")
    assert (quarter.since, quarter.until) == (date(2024, 1, 1), date(2024, 3, 31))
    assert quarter.year_before() == part_of(2023, "q1")
    assert quarter.label == "2024年第一季度"


def test_days_that_somebody_chose_are_compared_with_the_same_days_a_year_before():
    chosen = Period(date(2024, 2, 1), date(2024, 2, 29))
    assert chosen.year_before() == Period(date(2023, 2, 1), date(2023, 2, 28))
    assert Period(date(2025, 2, 28), date(2025, 2, 28)).year_before().until == date(2024, 2, 29)


def test_the_twelve_months_make_up_the_year():
    months = part_of(2023, "year").months()
    assert months[0].since == date(2023, 1, 1)
    assert all(after.since - before.until == timedelta(1) for before, after in pairwise(months))
    assert months[-1].until == date(2023, 12, 31)


def test_days_of_ones_own_are_no_part_of_a_year():
    assert "chosen" in PARTS
    with pytest.raises(ValueError, match="chosen"):
        part_of(2023, "chosen")


@pytest.fixture
def agency(db):
    return an_agency("yunhu")


@pytest.fixture
def clerk(client, agency):
    """A clerk of the agency, signed in."""
    person = appoint(a_person("clerk"), Role.CLERK, agency)
    client.force_login(person)
    return person


def tally(agency, value: str, day: date, source: str = "执法台账", kind: str = PENALTIES) -> Tally:
    return Tally.objects.create(agency=agency, kind=kind, value=Decimal(value), since=day, day=day, source=source)


def asked(client, name: str = "figures", *args: str, **query: str):
    return client.get(reverse(f"yearend:{name}", args=args), query)


def test_every_figure_stands_beside_the_year_before(client, clerk, agency):
    tally(agency, "3", date(2023, 5, 1))
    tally(agency, "2", date(2022, 5, 1))
    answer = asked(client, year="2023", part="year")
    (row,) = (one for _, rows in answer.context["rooms"] for one in rows if one.figure.id == PENALTIES)
    assert (row.now, row.before, row.change) == (3, 2, "+1（50.0%）")
    assert sum(len(rows) for _, rows in answer.context["rooms"]) == len(FIGURES)


@pytest.mark.parametrize(
    ("query", "value"),
    [
        ({"year": "2023", "part": "q2"}, 3),
        ({"year": "2023", "part": "m5"}, 3),
        ({"year": "2023", "part": "m6"}, None),
        ({"part": "chosen", "since": "2023-04-30", "until": "2023-05-01"}, 3),
        ({"part": "chosen", "since": "2023-05-02", "until": "2023-05-31"}, None),
    ],
)
def test_a_quarter_a_month_and_any_days_are_counted_to_the_day(client, clerk, agency, query, value):
    tally(agency, "3", date(2023, 5, 1))
    assert asked(client, "figure", PENALTIES, **query).context["compared"].now == value


def test_a_number_opens_its_records_with_day_and_the_way_to_each(client, clerk, agency):
    found = tally(agency, "3", date(2023, 5, 1))
    tally(agency, "9", date(2022, 5, 1))
    answer = asked(client, "figure", PENALTIES, year="2023")
    (line,) = answer.context["records"].object_list
    assert (line.name, line.day) == ("统计数 3（2023-05-01 至 2023-05-01，来源：执法台账）", date(2023, 5, 1))
    assert "执法台账" in client.get(line.address).content.decode()
    assert line.address == reverse("yearend:tally", args=[found.pk])


def test_many_records_are_shown_page_by_page(client, clerk, agency):
    for number in range(51):
        tally(agency, "1", date(2023, 1, 1) + timedelta(number))
    assert len(asked(client, "figure", PENALTIES, year="2023").context["records"].object_list) == 50
    second = asked(client, "figure", PENALTIES, year="2023", p="2")
    assert len(second.context["records"].object_list) == 1
    assert "共 2 页" in second.content.decode()


def test_nothing_on_record_is_not_nought(client, clerk, agency):
    tally(agency, "0", date(2023, 5, 1))
    assert asked(client, "figure", PENALTIES, year="2023").context["compared"].shown_now == "0"
    answer = asked(client, "figure", PENALTIES, year="2024")
    assert "没有记录" in answer.content.decode()
    assert answer.context["compared"].change == "不能比较"


def test_the_csv_has_every_figure_and_leaves_the_unknown_empty(client, clerk, agency):
    tally(agency, "3", date(2023, 5, 1))
    answer = asked(client, "figures_csv", year="2023")
    assert answer.content.startswith("\ufeff".encode())
    rows = {row["指标编号"]: row for row in csv.DictReader(answer.content.decode("utf-8-sig").splitlines())}
    assert set(rows) == set(BY_ID)
    assert (rows[PENALTIES]["数值"], rows[PENALTIES]["上年同期"], rows[PENALTIES]["增减"]) == ("3", "", "")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"part": "chosen", "until": "2023-05-31"}, "请填写起始日期"),
        ({"part": "chosen", "since": "2023-06-01", "until": "2023-05-31"}, "截止日期不能早于起始日期。"),
        ({"year": "20233"}, "请填写四位数的年份"),
        ({"agency": "nowhere"}, "没有这个机关"),
    ],
)
def test_what_cannot_be_asked_is_told_beside_its_field(client, clerk, query, said):
    answer = asked(client, **query)
    assert answer.status_code == 400
    assert said in answer.content.decode()


@pytest.mark.parametrize("role", list(Role))
def test_whoever_is_on_the_staff_sees_any_agencys_number_and_why_its_records_are_closed(client, agency, role):
    client.force_login(appoint(a_person("anybody"), role, agency))
    other = an_agency("other")
    foreign = tally(other, "7", date(2023, 5, 1), source="张三丰的案卷")
    answer = asked(client, "figure", PENALTIES, agency="other", year="2023")
    words = answer.content.decode()
    assert (answer.context["compared"].now, answer.context["closed"]) == (7, 1)
    assert "不能看它的记录" in words
    assert "张三丰" not in words
    assert client.get(reverse("yearend:tally", args=[foreign.pk])).status_code == 404
    rows = csv.DictReader(asked(client, "figures_csv", agency="other", year="2023").content.decode("utf-8-sig").split())
    assert next(row["数值"] for row in rows if row["指标编号"] == PENALTIES) == "7"


def test_a_supervisor_opens_the_records_of_an_agency_below(client, agency):
    above = an_agency("above")
    Relation.objects.create(agency=agency, other=above, kind="disclosure_supervisor", since=date(2020, 1, 1))
    tally(agency, "7", date(2023, 5, 1))
    client.force_login(appoint(a_person("supervisor"), Role.SUPERVISOR, above))
    answer = asked(client, "figure", PENALTIES, agency="yunhu", year="2023")
    assert len(answer.context["records"].object_list) == 1


def test_the_first_agency_shown_is_ones_own(client, agency):
    own = an_agency("later")
    client.force_login(appoint(a_person("clerk"), Role.CLERK, own))
    assert asked(client).context["agency"] == own


def test_nobody_without_a_role_sees_a_figure(client, agency):
    client.force_login(a_person("guest"))
    assert asked(client).status_code in (302, 403)


def test_a_figure_no_room_has_is_not_found(client, clerk):
    assert asked(client, "figure", "nobody.counts_this").status_code == 404


def test_every_record_that_is_counted_has_a_name_to_be_listed_by(agency):
    models = {figure.records(agency, date(2023, 1, 1), date(2023, 12, 31)).model for figure in FIGURES}
    assert [model for model in models if not callable(getattr(model, "record_line", None))] == []
    for model in models:
        model.objects.select_related(*model.record_relations).first()


def test_a_case_is_named_by_its_number_and_nothing_of_the_applicant(client, clerk, agency):
    case = a_case(agency, date(2023, 3, 1), today=date(2023, 3, 1), applicant_name="张三丰", description="张三丰的档案")
    do(case, "issue_fee_notice", date(2023, 3, 2), today=date(2023, 3, 2), amount_yuan=Decimal(100))
    answer = asked(client, "figure", "cases.new_received", year="2023")
    assert answer.context["compared"].now == 1
    assert case.number in answer.content.decode()
    assert "张三丰" not in answer.content.decode()
    (line,) = asked(client, "figure", "cases.fee_noticed_yuan", year="2023").context["records"].object_list
    assert line.name == f"办件 {case.number}：发出收费通知，100 元"
