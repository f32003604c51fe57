"""What is written in any format reads back as the same report."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings

from gongkai import annualreport
from gongkai.annualreport.model import Cell, How, Report
from gongkai.annualreport.writers import KINDS, write
from tests.annualreport.building import clean_report, with_cells, with_text
from tests.annualreport.written import essence, printed_cells, read_cells, reports
from tests.samples import SAMPLES, needs_samples

PRINTED = ("html", "docx", "pdf", "md")  # documents; the others carry the report's data
DATA = ("json", "csv")
NAMES = (
    "form-2021-blank.docx",
    "hongze-2024.pdf",
    "pingtan-2024.glued.txt",
    "shanghai-office-2019.html",
    "shizuishan-2023.txt",
    "trunc-hanyang-2022.txt",
    "yiyang-2020.txt",
)
COLUMNS = tuple(column.id for column in clean_report().form.tables["applications"].columns)


def read_back(report: Report, kind: str) -> Report:
    """Return what the reader makes of the report written in that format."""
    return annualreport.read(write(report, kind))


def reads_back(report: Report, kind: str) -> None:
    """Hold a printed format to what the report says: every figure, every blank, every word."""
    found = read_back(report, kind)
    assert read_cells(found) == printed_cells(report)
    assert essence(found) == essence(report)
    assert report.period in (None, found.period)


def check_any(kind: str, report: Report) -> None:
    reads_back(report, kind)
    assert {finding.rule for finding in read_back(report, kind).findings} <= {"READ-MIXED-FORM"}


@pytest.mark.parametrize("kind", ["html", "docx", "md"])
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.differing_executors])
@given(report=reports())
def test_any_valid_report_reads_back_from_a_document(kind: str, report: Report) -> None:
    check_any(kind, report)


@settings(max_examples=10)
@given(report=reports())
def test_any_valid_report_reads_back_from_pdf(report: Report) -> None:
    check_any("pdf", report)


@pytest.mark.parametrize("kind", DATA)
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.differing_executors])
@given(report=reports())
def test_any_valid_report_reads_back_from_data_whole(kind: str, report: Report) -> None:
    assert read_back(report, kind) == report


@needs_samples
@pytest.mark.parametrize("kind", PRINTED)
@pytest.mark.parametrize("name", NAMES)
def test_every_sample_converts_to_every_document_and_back(name: str, kind: str) -> None:
    reads_back(annualreport.read(SAMPLES / name), kind)


@needs_samples
@pytest.mark.parametrize("name", NAMES)
def test_every_sample_converts_to_json_and_back_whole(name: str) -> None:
    report = annualreport.read(SAMPLES / name)
    assert read_back(report, "json") == replace(report, file="")


@needs_samples
@pytest.mark.parametrize("name", NAMES)
def test_every_sample_converts_to_csv_and_back_with_how_each_cell_was_read(name: str) -> None:
    report = annualreport.read(SAMPLES / name)
    found = read_back(report, "csv")
    assert [(place, cell.value, cell.how) for place, cell in found.cells()] == [
        (place, cell.value, cell.how) for place, cell in report.cells()
    ]
    assert (found.sections, found.preamble, found.notes) == (report.sections, report.preamble, report.notes)
    assert essence(found) == essence(report)


@needs_samples
@pytest.mark.parametrize("kind", PRINTED)
def test_what_is_written_twice_is_the_same_report(kind: str) -> None:
    once = read_back(annualreport.read(SAMPLES / "shizuishan-2023.txt"), kind)
    assert read_back(once, kind).preamble == once.preamble
    assert write(once, kind) == write(read_back(once, kind), kind)


# -- what is not certain ---------------------------------------------------------------------------


@pytest.mark.parametrize("kind", PRINTED)
def test_a_cell_that_was_not_read_is_written_blank_and_never_guessed(kind: str) -> None:
    report = with_cells(clean_report(), {"applications.granted.total": "?", "applications.granted.natural_person": "."})
    found = read_back(report, kind)
    assert found.cell("applications", "granted", "total").how is How.BLANK
    assert found.cell("applications", "granted", "natural_person").how is How.BLANK


@pytest.mark.parametrize("kind", PRINTED)
def test_an_inferred_figure_is_printed_as_a_figure(kind: str) -> None:
    report = with_cells(clean_report(), {"applications.granted.total": Cell(7, How.INFERRED, "07")})
    assert read_back(report, kind).value("applications", "granted", "total") == 7


@pytest.mark.parametrize("kind", PRINTED)
def test_a_report_that_says_almost_nothing_is_still_its_form(kind: str) -> None:
    report = replace(clean_report(), agency=None, year=None, preamble="", period=None, sections=())
    reads_back(report, kind)


@pytest.mark.parametrize("kind", PRINTED)
def test_a_missing_section_stays_missing(kind: str) -> None:
    report = clean_report()
    reads_back(replace(report, sections=report.sections[3:]), kind)


# -- what the words do not tell --------------------------------------------------------------------


@pytest.mark.parametrize("kind", PRINTED)
def test_agency_year_period_and_day_are_said_where_the_words_do_not_tell_them(kind: str) -> None:
    report = replace(
        with_text(clean_report(), preamble="本报告依法编制。"),
        agency="平潭综合实验区管委会",
        period=(date(2023, 2, 1), date(2023, 12, 31)),
        publication_date=date(2024, 1, 26),
    )
    found = read_back(report, kind)
    assert (found.agency, found.year, found.period) == (report.agency, 2023, report.period)
    assert found.publication_date == date(2024, 1, 26)


@pytest.mark.parametrize("kind", PRINTED)
def test_what_the_words_do_tell_is_not_said_twice(kind: str) -> None:
    report = clean_report()
    assert "".join(read_back(report, kind).preamble.split()) == "".join(report.preamble.split())


# -- mixtures of the forms -------------------------------------------------------------------------


@pytest.mark.parametrize("kind", PRINTED)
def test_a_2021_report_with_the_single_row_keeps_it(kind: str) -> None:
    absent = {f"applications.{part}.{one}": "." for part in ("other_fee_overdue", "other_misc") for one in COLUMNS}
    absent |= {f"applications.other_correction_overdue.{one}": "." for one in COLUMNS}
    report = with_cells(clean_report(), absent | {f"applications.other_processing.{one}": 3 for one in COLUMNS})
    reads_back(report, kind)
    assert read_back(report, kind).value("applications", "other_processing", "total") == 3


@pytest.mark.parametrize("kind", PRINTED)
def test_a_2019_report_with_the_three_rows_keeps_them(kind: str) -> None:
    parts = ("other_correction_overdue", "other_fee_overdue", "other_misc")
    cells: dict[str, int | str | Cell] = {f"applications.{part}.{one}": 1 for part in parts for one in COLUMNS}
    cells |= {f"applications.other_processing.{one}": "." for one in COLUMNS}
    reads_back(with_cells(clean_report("format_2019_trial", 2020), cells), kind)


@pytest.mark.parametrize("kind", PRINTED)
def test_whole_and_parts_printed_together_are_both_kept(kind: str) -> None:
    reads_back(with_cells(clean_report(), {f"applications.other_processing.{one}": 0 for one in COLUMNS}), kind)


# -- figures and words -----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", PRINTED)
def test_long_figures_stay_on_one_line(kind: str) -> None:
    cells: dict[str, int | str | Cell] = {f"applications.granted.{one}": 12_345_678 for one in COLUMNS}
    fees = "article_20_8.administrative_institutional_fees.fees_collected_this_year"
    cells |= {"review_litigation.cases.reconsideration_total": 123_456, fees: "123456789.1200"}
    reads_back(with_cells(clean_report(), cells), kind)


@pytest.mark.parametrize("kind", PRINTED)
@pytest.mark.parametrize("change", [-1036, 461, 0])
def test_a_change_keeps_its_sign(kind: str, change: int) -> None:
    place = "article_20_5.administrative_licensing.change_this_year"
    reads_back(with_cells(clean_report("format_2019_trial", 2020), {place: change}), kind)


LINES = (
    "<script>alert(1)</script>、<b>、&amp;、\"引号\"和'单引号'照样写出。",
    "3<5，A&B，100%，a\\*b，`代码`，[链接](http://a.cn)。",
    "网址http://www.example.gov.cn/zwgk/xxgk/2023/index.html?a=1&b=2#top，电话0000-6620138。",
    "2023 年 1 月 31 日，12329热线12329热线95.6%，95.6%门户网站。",
    "（一）写到一行将满而此处恰为开头所带的标题之末字满一行不够。（二）第二件接着写。",
    "先写一件。（二）再写一件，字数要多到换行才好看出它会不会断成两段。（三）又写一件。1. 还有一件，2.再有一件。",
)


@pytest.mark.parametrize("kind", PRINTED)
@pytest.mark.parametrize("line", LINES)
def test_words_are_set_as_they_stand(kind: str, line: str) -> None:
    reads_back(with_text(clean_report(), problems_and_improvements=f"{line}\n{line * 3}\n{line}"), kind)


@pytest.mark.parametrize("kind", PRINTED)
def test_characters_that_no_document_can_hold_are_left_out(kind: str) -> None:
    report = replace(
        with_text(clean_report(), other_matters="无\x00\x0b事\ud800项\ufffe。"), agency="某市\x01财政局\ud800"
    )
    found = read_back(report, kind)
    assert found.agency == "某市财政局"
    assert "".join(found.text("other_matters").split()) == "无事项。"


@pytest.mark.parametrize("kind", list(KINDS))
def test_the_same_report_gives_the_same_bytes(kind: str) -> None:
    assert write(clean_report(), kind) == write(clean_report(), kind)


def test_a_format_that_is_not_known_is_refused() -> None:
    with pytest.raises(KeyError):
        write(clean_report(), "xlsx")
