"""Traps: files in which a hasty reader takes a figure from the wrong place."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

from gongkai import annualreport
from gongkai.annualreport.model import Place, Report
from tests.annualreport.manners import html_files, layout
from tests.annualreport.manners.blemishes import reordered_columns
from tests.annualreport.manners.catalogue import MANNERS, Sample, expectations, make
from tests.annualreport.manners.judging import complaints, never_wrong
from tests.annualreport.manners.paper import Paper, Print, set_paper
from tests.annualreport.manners.values import APPLICANTS, truth

GRANTED = "（一）予以公开"


def edited(old: str, new: str, seed: int = 500, count: int = -1) -> tuple[Sample, Report]:
    """Read an official HTML report in which `old` has become `new`."""
    sample = make("html_official", seed, form_id="format_2021")
    text = sample.data.decode()
    assert old in text
    return sample, annualreport.read(text.replace(old, new, count).encode())


def spoilt(change: Callable[[Paper], None], manner: str = "html_official", seed: int = 501) -> tuple[Report, dict]:
    """Read a report after `change`; return it with what may be said of it."""
    rng = Random(seed)
    paper = set_paper(truth(rng, "format_2021"), rng)
    change(paper)
    data = MANNERS[manner].render(paper, rng)
    return annualreport.read(data), expectations(paper, MANNERS[manner])


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(
    "manner", ["glued", "bare_lines", "spaced_lines", "trailing_bars", "shifting_bars", "browser_copy"]
)
def test_columns_in_another_order_are_never_read_in_the_usual_order(manner: str, seed: int) -> None:
    sample = make(manner, 510 + seed, ["reordered_columns"])
    assert never_wrong(annualreport.read(sample.data), sample.expected) == []


def test_hidden_rows_and_comments_are_not_on_the_paper() -> None:
    ghost = "<tr style='display:none'><td colspan=3>（一）予以公开</td>" + "<td>777777</td>" * 7 + "</tr>"
    comment = "<!-- <tr><td>行政许可</td><td>888888</td></tr> -->"
    sample, report = edited("<tr><td nowrap", ghost + comment + "<tr><td nowrap")
    assert never_wrong(report, sample.expected) == []


def test_unclosed_cells_are_read_as_a_browser_reads_them() -> None:
    sample, report = edited("</td>", "")
    assert complaints(report, sample.expected) == []


def test_a_span_that_runs_past_the_table_s_end_harms_nothing() -> None:
    sample, report = edited('rowspan="22"', 'rowspan="90"')
    assert never_wrong(report, sample.expected) == []


def test_a_group_span_one_row_too_short_shifts_nothing() -> None:
    sample = make("html_official", 502, form_id="format_2021")
    text = sample.data.decode().replace('rowspan="8"', 'rowspan="7"')
    assert text != sample.data.decode()
    assert never_wrong(annualreport.read(text.encode()), sample.expected) == []


def test_a_group_span_one_row_too_long_shifts_nothing() -> None:
    sample = make("html_official", 503, form_id="format_2021")
    text = sample.data.decode().replace('rowspan="8"', 'rowspan="9"')
    assert never_wrong(annualreport.read(text.encode()), sample.expected) == []


def test_a_column_of_remarks_beside_the_totals_is_not_read() -> None:
    def remark(paper: Paper) -> None:
        block = paper.block("applications")
        block.columns.append(("remark", "备注", ()))
        for line in block.lines:
            line.cells.append(Print("6"))

    report, expected = spoilt(remark)
    assert complaints(report, expected) == []


def test_a_table_of_last_year_behind_the_report_s_own_is_not_mixed_in() -> None:
    rng = Random(504)
    sample = make("html_official", 504, form_id="format_2021")
    old = set_paper(truth(Random(9), "format_2021"), rng)
    (table,) = layout.section_tables(old.blocks_of("applications"))
    more = f"<p>附：上一年度申请情况</p>{html_files.table_html(table)}</body>"
    report = annualreport.read(sample.data.replace(b"</body>", more.encode()))
    assert never_wrong(report, sample.expected) == []


def test_statistics_of_another_kind_are_not_taken_for_the_form() -> None:
    other = (
        "<p>（一）主动公开情况如下：</p><table border=1><tr><td>指标</td><td>单位</td><td>数量</td></tr>"
        "<tr><td>规章</td><td>件</td><td>901</td></tr><tr><td>行政许可</td><td>件</td><td>902</td></tr>"
        "<tr><td>予以公开</td><td>件</td><td>903</td></tr><tr><td>收到申请总计</td><td>件</td><td>904</td></tr></table>"
    )
    sample = make("html_official", 505, form_id="format_2021")
    marker = "（三）政府信息管理情况".encode()
    report = annualreport.read(sample.data.replace(marker, other.encode() + marker, 1))
    assert never_wrong(report, sample.expected) == []


@pytest.mark.parametrize(
    "manner", ["html_official", "markdown", "browser_copy", "docx_typed", "trailing_bars", "bare_lines"]
)
def test_a_table_without_its_header_is_not_read_by_position_alone(manner: str) -> None:
    """Seven figures in an order that nobody states are not the usual order."""

    def headless(paper: Paper) -> None:
        reordered_columns(paper, Random(1))
        block = paper.block("applications")
        block.columns = [(id_, "", ()) for id_, _, _ in block.columns]
        block.column_header = ""

    report, expected = spoilt(headless, manner)
    here = {place: want for place, want in expected.items() if place.table == "applications"}
    wrong = [defect for defect in never_wrong(report, here) if defect.place.table == "applications"]
    assert wrong == []


def test_two_rows_with_the_same_label_and_different_figures_are_not_chosen_between() -> None:
    twin = f'<tr><td colspan="2">{GRANTED}</td>' + "<td>777771</td>" * 7 + "</tr>\n<tr>"
    sample = make("html_official", 506, form_id="format_2021")
    text = sample.data.decode()
    at = text.index("<tr>", text.index(GRANTED))
    report = annualreport.read((text[:at] + twin + text[at + 4 :]).encode())
    for who in (*APPLICANTS, "total"):
        place = Place("applications", "granted", who)
        assert report.value(*place) in (None, sample.expected[place].value)


def test_figures_typed_into_the_label_cell_are_not_lost_in_silence() -> None:
    sample, report = edited(f">{GRANTED}<", f">{GRANTED} 见附表2<")
    assert never_wrong(report, sample.expected) == []


def test_a_row_shifted_by_an_empty_cell_at_its_start_is_not_read_one_column_off() -> None:
    sample = make("html_official", 507, form_id="format_2021")
    text = sample.data.decode()
    at = text.index("</td>", text.index("1.属于国家秘密")) + 5
    report = annualreport.read((text[:at] + "<td>&nbsp;</td>" + text[at:]).encode())
    assert never_wrong(report, sample.expected) == []


def test_a_figure_broken_over_two_lines_of_its_cell_is_one_figure_or_none() -> None:
    rng = Random(12)
    figures = truth(rng, "format_2021")
    place = Place("article_20_5", "administrative_licensing", "decisions_this_year")
    figures.figures[place] = 44840
    data = html_files.official(set_paper(figures, rng), rng).replace(b">44840<", b">448<br/>40<")
    assert annualreport.read(data).value(*place) in (None, 44840)


def test_footnote_marks_are_not_digits() -> None:
    rng = Random(13)
    figures = truth(rng, "format_2021")
    place = Place("article_20_5", "administrative_licensing", "decisions_this_year")
    figures.figures[place] = 44840
    data = html_files.official(set_paper(figures, rng), rng).replace(b">44840<", b">44840<sup>1</sup><")
    assert annualreport.read(data).value(*place) in (None, 44840)


def test_arithmetic_never_overrules_what_is_printed() -> None:
    """A report whose printed sums are wrong is read as printed: that they are wrong is for a check to say."""
    rng = Random(14)
    figures = truth(rng, "format_2021")
    for place, value in list(figures.figures.items()):
        if place.table == "applications" and place.column == "total":
            figures.figures[place] = int(value or 0) + 3
    for manner in ("html_official", "browser_copy", "trailing_bars", "docx_typed", "markdown"):
        paper = set_paper(figures, Random(15))
        data = MANNERS[manner].render(paper, Random(15))
        assert complaints(annualreport.read(data), expectations(paper, MANNERS[manner])) == [], manner


def test_a_blank_is_not_filled_in_from_the_sums() -> None:
    rng = Random(16)
    paper = set_paper(truth(rng, "format_2021"), rng)
    cell = next(c for c in paper.block("applications").cells() if c.place and c.place.column == "total" and c.value)
    cell.text, cell.value = "", None
    report = annualreport.read(html_files.official(paper, rng))
    assert cell.place
    assert report.value(*cell.place) is None
