"""A report is mended exactly as far as its own sums decide, and every cell that needs a look is marked."""

from __future__ import annotations

import csv
import io

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from gongkai import annualreport
from gongkai.annualreport import Mark, mend, mended_file, mends_in_words
from gongkai.annualreport.model import Cell, How, Place
from tests.annualreport.building import clean_report, reads_docstring, with_cells
from tests.annualreport.manners.values import truths
from tests.annualreport.written import reports

QUICK = settings(max_examples=25, suppress_health_check=list(HealthCheck))


def marks(mended):
    return {str(mend.place): str(mend.mark) for mend in mended.mends}


# -- filling ---------------------------------------------------------------------------------------


@reads_docstring
def test_a_total_that_is_missing_is_the_sum_of_its_row(report):
    """
                      natural_person  commercial_enterprise  total
    new_received            3                  1               -
    granted                 3                  1               4
    processed_total         3                  1               4
    """
    mended = mend(report)
    assert marks(mended) == {"applications.new_received.total": "filled"}
    cell = mended.report.cell("applications", "new_received", "total")
    assert (cell.value, cell.how) == (4, How.INFERRED)


@reads_docstring
def test_what_is_filled_decides_what_is_missing_beside_it(report):
    """
                      natural_person  total
    new_received            -           -
    granted                 3           3
    processed_total         3           3
    """
    mended = mend(report)
    assert mended.report.value("applications", "new_received", "natural_person") == 3
    assert mended.report.value("applications", "new_received", "total") == 3


@reads_docstring
def test_two_missing_cells_of_one_sum_stay_open_where_nothing_else_decides(report):
    """
                             reconsideration_upheld  reconsideration_pending  reconsideration_total
    cases                              -                        -                      3
    """
    mended = mend(report)
    assert set(marks(mended).values()) == {"open"}
    assert mended.report.value("review_litigation", "cases", "reconsideration_upheld") is None


@reads_docstring
def test_a_figure_below_zero_is_never_set(report):
    """
                             reconsideration_upheld  reconsideration_corrected  reconsideration_total
    cases                              5                        -                        3
    """
    mended = mend(report)
    assert marks(mended) == {"review_litigation.cases.reconsideration_corrected": "open"}


@reads_docstring
def test_two_sums_that_want_different_figures_decide_nothing(report):
    """
                      natural_person  total
    new_received            2           -
    granted                 3           3
    processed_total         3           3
    """
    assert mend(report).report.value("applications", "new_received", "total") is None


def test_a_figure_that_was_not_read_is_filled_and_says_what_stood_there():
    report = with_cells(clean_report(), {"applications.granted.total": Cell(None, How.UNREAD, "〇")})
    mended = mend(report)
    ((mark, sentence),) = mends_in_words(mended)
    assert mark is Mark.FILLED
    assert "“〇”" in sentence
    assert "只能是 0" in sentence


# -- correcting ------------------------------------------------------------------------------------


@reads_docstring
def test_the_one_cell_that_explains_every_failing_sum_is_corrected(report):
    """
                      natural_person  total
    new_received            9           9
    granted                 6           8
    denied_state_secret     3           3
    processed_total         9           9
    """
    mended = mend(report)
    assert marks(mended) == {"applications.granted.total": "corrected"}
    assert mended.report.value("applications", "granted", "total") == 6
    ((_, sentence),) = mends_in_words(mended)
    assert "原件是 8，按勾稽关系只能是 6" in sentence
    assert annualreport.status(annualreport.check(mended.report)) == "clean"


@reads_docstring
def test_a_sum_that_any_of_its_cells_could_explain_is_marked_and_left(report):
    """
                             reconsideration_upheld  reconsideration_pending  reconsideration_total
    cases                              2                        1                      5
    """
    mended = mend(report)
    assert marks(mended) == {"review_litigation.cases.reconsideration_total": "contradictory"}
    assert mended.report.value("review_litigation", "cases", "reconsideration_total") == 5


@reads_docstring
def test_a_balance_that_fails_alone_is_marked_and_left(report):
    """
                      natural_person  total
    new_received            9           9
    granted                 8           8
    processed_total         8           8
    """
    mended = mend(report)
    assert set(marks(mended).values()) == {"contradictory"}
    assert mended.report.tables == report.tables


@QUICK
@given(truth=truths(), data=st.data())
def test_one_wrong_figure_among_the_applications_is_always_found(truth, data):
    right = annualreport.from_dict(as_json(truth))
    row = data.draw(
        st.sampled_from([row for row in right.tables["applications"] if right.prints("applications", [row])])
    )
    column = data.draw(st.sampled_from(list(right.tables["applications"][row])))
    place = Place("applications", row, column)
    wrong = with_cells(right, {str(place): (right.value(*place) or 0) + data.draw(st.integers(1, 50))})
    mended = mend(wrong)
    assert mended.marks() == {place: Mark.CORRECTED}
    assert mended.report.value(*place) == right.value(*place)


