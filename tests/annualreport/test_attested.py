"""A report in our own format may have been written by anybody: its cells decide what is said of its reading."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from gongkai.annualreport import check, read, status, to_dict, write
from gongkai.annualreport.attested import attested
from gongkai.annualreport.model import Cell, How, Report
from gongkai.findings import Finding
from tests.annualreport.building import clean_report, with_cells

FIXTURES = Path(__file__).parent / "fixtures"
FILES = sorted(path.name for path in FIXTURES.iterdir() if path.suffix != ".json")
GRANTED = "applications.granted"
FEES = "article_20_8.administrative_institutional_fees.fees_collected_this_year"
UNREAD = Cell(None, How.UNREAD, "1?")


def from_json(report: Report, change: Callable[[dict[str, Any]], None] = lambda data: None) -> Report:
    data = to_dict(report)
    change(data)
    return read(json.dumps(data).encode(), "report.json")


def said(report: Report) -> list[tuple[str, str]]:
    return [(finding.rule, finding.where) for finding in report.findings]


def row_of(report: Report, row: str, cell: Cell) -> Report:
    columns = report.tables["applications"][row]
    return with_cells(report, {f"applications.{row}.{column}": cell for column in columns})


@pytest.mark.parametrize("name", FILES)
def test_what_our_reader_says_of_a_real_file_is_borne_out_by_its_cells(name: str) -> None:
    report = read(FIXTURES / name)
    assert attested(report) == report


@pytest.mark.parametrize("name", ["hand-town.txt", "hand-glued.txt", "merged-cells.html"])
def test_a_report_written_as_json_is_read_back_with_the_same_findings(name: str) -> None:
    report = read(FIXTURES / name)
    assert from_json(report).findings == report.findings


def test_a_clean_report_stays_clean() -> None:
    assert said(from_json(clean_report())) == []


def test_the_findings_that_somebody_took_out_come_back() -> None:
    report = with_cells(row_of(clean_report(), "new_received", UNREAD), {f"{GRANTED}.total": UNREAD})
    report = with_cells(report, {"applications.carried_over_in.total": Cell(0, How.INFERRED, "000")})
    answer = from_json(report)
    assert sorted(said(answer)) == [
        ("READ-CELL-INFERRED", "applications.carried_over_in"),
        ("READ-CELL-UNREAD", f"{GRANTED}.total"),
        ("READ-ROW-UNREAD", "applications.new_received"),
    ]
    assert status(check(answer)) == "errors"


def test_tables_rows_and_cells_that_are_not_there_are_missed() -> None:
    def tear(data: dict[str, Any]) -> None:
        del data["tables"]["review_litigation"]
        del data["tables"]["applications"]["granted"]
        del data["tables"]["applications"]["new_received"]["total"]
        data.pop("provenance")

    assert sorted(said(from_json(clean_report(), tear))) == [
        ("READ-ROW-MISSING", GRANTED),
        ("READ-ROW-MISSING", "applications.new_received"),
        ("READ-TABLE-MISSING", "review_litigation"),
    ]


@pytest.mark.parametrize(
    ("rule", "where", "facts"),
    [
        ("READ-CELL-UNREAD", f"{GRANTED}.total", {"raw": "1?"}),
        ("READ-ROW-UNREAD", GRANTED, {"row": "（一）予以公开", "raw": "1", "count": 1, "expected": 7}),
        ("READ-ROW-TWICE", GRANTED, {"row": "（一）予以公开", "count": 2}),
        ("READ-HEADER", "applications", {"table": "三"}),
        ("READ-UNIT-TWICE", FEES, {"raw": "1", "above": "元", "heading": "万元"}),
        ("READ-UNIT-TWICE", "applications", {"raw": "1", "above": "元", "heading": "万元"}),
        ("READ-TABLE-MISSING", "applications", {"table": "三"}),
        ("READ-TABLE-PICTURE", "applications", {"count": 1}),
        ("READ-NOT-A-REPORT", "", {}),
        ("READ-EMPTY", "", {}),
        ("AGENCY-UNKNOWN", "agency", {}),
    ],
)
def test_a_finding_that_the_cells_do_not_bear_out_is_left_out(rule: str, where: str, facts: dict[str, Any]) -> None:
    invented = Finding(rule, where, facts)
    assert attested(_with(clean_report(), invented)).findings == ()


def test_a_finding_that_the_cells_bear_out_keeps_its_own_words() -> None:
    twice = Finding("READ-ROW-TWICE", GRANTED, {"row": "（一）予以公开", "count": 2})
    header = Finding("READ-HEADER", "applications", {"table": "三"})
    report = row_of(clean_report(), "granted", UNREAD)
    for told in (twice, header):
        assert attested(_with(report, told)).findings == (told,)


def test_a_cell_whose_units_disagree_is_told_once_and_by_why() -> None:
    told = Finding("READ-UNIT-TWICE", FEES, {"raw": "1", "above": "元", "heading": "万元"})
    report = with_cells(clean_report(), {FEES: UNREAD})
    assert attested(_with(report, told)).findings == (told,)


def test_what_only_the_reader_of_the_source_can_know_is_kept() -> None:
    for told in (
        Finding("READ-OCR-LAYER"),
        Finding("READ-TABLE-YEAR", "applications", {"caption": "三", "found": "2022年", "year": 2023}),
    ):
        assert attested(_with(clean_report(), told)).findings == (told,)


def test_a_table_of_ours_with_unread_cells_says_so_too() -> None:
    report = with_cells(clean_report(), {f"{GRANTED}.total": UNREAD})
    assert said(read(write(report, "csv"), "report.csv")) == [("READ-CELL-UNREAD", f"{GRANTED}.total")]


def _with(report: Report, finding: Finding) -> Report:
    return replace(report, findings=(finding,))
