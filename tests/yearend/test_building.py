"""A year's report from its records: cells, sentences, figures, and what is missing."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from gongkai.agencies.door import Person, Tally, take_in
from gongkai.annualreport import form
from gongkai.cases.door import Dispute, DisputeInstance
from gongkai.statute import LawUnknown
from gongkai.yearend.building import build
from gongkai.yearend.door import RECORD_KINDS
from gongkai.yearend.figures import BY_ID, Year
from gongkai.yearend.filling import fill, fills
from gongkai.yearend.notes import YearNote
from gongkai.yearend.sentences import TOKEN, sentences
from tests.yearend.examples import an_agency

pytestmark = pytest.mark.django_db

TALLY = "oversight."


@pytest.fixture
def agency():
    return an_agency("yunhu")


def tally(agency, kind: str, value: str, day: date, since: date | None = None) -> Tally:
    return Tally.objects.create(
        agency=agency, kind=TALLY + kind, value=Decimal(value), since=since or day, day=day, source="constructed"
    )


def note(agency, part: str, text: str, day: date, **changes) -> YearNote:
    reference = f"{day.year}-{YearNote.objects.count()}"
    return YearNote.objects.create(
        agency=agency, reference=reference, part=part, text=text, day=day, source="constructed", **changes
    )


def cell(agency, year: int, form_id: str, place: tuple[str, str, str]):
    table, row, column = place
    return fill(form(form_id), Year(agency, year)).tables[table][row][column].value


PENALTIES = ("article_20_6", "administrative_penalty")


def test_a_cell_counts_the_records_of_its_year_and_agency_alone(agency):
    tally(agency, "penalty_decisions", "2", date(2023, 6, 30), date(2023, 1, 1))
    tally(agency, "penalty_decisions", "1", date(2023, 12, 31), date(2023, 7, 1))
    tally(agency, "penalty_decisions", "7", date(2022, 12, 31))
    tally(an_agency("other"), "penalty_decisions", "9", date(2023, 12, 31))
    assert cell(agency, 2023, "format_2021", (*PENALTIES, "decisions_this_year")) == 3


def test_a_cell_of_which_no_record_speaks_stays_empty_and_is_told(agency):
    built = build(agency, 2023)
    assert built.report.value(*PENALTIES, "decisions_this_year") is None
    told = [finding.facts["figure"] for finding in built.findings if finding.rule == "YEAR-NO-TALLY"]
    assert "oversight.penalty_decisions" in told
    assert built.status == "errors"


def test_a_registered_nought_is_nought(agency):
    tally(agency, "penalty_decisions", "0", date(2023, 12, 31))
    built = build(agency, 2023)
    assert built.report.value(*PENALTIES, "decisions_this_year") == 0
    assert built.figures["oversight.penalty_decisions"] == (0, 1)


def test_an_agency_without_the_power_to_make_regulations_has_none(agency):
    assert cell(agency, 2023, "format_2021", ("article_20_1", "regulations", "currently_effective")) == 0


def test_fees_are_printed_in_ten_thousand_yuan(agency):
    tally(agency, "fees_collected_yuan", "380", date(2023, 5, 1))
    place = ("article_20_8", "administrative_institutional_fees", "fees_collected_this_year")
    assert str(cell(agency, 2023, "format_2021", place)) == "0.038"


def test_the_form_on_trial_prints_last_years_items_and_the_signed_change(agency):
    for year, items in ((2018, "5"), (2019, "6"), (2020, "4")):
        tally(agency, "penalty_items", items, date(year, 12, 31))
    columns = ("items_previous_year", "change_this_year")
    assert [cell(agency, 2019, "format_2019_trial", (*PENALTIES, one)) for one in columns] == [5, 1]
    assert [cell(agency, 2020, "format_2019_trial", (*PENALTIES, one)) for one in columns] == [6, -2]


def test_a_change_against_an_unknown_year_is_not_known(agency):
    tally(agency, "penalty_items", "5", date(2019, 12, 31))
    assert cell(agency, 2019, "format_2019_trial", (*PENALTIES, "change_this_year")) is None


@pytest.mark.parametrize("form_id", ["format_2021", "format_2019_trial"])
def test_every_cell_of_table_two_says_which_figure_fills_it(form_id):
    chosen = form(form_id)
    places = {
        (table.id, row.id, column.id)
        for table in chosen.tables.values()
        if table.section == "proactive_disclosure"
        for row in table.rows
        for column in table.columns
    }
    assert {tuple(place) for place in fills()[form_id]} == places


def test_a_sentence_adapts_to_none_and_some_and_is_left_out_where_nothing_is_known(agency):
    (procurement,) = (one for one in sentences() if one.about == "oversight.procurement_projects")
    year = Year(agency, 2020)
    assert procurement.draft(year) == ""
    tally(agency, "procurement_projects", "0", date(2020, 6, 30))
    assert procurement.draft(Year(agency, 2020)) == "本年度没有政府集中采购项目。"
    tally(agency, "procurement_projects", "20", date(2020, 12, 31))
    assert procurement.draft(Year(agency, 2020)) == ""  # the amount is not known
    tally(agency, "procurement_amount_yuan", "4987097", date(2020, 12, 31))
    assert "全年政府集中采购项目20项，采购总金额4987097元。" in build(agency, 2020).report.text("overall_situation")


@pytest.mark.parametrize(
    ("filed", "told"),
    [
        ([], "本年度未发生因政府信息公开引起的行政复议。本年度未发生因政府信息公开引起的行政诉讼。"),
        (["reconsideration"], "本年度因政府信息公开引起的行政复议1件，结果见本报告第四部分。"),
        (["reconsideration"] * 2, "全年因政府信息公开引起的行政复议共2件，各件的结果见本报告第四部分。"),
        (["litigation"], "本年度因政府信息公开引起的行政诉讼1件，结果见本报告第四部分。"),
        (["litigation"] * 3, "全年因政府信息公开引起的行政诉讼共3件，各件的结果见本报告第四部分。"),
    ],
)
def test_reviews_and_suits_are_told_in_words_for_none_one_and_many_and_agree_with_table_four(agency, filed, told):
    for number, route in enumerate(filed):
        Dispute.objects.create(
            agency=agency, reference=f"{number}", route=route, body="某地", filed_date=date(2023, 3, 1)
        )
    built = build(agency, 2023)
    assert told in built.report.text("overall_situation")
    assert [one for one in built.findings if one.rule == "TEXT-DISPUTES"] == []
    ours = built.figures["cases.reconsiderations"].value + built.figures["cases.litigations"].value
    row = built.report.tables["review_litigation"]["cases"]
    assert ours == len(filed) == sum(cell.value for column, cell in row.items() if column.endswith("_total"))


def test_a_dispute_over_before_the_year_or_another_organs_is_not_told(agency):
    said = {"agency": agency, "route": "reconsideration", "body": "某地", "filed_date": date(2022, 3, 1)}
    over = Dispute.objects.create(reference="1", **said)
    day = {"begun_date": date(2022, 3, 1), "closed_date": date(2022, 5, 1)}
    DisputeInstance.objects.create(dispute=over, result="upheld", **day)
    Dispute.objects.create(reference="2", is_original=False, **said)
    assert Year(agency, 2023).value("cases.reconsiderations") == 0
    assert Year(agency, 2022).value("cases.reconsiderations") == 1


def test_a_figure_in_the_draft_is_a_token_and_no_digits(agency):
    tally(agency, "procurement_projects", "20", date(2020, 12, 31))
    tally(agency, "procurement_amount_yuan", "4987097", date(2020, 12, 31))
    text = next(one.text for one in build(agency, 2020).draft if one.id == "overall_situation")
    assert {"oversight.procurement_projects", "oversight.procurement_amount_yuan"} <= set(TOKEN.findall(text))
    assert "4987097" not in text


def test_last_years_problem_comes_back_with_what_was_done_about_it(agency):
    problem = note(agency, "problem", "解读形式单一。", date(2022, 12, 1))
    note(agency, "problem", "栏目更新不够及时。", date(2023, 12, 1))
    note(agency, "improvement", "增加图解3篇。", date(2023, 5, 1), answers=problem)
    text = build(agency, 2023).report.text("problems_and_improvements")
    assert "上年度存在的问题：解读形式单一。改进情况：增加图解3篇。" in text
    assert "本年度存在的主要问题：栏目更新不够及时。" in text


def test_an_improvement_answers_a_problem_of_its_own_agency(agency):
    problem = note(an_agency("other"), "problem", "解读形式单一。", date(2022, 12, 1))
    answer = YearNote(agency=agency, reference="1", part="improvement", day=date(2023, 1, 1), text="改。", source="甲")
    answer.answers = problem
    with pytest.raises(ValidationError, match="本机关登记过"):
        answer.full_clean()


def test_a_year_that_no_form_serves_is_refused(agency):
    with pytest.raises(LawUnknown):
        build(agency, 2007)


def test_every_figure_names_what_it_counts():
    assert all(figure.label and figure.unit and figure.meaning and figure.law for figure in BY_ID.values())


def test_records_from_files_make_the_report(agency, tmp_path):
    (tmp_path / "tallies.csv").write_text(
        "agency,kind,since,day,value,source\nyunhu,行政处罚处理决定数量,2023-01-01,2023-12-31,4,执法台账\n", "utf-8"
    )
    person = Person.objects.create(username="loader")
    take_in(tmp_path, RECORD_KINDS, by=person, at=datetime(2026, 11, 27, tzinfo=UTC), source="constructed")
    assert build(agency, 2023).report.value(*PENALTIES, "decisions_this_year") == 4
