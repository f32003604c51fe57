"""The real reports in ../shared/samples are read without one wrong figure."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from gongkai import annualreport
from gongkai.annualreport.model import How, Place, Report
from tests.annualreport.manners.judging import Expected, complaints, named
from tests.samples import SAMPLES, needs_samples

GLUED = "pingtan-2024.glued.txt"
NAMES = (
    "hongze-2024.pdf",
    GLUED,
    "shanghai-office-2019.html",
    "shizuishan-2023.txt",
    "trunc-hanyang-2022.txt",
    "yiyang-2020.txt",
)
SAME_AGENCY = {GLUED: {"平潭综合实验区", "平潭综合实验区管委会", "平潭综合实验区管委会办公室"}}
pytestmark = needs_samples


def hand_read(name: str) -> dict[str, Any]:
    """Return what a person read in the file."""
    loaded: dict[str, Any] = json.loads((SAMPLES / f"{name}.expected.json").read_text("utf-8"))
    return loaded


def expected_cells(name: str, must: bool = True) -> dict[Place, Expected]:
    """Return the hand-read cells; money is a decimal string."""
    cells = {}
    for table, rows in hand_read(name)["tables"].items():
        for row, columns in rows.items():
            for column, value in columns.items():
                figure = Decimal(value) if isinstance(value, str) else value
                cells[Place(table, row, column)] = Expected(figure, must)
    return cells


def read(name: str) -> Report:
    """Read the sample."""
    return annualreport.read((SAMPLES / name).read_bytes(), name)


@pytest.mark.parametrize("name", [name for name in NAMES if name != GLUED])
def test_a_real_report_is_read_as_a_person_reads_it(name: str) -> None:
    assert complaints(read(name), expected_cells(name)) == []


def test_glued_digits_are_never_cut_wrongly() -> None:
    report, cells = read(GLUED), expected_cells(GLUED, must=False)
    assert complaints(report, cells) == []
    loose = {"article_20_1"}
    missed = [str(p) for p, want in cells.items() if p.table not in loose and report.value(*p) is None]
    assert missed == []


@pytest.mark.parametrize("name", NAMES)
def test_agency_year_and_form_are_those_of_the_report(name: str) -> None:
    report, person = read(name), hand_read(name)
    assert report.agency is None or report.agency in SAME_AGENCY.get(name, {person["agency"]})
    assert (report.year, report.form.id) == (person["year"], person["format"])


@pytest.mark.parametrize("name", ["shizuishan-2023.txt", "hongze-2024.pdf", "shanghai-office-2019.html"])
def test_an_agency_named_in_the_title_is_found(name: str) -> None:
    assert read(name).agency == hand_read(name)["agency"]


def test_what_a_truncated_file_no_longer_holds_is_named_in_a_finding() -> None:
    report = read("trunc-hanyang-2022.txt")
    gone = [place for place, cell in report.cells() if cell.how is How.ABSENT]
    assert Place("review_litigation", "cases", "reconsideration_total") in gone
    assert all(named(report, place) for place in gone)


def test_the_blank_official_form_is_all_blanks() -> None:
    report = read("form-2021-blank.docx")
    assert {cell.how for _, cell in report.cells()} == {How.BLANK}
    assert (report.agency, report.year, report.form.id) == (None, None, "format_2021")


def test_the_blanks_of_the_shanghai_report_are_blank_and_not_absent() -> None:
    report = read("shanghai-office-2019.html")
    assert report.cell("applications", "granted", "total").how is How.BLANK
    assert report.cell("applications", "denied_state_secret", "natural_person").how is How.READ


def test_a_figure_that_stays_open_is_no_error_of_the_report_and_no_pass_either() -> None:
    report = annualreport.read(SAMPLES / GLUED)
    findings = annualreport.check(report)
    assert "error" not in {annualreport.RULES[finding.rule].severity for finding in findings}
    assert annualreport.status(findings) == "errors"
