"""Never a false pass: what is not in the source is empty, and a finding names it."""

from __future__ import annotations

from random import Random

import pytest

from gongkai import annualreport
from gongkai.annualreport.model import How
from tests.annualreport.manners.catalogue import MANNERS, Sample, make
from tests.annualreport.manners.judging import complaints, named

TABLES = ("article_20_1", "applications", "review_litigation")


def without(sample: Sample, table: str, as_picture: bool) -> bytes:
    """Return the sample's file printed again without one table, or with a picture in its place."""
    paper = sample.paper
    for block in paper.blocks:
        hidden = block.table == table
        block.shown, block.picture = not (hidden and not as_picture), hidden and as_picture
    return MANNERS[sample.manner].render(paper, Random(1))


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    "name", ["html_official", "docx_typed", "markdown", "browser_copy", "leading_bars", "spaced_lines", "glued"]
)
def test_a_table_that_is_not_there_is_absent_and_named(name: str, table: str) -> None:
    sample = make(name, 400)
    report = annualreport.read(without(sample, table, as_picture=False))
    gone = [(place, cell) for place, cell in report.cells() if place.table == table]
    assert gone
    assert all(cell.value is None and cell.how is How.ABSENT for _, cell in gone)
    assert all(named(report, place) for place, _ in gone)
    told = complaints(report, sample.expected)
    assert not [one for one in told if table not in one and one.startswith(("WRONG", "MISSED"))]


@pytest.mark.parametrize("table", TABLES)
def test_a_table_published_as_a_picture_is_named(table: str) -> None:
    report = annualreport.read(without(make("html_official", 401), table, as_picture=True))
    gone = [place for place, _ in report.cells() if place.table == table]
    assert all(report.value(*place) is None and named(report, place) for place in gone)


@pytest.mark.parametrize("name", ["html_official", "browser_copy", "markdown", "leading_bars", "trailing_bars"])
def test_a_row_of_six_figures_where_seven_belong_is_not_guessed(name: str) -> None:
    for seed in range(410, 416):
        sample = make(name, seed, ["lost_values"])
        assert complaints(annualreport.read(sample.data), sample.expected) == []


def test_prose_alone_is_refused_or_wholly_absent() -> None:
    title = "某市财政局2023年政府信息公开工作年度报告"
    prose = f"{title}\n一、总体情况\n全年收到申请12件，予以公开7件，行政复议1件。\n".encode()
    try:
        report = annualreport.read(prose)
    except annualreport.Unreadable:
        return
    assert all(cell.value is None and cell.how is How.ABSENT for _, cell in report.cells())
    assert all(named(report, place) for place, _ in report.cells())


@pytest.mark.parametrize("nothing", [b"", b"   \n", b"hello world", bytes(range(256)) * 9])
def test_what_is_no_report_is_refused(nothing: bytes) -> None:
    with pytest.raises(annualreport.Unreadable):
        annualreport.read(nothing)


def test_every_cell_that_was_read_says_where_it_stands_and_how_it_is_printed() -> None:
    report = annualreport.read(make("html_official", 420, ["thousands"]).data)
    read = [cell for _, cell in report.cells() if cell.how is How.READ]
    assert read
    assert all(cell.raw and any(cell.source) for cell in read)