@QUICK
@given(truth=truths(), data=st.data())
def test_one_lost_figure_of_a_sum_is_always_found_again(truth, data):
    right = annualreport.from_dict(as_json(truth))
    table = data.draw(st.sampled_from(["applications", "review_litigation"]))
    row = data.draw(st.sampled_from([row for row in right.tables[table] if right.prints(table, [row])]))
    place = Place(table, row, data.draw(st.sampled_from(list(right.tables[table][row]))))
    mended = mend(with_cells(right, {str(place): "-"}))
    assert mended.marks() == {place: Mark.FILLED}
    assert mended.report.value(*place) == right.value(*place)


@QUICK
@given(report=reports())
def test_mending_keeps_every_figure_of_a_report_that_adds_up(report):
    mended = mend(report)
    for place, cell in report.cells():
        if cell.value is not None:
            assert mended.report.value(*place) == cell.value, place
    assert mend(mended.report).report.tables == mended.report.tables


def as_json(truth):
    """Return the true report as JSON values."""
    tables = {}
    for place, value in truth.figures.items():
        told = value if value is None or isinstance(value, int) else str(value)
        tables.setdefault(place.table, {}).setdefault(place.row, {})[place.column] = told
    return {"schema": 1, "format": truth.form.id, "agency": truth.agency, "year": truth.year, "tables": tables}


# -- files -----------------------------------------------------------------------------------------


@pytest.fixture
def mended():
    report = clean_report()
    cells = {
        f"applications.{row}.{column}": 9
        for row in ("new_received", "processed_total")
        for column in ("natural_person", "total")
    }
    cells |= {"applications.granted.natural_person": 9, "applications.granted.total": 8}
    cells |= {"article_20_1.regulations.currently_effective": Cell(None, How.UNREAD, "若干")}
    cells |= {"review_litigation.cases.reconsideration_total": 4}
    return mend(with_cells(report, cells))


def test_the_document_bears_the_marks_in_its_cells_and_says_what_they_mean(mended):
    data = mended_file(mended, "docx")
    document = annualreport.read(data, "mended.docx")
    words = document.preamble
    assert "体检说明" in words
    assert "原件是 8，按勾稽关系只能是 9" in words
    assert "“若干”不能确定" in words
    cells = [cell.text for table in docx.Document(io.BytesIO(data)).tables for row in table.rows for cell in row.cells]
    assert [cells.count(sign) for sign in ("9*", "4？", "？")] == [1, 1, 1]
    assert document.value("applications", "granted", "natural_person") == 9


def test_the_workbook_has_numbers_in_the_forms_layout_and_a_sheet_of_remarks(mended):
    book = CalamineWorkbook.from_filelike(io.BytesIO(mended_file(mended, "xlsx")))
    assert len(book.sheet_names) == 4
    said = [row[0] for row in book.get_sheet_by_index(0).to_python()]
    assert any("原件是 8，按勾稽关系只能是 9" in line for line in said)
    applications = book.get_sheet_by_name("三、收到和处理政府信息公开申请情况").to_python()
    granted = next(row for row in applications if "（一）予以公开" in row)
    assert granted[3:] == [9.0, 0.0, 0.0, 0.0, 0.0, 0.0, 9.0]


def test_the_csv_has_the_mended_figures_and_the_remarks(mended):
    rows = list(csv.reader(io.StringIO(mended_file(mended, "csv").decode("utf-8-sig"))))
    assert ["applications", "granted", "total"] in [row[:3] for row in rows if row[5] == "9" and row[7] == "inferred"]
    assert any("按勾稽关系只能是 9" in row[5] for row in rows if row[1] == "note")


def test_the_same_mended_report_is_the_same_file(mended):
    for kind in annualreport.MENDED_KINDS:
        assert mended_file(mended, kind) == mended_file(mended, kind)
    with pytest.raises(KeyError):
        mended_file(mended, "exe")


def test_of_many_open_cells_some_are_named_and_the_others_counted():
    cells = {str(place): "-" for place, _ in clean_report().cells()}
    document = annualreport.read(mended_file(mend(with_cells(clean_report(), cells)), "docx"), "mended.docx")
    assert document.preamble.count("算不出，没有填") == 20
    assert "另有 180 格没有填" in document.preamble


def test_a_cell_full_of_words_is_quoted_in_short():
    report = with_cells(
        clean_report(), {"article_20_1.regulations.currently_effective": Cell(None, How.UNREAD, "约" * 999)}
    )
    ((_, sentence),) = mends_in_words(mend(report))
    assert "“" + "约" * 40 + "…”" in sentence


def test_a_workbook_computes_nothing_that_a_report_says():
    report = clean_report(agency="=1+1机关")
    book = CalamineWorkbook.from_filelike(io.BytesIO(mended_file(mend(report), "xlsx")))
    assert book.get_sheet_by_index(0).to_python()[0][0].startswith("=1+1机关")


# -- pasting ---------------------------------------------------------------------------------------


def test_the_tables_paste_into_a_spreadsheet_cell_by_cell():
    report = with_cells(clean_report(), {"applications.granted.total": 7, "applications.granted.natural_person": "-"})
    lines = [line.split("\t") for line in annualreport.tab_separated(report).splitlines()]
    granted = next(line for line in lines if "（一）予以公开" in line)
    assert granted[-7:] == ["", "0", "0", "0", "0", "0", "7"]
    applications = [line for line in lines if len(line) == 10]
    assert len(applications) == 3 + len(report.form.tables["applications"].rows)
