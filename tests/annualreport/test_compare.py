"""Two reports beside each other: what changed, what cannot be compared, what was said before."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from gongkai.annualreport.comparison import Change, Comparison, Kind, compare
from gongkai.annualreport.model import Report
from tests.annualreport.building import clean_report, with_cells, with_text
from tests.samples import sample

NEW = "applications.new_received.natural_person"
TRIAL, CURRENT = "format_2019_trial", "format_2021"
PARTS = ("other_correction_overdue", "other_fee_overdue", "other_misc")


def change_at(comparison: Comparison, place: str) -> Change:
    return next(change for change in comparison.changes if str(change.place) == place)


def one_change(before: object, after: object, place: str = NEW, form_id: str = CURRENT) -> Change:
    """Return the change of one cell from one figure (or mark) to another."""
    reports = (with_cells(clean_report(form_id), {place: value}) for value in (before, after))
    return change_at(compare(*reports), place)


# -- cells -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "kind", "difference", "percent"),
    [
        (8, 10, Kind.CHANGED, 2, "25.0"),
        (3, 2, Kind.CHANGED, -1, "-33.3"),
        (5, 5, Kind.SAME, 0, "0.0"),
        (0, 7, Kind.CHANGED, 7, None),
        (0, 0, Kind.SAME, 0, None),
        ("-", 7, Kind.FILLED, None, None),
        (7, "-", Kind.EMPTIED, None, None),
        ("-", "-", Kind.BLANK, None, None),
        ("?", 7, Kind.UNKNOWN, None, None),
        (7, ".", Kind.UNKNOWN, None, None),
        ("-", "?", Kind.UNKNOWN, None, None),
    ],
)
def test_a_cell_tells_what_became_of_it(before, after, kind, difference, percent):
    change = one_change(before, after)
    assert (change.kind, change.difference) == (kind, difference)
    assert change.percent == (None if percent is None else Decimal(percent))


def test_money_is_compared_exactly():
    place = "article_20_8.administrative_institutional_fees.fees_collected_this_year"
    change = one_change("0.1", "0.3", place)
    assert change.difference == Decimal("0.2")
    assert change.percent == Decimal("200.0")


def test_a_change_of_a_change_has_a_difference_and_no_percentage():
    change = one_change(4, 6, "article_20_5.administrative_licensing.change_this_year", TRIAL)
    assert (change.difference, change.percent) == (2, None)


def test_every_cell_of_one_form_is_compared_once():
    report = clean_report()
    places = [change.place for change in compare(report, report).changes]
    assert places == [place for place, _ in report.cells()]
    assert compare(report, report).count(Kind.SAME) == len(places)
    assert compare(report, report).uncompared == ()


# -- （六）其他处理 --------------------------------------------------------------------------------


def parts_of(numbers: tuple[object, ...], column: str = "total") -> dict[str, object]:
    return {f"applications.{part}.{column}": number for part, number in zip(PARTS, numbers, strict=True)}


def test_the_single_row_of_2019_is_compared_with_the_sum_of_the_three_of_2021():
    before = with_cells(clean_report(TRIAL, 2020), {"applications.other_processing.total": 5})
    after = with_cells(clean_report(), parts_of((1, 2, 4)))
    comparison = compare(before, after)
    change = change_at(comparison, "applications.other_processing.total")
    assert (change.before.value, change.after.value, change.difference, change.summed) == (5, 7, 2, True)
    assert not [one for one in comparison.changes if one.place.row in PARTS]
    assert not [one for one in comparison.uncompared if one.table == "applications"]


def test_it_is_the_same_the_other_way_round():
    before = with_cells(clean_report(), parts_of((1, 2, 4)))
    after = with_cells(clean_report(TRIAL, 2020), {"applications.other_processing.total": 5})
    change = change_at(compare(before, after), "applications.other_processing.total")
    assert (change.before.value, change.after.value, change.difference) == (7, 5, -2)


def test_a_2021_report_that_keeps_the_single_row_is_compared_by_the_sum():
    parts = dict.fromkeys(PARTS)
    mixture = with_cells(
        clean_report(),
        {f"applications.{part}.{column}": "." for part in parts for column in columns_of_applications()}
        | {f"applications.other_processing.{column}": 3 for column in columns_of_applications()},
    )
    comparison = compare(with_cells(clean_report(), parts_of((1, 0, 0))), mixture)
    change = change_at(comparison, "applications.other_processing.total")
    assert (change.before.value, change.after.value) == (1, 3)
    assert not [one for one in comparison.changes if one.place.row in PARTS]


def test_two_reports_in_three_parts_are_compared_part_by_part():
    comparison = compare(clean_report(), with_cells(clean_report(), parts_of((0, 2, 0))))
    assert change_at(comparison, "applications.other_fee_overdue.total").difference == 2
    assert not [one for one in comparison.changes if one.place.row == "other_processing"]


def test_a_sum_with_a_part_that_was_not_read_is_not_compared():
    before = clean_report(TRIAL, 2020)
    change = change_at(
        compare(before, with_cells(clean_report(), parts_of((1, "?", 4)))), "applications.other_processing.total"
    )
    assert (change.kind, change.difference) == (Kind.UNKNOWN, None)


def test_three_blank_parts_are_a_blank_and_not_0():
    change = change_at(
        compare(clean_report(TRIAL, 2020), with_cells(clean_report(), parts_of(("-", "-", "-")))),
        "applications.other_processing.total",
    )
    assert (change.kind, change.after.value) == (Kind.EMPTIED, None)


def columns_of_applications() -> list[str]:
    return [column.id for column in clean_report().form.tables["applications"].columns]


# -- two forms -------------------------------------------------------------------------------------


def test_what_was_disclosed_in_all_is_never_set_beside_what_is_in_force():
    comparison = compare(clean_report(TRIAL, 2020), clean_report(year=2021))
    assert not [change for change in comparison.changes if change.place.table.startswith("article_")]
    left = {(one.side, one.table, one.row): one.columns for one in comparison.uncompared}
    assert "disclosed_total" in left["before", "article_20_1", "regulations"]
    assert "currently_effective" in left["after", "article_20_1", "regulations"]


def test_applications_and_disputes_are_compared_across_the_forms():
    comparison = compare(clean_report(TRIAL, 2020), clean_report(year=2021))
    tables = [change.place.table for change in comparison.changes]
    assert (tables.count("applications"), tables.count("review_litigation")) == (23 * 7, 15)


# -- texts -----------------------------------------------------------------------------------------

LONG = "全年组织政务公开培训三次，覆盖全部科室和管理部。主动公开归集、提取、贷款政策文件十二件。"


def percent_of(before: Report, after: Report) -> int | None:
    return next(one for one in compare(before, after).sections if one.id == "overall_situation").percent


def test_a_section_said_before_is_alike_though_its_figures_changed():
    before = with_text(clean_report(), overall_situation=LONG)
    comparison = compare(before, with_text(clean_report(), overall_situation=LONG.replace("三次", "四次")))
    section = next(one for one in comparison.sections if one.id == "overall_situation")
    assert section.percent is not None
    assert section.percent >= 95
    assert section.passages[0].before in LONG


def test_a_section_in_new_words_is_not_alike():
    after = with_text(clean_report(), overall_situation="中心大厅新设自助查询机，来访群众可以自行打印缴存证明材料。")
    assert percent_of(with_text(clean_report(), overall_situation=LONG), after) == 0


def test_short_texts_that_are_equal_are_wholly_alike():
    sections = {one.id: one.percent for one in compare(clean_report(), clean_report()).sections}
    assert sections["other_matters"] == 100


def test_without_a_text_on_one_side_nothing_is_said_of_likeness():
    assert percent_of(with_text(clean_report(), overall_situation=""), clean_report()) is None


# -- JSON and real reports -------------------------------------------------------------------------


def test_the_json_has_every_cell_with_its_change():
    before, after = with_cells(clean_report(year=2022), {NEW: 8}), with_cells(clean_report(), {NEW: 10})
    told = json.loads(json.dumps(compare(before, after).as_dict()))
    cell = next(one for one in told["cells"] if (one["row"], one["column"]) == ("new_received", "natural_person"))
    assert (cell["before"], cell["after"], cell["difference"], cell["percent"]) == (8, 10, 2, "25.0")
    assert cell["kind"] == "changed"
    assert (told["before"]["year"], told["after"]["year"], told["same_form"]) == (2022, 2023, True)
    assert told["counts"]["changed"] == 1
    assert sum(told["counts"].values()) == len(told["cells"])


def test_two_real_reports_on_two_forms_are_compared():
    from gongkai.annualreport import read

    comparison = compare(read(sample("shanghai-office-2019.html")), read(sample("shizuishan-2023.txt")))
    change = change_at(comparison, "applications.new_received.natural_person")
    assert (change.before.value, change.after.value, change.percent) == (821, 0, Decimal("-100.0"))
    assert change_at(comparison, "applications.other_processing.natural_person").summed
