"""A superior's tables as the sum of many reports, and what is said against the sum."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from gongkai.annualreport import BLANK, LACKING, check, from_dict, summand, summand_from
from gongkai.annualreport.model import How, Place, Report
from gongkai.annualreport.rollup import Mixed, RollUp, roll_up
from gongkai.annualreport.roster import compare_with_list
from tests.annualreport.building import clean_report, errors_in, found_in, with_cells

WATER, MONEY, HOUSING = "云泽市水务局", "云泽市财政局", "云泽市住房公积金管理中心"
NEW = Place("applications", "new_received", "natural_person")
FEES = Place("article_20_8", "administrative_institutional_fees", "fees_collected_this_year")
PARTS = ("other_correction_overdue", "other_fee_overdue", "other_misc")


def report_of(agency: str | None, cells: dict[str, object] | None = None, **about: object) -> Report:
    report = with_cells(clean_report(agency=agency, **about), cells or {})
    return replace(report, file=f"{agency}.html")


def three(*figures: object, place: Place = NEW) -> RollUp:
    """Return the sum of three agencies that give these figures at one place."""
    agencies = (WATER, MONEY, HOUSING)
    return roll_up([report_of(one, {str(place): figure}) for one, figure in zip(agencies, figures, strict=True)])


# -- adding ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("figures", "value", "contributed", "blank"),
    [
        ((1, 2, 4), 7, 3, 0),
        ((0, 0, 0), 0, 3, 0),
        ((1, "-", 4), 5, 2, 1),
        (("-", "-", "-"), None, 0, 3),
        (("-", "-", 0), 0, 1, 2),
    ],
)
def test_figures_are_added_and_a_blank_is_not_0(figures, value, contributed, blank):
    one = three(*figures).sums[NEW]
    assert (one.value, one.contributed, one.blank, one.lacking) == (value, contributed, blank, ())


@pytest.mark.parametrize("mark", ["?", "."])
def test_a_cell_that_was_not_read_makes_the_sum_incomplete_and_says_whose_it_was(mark):
    total = three(1, mark, 4)
    assert (total.sums[NEW].value, total.sums[NEW].contributed) == (5, 2)
    assert [report.agency for report in total.incomplete[NEW]] == [MONEY]
    assert not total.sound


def test_money_is_added_exactly():
    assert three("0.1", "0.2", "1000.0001", place=FEES).sums[FEES].value == Decimal("1000.3001")


def test_a_sum_of_sound_reports_is_sound_and_balances():
    cells = {f"applications.{row}.{who}": 3 for row in ("new_received", "granted", "processed_total") for who in BOTH}
    total = roll_up([report_of(WATER, cells), report_of(MONEY, cells)], expected=[WATER, MONEY], agency="云泽市")
    assert total.sound
    assert total.report().value("applications", "new_received", "total") == 6
    assert not [rule for rule in errors_in(found_in(total.report())) if rule.startswith("T")]


BOTH = ("natural_person", "total")


def test_all_blank_stays_blank_in_the_summed_report():
    assert three("-", "-", "-").report().cell(*NEW).how is How.BLANK


# -- （六）其他处理 --------------------------------------------------------------------------------


def in_parts(agency: str, *numbers: int) -> Report:
    cells = {f"applications.{part}.total": number for part, number in zip(PARTS, numbers, strict=True)}
    return report_of(agency, cells)


def as_one_row(agency: str, number: int) -> Report:
    columns = [column.id for column in clean_report().form.tables["applications"].columns]
    none = {f"applications.{part}.{column}": "." for part in PARTS for column in columns}
    return report_of(agency, none | {f"applications.other_processing.{column}": number for column in columns})


def test_reports_in_three_parts_are_added_part_by_part():
    total = roll_up([in_parts(WATER, 1, 2, 3), in_parts(MONEY, 0, 0, 4)])
    assert [total.sums[Place("applications", part, "total")].value for part in PARTS] == [1, 2, 7]


def test_one_report_with_the_single_row_makes_the_sum_a_single_row():
    total = roll_up([in_parts(WATER, 1, 2, 3), as_one_row(MONEY, 5)])
    assert total.sums[Place("applications", "other_processing", "total")].value == 11
    assert not [place for place in total.sums if place.row in PARTS]
    assert not total.incomplete


# -- which reports ---------------------------------------------------------------------------------


def test_a_report_of_another_year_or_form_is_set_apart_and_not_added():
    old = report_of("甲局", {str(NEW): 100}, year=2022)
    trial = report_of("乙局", {str(NEW): 1000}, form_id="format_2019_trial")
    nameless = replace(report_of("丙局", {str(NEW): 10000}), year=None)
    current = [report_of(f"{number}局", {str(NEW): 1}) for number in range(4)]
    total = roll_up([old, trial, nameless, *current])
    assert (total.year, total.form.id, total.sums[NEW].value) == (2023, "format_2021", 4)
    assert [(one.report.agency, one.reason) for one in total.set_apart] == [
        ("甲局", "other_year"),
        ("乙局", "other_form"),
        ("丙局", "year_unknown"),
    ]
    assert not total.sound


def test_without_a_majority_nothing_is_added_unless_the_year_is_given():
    reports = [report_of(WATER, {str(NEW): 1}, year=2022), report_of(WATER, {str(NEW): 2}, year=2023)]
    with pytest.raises(Mixed) as refusal:
        roll_up(reports)
    assert {group.year: count for group, count in refusal.value.groups.items()} == {2022: 1, 2023: 1}
    assert roll_up(reports, year=2022).sums[NEW].value == 1


@pytest.mark.parametrize(("reports", "year"), [([], None), ([clean_report(year=2023)], 2020)])
def test_no_report_to_add_is_refused(reports, year):
    with pytest.raises(Mixed):
        roll_up(reports, year=year)


@pytest.mark.parametrize(("second", "same"), [(3, True), (4, False)])
def test_a_second_report_of_an_agency_is_not_added_and_is_told(second, same):
    first, again = report_of(WATER, {str(NEW): 3}), replace(report_of(WATER, {str(NEW): second}), file="again.pdf")
    total = roll_up([first, again, report_of(MONEY, {str(NEW): 1})])
    assert total.sums[NEW].value == 4
    (doubled,) = total.doubled
    assert (doubled.counted.file, doubled.left_out.file, doubled.same) == (f"{WATER}.html", "again.pdf", same)


def test_two_reports_whose_agency_was_not_read_are_not_taken_for_doubles():
    total = roll_up([report_of(None, {str(NEW): 1}), report_of(None, {str(NEW): 1})])
    assert (total.sums[NEW].value, total.doubled) == (2, ())


def test_a_report_whose_own_sums_differ_is_added_and_named_with_its_findings():
    total = roll_up([report_of(WATER, {"applications.new_received.total": 5}), report_of(MONEY)])
    (unbalanced,) = total.unbalanced
    assert unbalanced.report.agency == WATER
    assert {finding.rule for finding in unbalanced.findings} == {"T3-ROW-SUM", "T3-BALANCE"}
    assert total.sums[Place("applications", "new_received", "total")].value == 5


# -- who is missing --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reported", "expected", "missing", "unexpected"),
    [
        ([WATER, MONEY], [WATER, MONEY], [], []),
        ([WATER], [WATER, MONEY], [MONEY], []),
        ([WATER, MONEY], [WATER], [], [MONEY]),
        ([WATER], ["水务局"], [], []),
        (["水务局"], [WATER], [], []),
        (["云泽市水务局办公室"], [WATER], [], []),
        (["云泽市 水务局"], [WATER], [], []),
        ([None, WATER], [WATER, MONEY], [MONEY], []),
        ([WATER], [], [], []),
        # two that would fit: neither is taken
        (["青岚市水务局", "云泽市水务局"], ["水务局"], ["水务局"], ["青岚市水务局", "云泽市水务局"]),
        # a government and its office are two, where both are on the list
        (["云泽市人民政府"], ["云泽市人民政府", "云泽市人民政府办公室"], ["云泽市人民政府办公室"], []),
    ],
)
def test_names_are_held_against_the_list(reported, expected, missing, unexpected):
    assert compare_with_list(reported, expected) == (tuple(missing), tuple(unexpected))


def test_who_did_not_report_is_missing_from_the_sum():
    total = roll_up([report_of(WATER)], expected=[WATER, MONEY])
    assert total.missing == (MONEY,)
    assert not total.sound


# -- JSON ------------------------------------------------------------------------------------------


def test_the_json_reads_back_as_the_summed_report():
    total = roll_up([report_of(WATER, {str(NEW): 3, str(FEES): "1.50"}), report_of(MONEY, {str(NEW): "-"})])
    told = json.loads(json.dumps(total.as_dict()))
    again = from_dict(told)
    assert (again.value(*NEW), again.value(*FEES), again.year) == (3, Decimal("1.50"), 2023)
    assert told["rollup"]["contributed"]["applications"]["new_received"]["natural_person"] == 1
    assert [one["agency"] for one in told["rollup"]["reports"]] == [WATER, MONEY]
    assert check(again)


def test_the_json_says_all_that_is_against_the_sum():
    reports = [
        report_of(WATER, {"applications.new_received.total": 5, str(NEW): "?"}),
        replace(report_of(WATER), file="again.html"),
        report_of(MONEY, year=2022),
        report_of(HOUSING),
    ]
    told = json.loads(json.dumps(roll_up(reports, year=2023, expected=[WATER, MONEY]).as_dict()))["rollup"]
    assert (told["missing"], told["unexpected"]) == ([MONEY], [HOUSING])
    assert told["set_apart"][0]["reason"] == "other_year"
    assert told["doubled"][0]["left_out"]["file"] == "again.html"
    assert told["unbalanced"][0]["findings"][0]["message"]
    assert told["incomplete"][str(NEW)][0]["agency"] == WATER


# -- thousands of them -----------------------------------------------------------------------------


def test_what_is_kept_of_reports_gives_the_sum_of_the_whole_ones():
    whole = [
        report_of(WATER, {str(NEW): 3, str(FEES): "0.38"}),
        report_of(MONEY, {str(NEW): "?"}),
        report_of(HOUSING, {str(NEW): "-", "applications.new_received.total": 9}),
        as_one_row("某局", 5),
    ]
    kept = [summand_from(json.loads(json.dumps(summand(report).as_dict()))) for report in whole]
    assert kept == [summand(report) for report in whole]
    assert roll_up(kept, expected=["某局"]).as_dict() == roll_up(whole, expected=["某局"]).as_dict()
    assert [one.value(str(NEW)) for one in kept] == [3, None, None, 0]
    assert [one.mark(str(NEW)) for one in kept] == ["r", LACKING, BLANK, "r"]
    assert (kept[0].value("applications.nothing.total"), kept[0].mark("applications.nothing.total")) == (None, LACKING)


def test_what_was_kept_of_another_issue_of_the_form_is_refused():
    told = summand(report_of(WATER)).as_dict()
    with pytest.raises(ValueError, match="another issue"):
        summand_from(told | {"values": told["values"][1:]})
