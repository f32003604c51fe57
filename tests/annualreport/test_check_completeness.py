"""Whether everything is there that the form asks for, and was made public in time."""

from dataclasses import replace
from datetime import date

import pytest

from gongkai.annualreport.checks import check, status
from gongkai.annualreport.model import ABSENT, Cell, How, Report
from gongkai.findings import Finding
from tests.annualreport.building import clean_report, errors_in, found_in, with_cells, with_text

BLANK = Cell(None, How.BLANK)


def _without(report: Report, section: str) -> Report:
    return replace(report, sections=tuple(one for one in report.sections if one.id != section))


def _table_of(report: Report, table: str, cell: Cell) -> Report:
    """Return the report with every cell of a table the same."""
    rows = {row: dict.fromkeys(columns, cell) for row, columns in report.tables[table].items()}
    return replace(report, tables={**report.tables, table: rows})


# -- sections --------------------------------------------------------------------------------------


def test_a_report_without_its_sixth_section_is_incomplete() -> None:
    found = found_in(_without(clean_report(), "other_matters"))
    assert found["SECTION-MISSING"][0].facts["section"] == "六、其他需要报告的事项"
    assert errors_in(found) == {"SECTION-MISSING"}


def test_a_section_whose_words_stand_without_heading_is_there() -> None:
    report = with_text(
        _without(clean_report(), "other_matters"),
        problems_and_improvements="存在公开形式单一的问题。其他需要报告的事项：无。",
    )
    found = found_in(report)
    assert set(found) == {"SECTION-HEADING"}
    tables_only = found_in(_without(clean_report(), "review_litigation"))
    assert set(tables_only) == {"SECTION-HEADING"}


def test_what_a_cut_off_file_does_not_show_is_not_said_to_be_missing() -> None:
    cut = replace(_without(clean_report(), "other_matters"), findings=(Finding("READ-TRUNCATED"),))
    assert "SECTION-MISSING" not in found_in(cut)


@pytest.mark.parametrize("text", ["", "。", "（文字描述，收取信息处理费情况在此处报告。）"])
def test_the_sixth_section_is_never_empty(text: str) -> None:
    found = found_in(with_text(clean_report(), other_matters=text))
    assert found["SECTION-EMPTY"][0].where == "text.other_matters"


def test_nothing_to_report_is_said_by_one_word() -> None:
    assert "SECTION-EMPTY" not in found_in(with_text(clean_report(), other_matters="无"))


def test_the_general_situation_touches_five_aspects() -> None:
    report = with_text(
        clean_report(), overall_situation="中心主动公开信息，办理依申请公开，强化信息管理，加强监督保障。"
    )
    (warning,) = found_in(report)["ASPECT-MISSING"]
    assert warning.facts["aspects"] == "政府信息公开平台建设"
    trial = with_text(clean_report("format_2019_trial", 2020), overall_situation="中心主动公开信息。")
    assert "ASPECT-MISSING" not in found_in(trial)


# -- tables ----------------------------------------------------------------------------------------


def test_a_blank_cell_is_a_notice_and_a_blank_table_an_error() -> None:
    place = "article_20_1.regulations.currently_effective"
    found = found_in(with_cells(clean_report(), {place: "-"}))
    assert found["BLANK-CELLS"][0].facts["count"] == 1
    assert not errors_in(found)
    assert errors_in(found_in(_table_of(clean_report(), "review_litigation", BLANK))) == {"BLANK-TABLE"}


def test_one_blank_block_of_the_printed_table_on_proactive_disclosure_is_not_the_whole_table() -> None:
    assert set(found_in(_table_of(clean_report(), "article_20_5", BLANK))) == {"BLANK-CELLS"}


def test_a_table_that_comes_without_cells_never_passes_for_right() -> None:
    absent = _table_of(clean_report(), "applications", ABSENT)
    assert errors_in(found_in(absent)) == {"READ-TABLE-MISSING"}
    told = replace(absent, findings=(Finding("READ-TABLE-PICTURE", "applications", {"count": 1}),))
    assert "READ-TABLE-MISSING" not in found_in(told)


def test_a_row_that_comes_without_cells_never_passes_for_right() -> None:
    report = with_cells(clean_report(), {"article_20_6.administrative_compulsion.decisions_this_year": "."})
    (error,) = found_in(report)["READ-ROW-MISSING"]
    assert (error.where, error.facts["row"]) == ("article_20_6", "行政强制")


# -- whose, of which year --------------------------------------------------------------------------


def test_a_report_of_no_known_year_or_agency_says_so() -> None:
    found = found_in(replace(clean_report(), year=None, agency=None))
    assert {"YEAR-UNKNOWN", "AGENCY-UNKNOWN"} <= set(found)
    assert not errors_in(found)


def test_a_report_on_2023_uses_the_form_of_2021() -> None:
    found = found_in(clean_report("format_2019_trial", 2023))
    assert set(found) == {"FORM-YEAR"}


def test_the_statistical_period_is_the_whole_report_year() -> None:
    other = replace(clean_report(), period=(date(2022, 1, 1), date(2022, 12, 31)))
    short = replace(clean_report(), period=(date(2023, 1, 1), date(2023, 11, 30)))
    assert set(found_in(other)) == set(found_in(short)) == {"PERIOD-WRONG"}


def test_a_report_says_its_period_and_on_what_law_it_is_made() -> None:
    bare = with_text(
        replace(clean_report(), period=None), preamble="清河市住房公积金管理中心2023年政府信息公开工作年度报告"
    )
    assert set(found_in(bare)) == {"PERIOD-MISSING", "BASIS-MISSING"}
    stated = with_text(bare, preamble="依据《政府信息公开条例》编制，数据统计期限自2023年1月1日起。")
    assert found_in(stated) == {}


# -- made public in time ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("agency", "year", "published", "rules"),
    [
        ("清河市水务局", 2025, date(2026, 1, 30), set()),
        ("清河市水务局", 2025, date(2026, 1, 31), set()),
        ("清河市水务局", 2025, date(2026, 2, 2), {"PUB-LATE"}),  # 31 January 2026 is a Saturday: no roll-forward
        ("清河市临水区人民政府", 2024, date(2025, 3, 10), set()),
        ("清河经济技术开发区管委会办公室", 2024, date(2025, 4, 1), {"PUB-LATE"}),
        ("清河市水务局", 2025, date(2025, 11, 1), {"PUB-EARLY"}),
    ],
)
def test_a_report_is_public_by_31_january_and_a_government_s_by_31_march(
    agency: str, year: int, published: date, rules: set[str]
) -> None:
    assert set(found_in(replace(clean_report(year=year, agency=agency), publication_date=published))) == rules


# -- the verdict -----------------------------------------------------------------------------------


def test_a_report_of_which_nothing_could_be_read_is_unreadable_and_not_checked() -> None:
    nothing = replace(clean_report(), findings=(Finding("READ-EMPTY"),))
    assert check(nothing) == (Finding("READ-EMPTY"),)
    assert status(check(nothing)) == "unreadable"
    blank = replace(clean_report(), sections=(), tables={})
    assert status(check(blank)) == "unreadable"


def test_the_verdict_is_the_gravest_of_what_was_found() -> None:
    assert status(check(clean_report())) == "clean"
    assert status(check(with_cells(clean_report(), {"article_20_1.regulations.issued_this_year": "-"}))) == "clean"
    assert status(check(with_cells(clean_report(), {"applications.granted.total": 1}))) == "errors"
