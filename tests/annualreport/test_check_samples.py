"""The checks on real reports: a clean one shows no error, and what contradicts itself is found."""

from dataclasses import replace
from functools import cache

import pytest

from gongkai.annualreport import read
from gongkai.annualreport.checks import CHECKS, check
from gongkai.annualreport.model import Cell, How, Report
from gongkai.findings import Finding
from tests.annualreport.building import errors_in, expected_cells, found_in, with_cells, with_text
from tests.samples import sample

COMPLETE = (
    "shizuishan-2023.txt",
    "yiyang-2020.txt",
    "hongze-2024.pdf",
    "pingtan-2024.glued.txt",
    "shanghai-office-2019.html",
)


@cache
def _as_a_person_read_it(name: str) -> Report:
    """Return the sample with its texts as read and every cell as the hand-read figures have it."""
    cells = {
        f"{table}.{row}.{column}": Cell(None, How.BLANK) if value is None else str(value)
        for table, row, column, value in expected_cells(name)
    }
    return with_cells(replace(read(sample(name)), findings=()), cells)


def _own(name: str) -> dict[str, list[Finding]]:
    return found_in(_as_a_person_read_it(name))


@pytest.mark.parametrize("name", COMPLETE)
def test_a_clean_real_report_shows_no_error(name: str) -> None:
    assert errors_in(_own(name)) == set()


def test_the_report_of_shizuishan_has_nothing_to_be_said_against_it() -> None:
    assert _own("shizuishan-2023.txt") == {}


def test_the_report_of_shizuishan_with_one_part_changed_no_longer_adds_up() -> None:
    report = _as_a_person_read_it("shizuishan-2023.txt")
    text = report.text("overall_situation")
    changed = with_text(report, overall_situation=text.replace("294", "295"))
    assert set(found_in(changed)) == {"TEXT-BREAKDOWN"}


def test_the_report_of_shizuishan_with_one_application_contradicts_its_text() -> None:
    rows = ("new_received", "granted", "processed_total")
    cells = {f"applications.{row}.{column}": 1 for row in rows for column in ("natural_person", "total")}
    found = found_in(with_cells(_as_a_person_read_it("shizuishan-2023.txt"), cells))
    assert set(found) == {"TEXT-NO-APPLICATIONS"}
    assert {finding.where.split("[")[0] for finding in found["TEXT-NO-APPLICATIONS"]} == {
        "text.overall_situation",
        "text.other_matters",
    }


def test_yiyang_states_two_figures_for_the_messages_answered_on_wechat() -> None:
    found = _own("yiyang-2020.txt")
    (warning,) = found["TEXT-TWO-FIGURES"]
    assert {warning.facts["one"], warning.facts["other"]} == {10622, 11870}
    assert set(found) == {"TEXT-TWO-FIGURES", "PERIOD-MISSING"}


def test_hongze_counts_the_office_in_its_text_and_the_district_in_its_table() -> None:
    found = _own("hongze-2024.pdf")
    assert set(found) == {"TEXT-RECEIVED-SCOPE"}
    assert (found["TEXT-RECEIVED-SCOPE"][0].facts["printed"], found["TEXT-RECEIVED-SCOPE"][0].facts["value"]) == (
        17,
        95,
    )


def test_shanghai_contradicts_its_table_in_two_results_and_in_no_other_figure() -> None:
    found = _own("shanghai-office-2019.html")
    told = {(finding.facts["printed"], finding.facts["value"]) for finding in found["TEXT-RESULT"]}
    assert told == {(258, 275), (265, 337)}  # 35, 158, 0, 805, 18 and 72 agree, and so do 7 and 9 disputes
    assert set(found) == {"TEXT-RESULT", "SUM-BLANK-AS-ZERO", "SUM-SIDE-BLANK"}


def test_a_report_cut_off_in_its_table_is_told_as_not_read_and_never_clean() -> None:
    found = found_in(read(sample("trunc-hanyang-2022.txt")))
    assert "SUM-UNVERIFIED" in found
    assert "SECTION-MISSING" not in found
    assert any(rule.startswith("READ-") for rule in errors_in(found))


@pytest.mark.parametrize("name", COMPLETE)
def test_a_real_report_held_against_itself_a_year_later_is_told_as_copied(name: str) -> None:
    report = _as_a_person_read_it(name)
    assert report.year is not None
    later = replace(report, year=report.year + 1)
    found = found_in(later, report)
    assert {finding.facts["percent"] for finding in found.get("TEXT-COPIED", [])} <= {100}
    assert "TEXT-COPIED" in found


@pytest.mark.parametrize("name", COMPLETE)
def test_checking_changes_nothing_and_answers_the_same_twice(name: str) -> None:
    report = _as_a_person_read_it(name)
    assert check(report) == check(report)
    assert all(list(one(report, None)) is not None for one in CHECKS)
