"""The sums of the form (勾稽关系) and what a number in a cell may be."""

from decimal import Decimal

import pytest

from gongkai.annualreport.checks.arithmetic import sums_agree
from gongkai.annualreport.forms import form
from gongkai.annualreport.model import Cell, How, Report
from tests.annualreport.building import clean_report, errors_in, found_in, reads_docstring, with_cells

T3_BALANCE = form("format_2021").identities_of("T3-BALANCE")[0]


def test_a_report_in_which_nothing_happened_is_clean_in_both_forms() -> None:
    assert found_in(clean_report()) == {}
    assert found_in(clean_report("format_2019_trial", 2020)) == {}


# -- sums ------------------------------------------------------------------------------------------


@reads_docstring
def test_received_and_handled_must_balance(report: Report) -> None:
    """
                      natural_person
    new_received          10
    carried_over_in        2
    processed_total       11
    carried_over_out       0
    """
    (finding,) = sums_agree(report, T3_BALANCE)
    assert finding.where == "applications.new_received.natural_person"
    assert (finding.facts["left"], finding.facts["right"], finding.facts["difference"]) == (12, 11, 1)
    assert finding.facts["column"] == "自然人"


@reads_docstring
def test_the_natural_persons_of_a_big_city_balance(report: Report) -> None:
    """
                      natural_person
    new_received        13612
    carried_over_in       535
    processed_total     13364
    carried_over_out      783
    """
    assert not list(sums_agree(report, T3_BALANCE))  # case 1 of the form's test cases


@reads_docstring
def test_one_request_too_many_carried_over_is_found_in_its_column_and_in_the_total(report: Report) -> None:
    """
                      natural_person  commercial_enterprise  total
    new_received        13612               457             14069
    carried_over_in       535                25               560
    granted             13364               446             13810
    processed_total     13364               446             13810
    carried_over_out      784                36               820
    """
    found = found_in(report)
    columns = [finding.where.split(".")[-1] for finding in found["T3-BALANCE"]]
    assert columns == ["natural_person", "total"]  # case 2
    assert set(found) == {"T3-BALANCE"}


@reads_docstring
def test_two_wrong_columns_that_cancel_out_are_found_by_column(report: Report) -> None:
    """
                      natural_person  commercial_enterprise  total
    new_received            9                 3               12
    granted                10                 2               12
    processed_total        10                 2               12
    """
    columns = [finding.where.split(".")[-1] for finding in found_in(report)["T3-BALANCE"]]
    assert columns == ["natural_person", "commercial_enterprise"]  # case 3: the total balances


@reads_docstring
def test_a_row_that_does_not_add_up_to_its_total_is_an_error(report: Report) -> None:
    """
                      natural_person  commercial_enterprise  total
    new_received            3                 1                5
    granted                 3                 1                4
    processed_total         3                 1                4
    carried_over_out        0                 0                1
    """
    found = found_in(report)
    assert {finding.where for finding in found["T3-ROW-SUM"]} == {
        "applications.new_received.total",
        "applications.carried_over_out.total",
    }
    assert errors_in(found) == {"T3-ROW-SUM"}


@reads_docstring
def test_results_that_do_not_add_up_to_the_total_of_results_are_an_error(report: Report) -> None:
    """
                             natural_person  total
    new_received                   7           7
    granted                        5           5
    not_processed_duplicate        1           1
    processed_total                7           7
    """
    findings = found_in(report)["T3-PROCESSED-SUM"]
    assert [finding.where for finding in findings] == [
        "applications.processed_total.natural_person",
        "applications.processed_total.total",
    ]
    assert findings[0].facts["left"] == 7
    assert findings[0].facts["right"] == 6


@reads_docstring
def test_a_report_that_keeps_the_single_row_of_2019_is_added_up_with_it(report: Report) -> None:
    """
                              natural_person commercial_enterprise research_institution total
    new_received                    4                0                     0             4
    other_correction_overdue        .                .                     .             .
    other_fee_overdue               .                .                     .             .
    other_misc                      .                .                     .             .
    granted                         3                0                     0             3
    other_processing                1                0                     0             1
    processed_total                 4                0                     0             4
    """
    rest = ("social_welfare_organization", "legal_service_institution", "other_organization")
    parts = ("other_correction_overdue", "other_fee_overdue", "other_misc")
    report = with_cells(report, {f"applications.other_processing.{column}": 0 for column in rest})
    report = with_cells(report, {f"applications.{row}.{column}": "." for row in parts for column in rest})
    assert found_in(report) == {}
    assert "T3-PROCESSED-SUM" in found_in(with_cells(report, {"applications.other_processing.natural_person": 2}))


@reads_docstring
def test_disputes_must_add_up_in_each_of_the_three_groups(report: Report) -> None:
    """
           reconsideration_upheld  reconsideration_corrected reconsideration_total litigation_direct_pending
    cases           376                      97                      473                    27
    """
    (finding,) = found_in(report)["T4-SUM"]
    assert finding.where == "review_litigation.cases.litigation_direct_total"
    assert finding.facts["column"] == "行政诉讼·未经复议直接起诉"


@reads_docstring
def test_the_three_groups_of_disputes_of_a_big_city_add_up(report: Report) -> None:
    """
           reconsideration_upheld reconsideration_corrected reconsideration_other_result reconsideration_pending
    cases           376                    97                       196                        121
           reconsideration_total  litigation_after_reconsideration_upheld litigation_after_reconsideration_corrected
    cases           790                    74                              1
           litigation_after_reconsideration_other_result litigation_after_reconsideration_pending
    cases           30                                       51
           litigation_after_reconsideration_total
    cases           156
    """
    assert found_in(report) == {}


# -- blanks and what was not read ------------------------------------------------------------------


@reads_docstring
def test_blanks_count_as_nothing_only_while_saying_so(report: Report) -> None:
    """
                      natural_person  research_institution  total
    new_received            2                 -               2
    granted                 2                 -               2
    processed_total         2                 -               2
    """
    found = found_in(report)
    (notice,) = found["SUM-BLANK-AS-ZERO"]
    assert notice.facts["count"] == 3
    assert set(found) == {"SUM-BLANK-AS-ZERO"}


@reads_docstring
def test_a_sum_that_is_wrong_with_its_blank_as_nothing_says_how_many_blanks_it_has(report: Report) -> None:
    """
                      natural_person  commercial_enterprise  total
    new_received            2                 -               3
    granted                 2                 1               3
    processed_total         2                 1               3
    """
    found = found_in(report)
    (finding,) = found["T3-ROW-SUM"]
    assert finding.facts["blanks"] == 1
    assert "T3-BALANCE" in found


@reads_docstring
def test_a_blank_column_of_totals_is_one_warning_and_its_sums_are_still_checked(report: Report) -> None:
    """
                      natural_person  commercial_enterprise  total
    new_received            5                 1               6
    granted                 4                 0               -
    unable_not_held         1                 1               -
    processed_total         5                 1               6
    """
    found = found_in(report)
    (warning,) = found["SUM-SIDE-BLANK"]
    assert warning.facts["cells"] == ["granted.total", "unable_not_held.total"]
    assert not errors_in(found)
    wrong = with_cells(report, {"applications.unable_not_held.commercial_enterprise": 2})
    assert {"applications.processed_total.total", "applications.processed_total.commercial_enterprise"} == {
        finding.where for finding in found_in(wrong)["T3-PROCESSED-SUM"]
    }


@reads_docstring
def test_a_number_that_was_not_read_gives_no_verdict_and_no_false_pass(report: Report) -> None:
    """
                      natural_person  total
    new_received            ?           2
    granted                 2           2
    processed_total         2           2
    """
    found = found_in(report)
    (warning,) = found["SUM-UNVERIFIED"]
    assert warning.facts["cells"] == ["new_received.total", "new_received.natural_person"]
    assert not {"T3-ROW-SUM", "T3-BALANCE"} & set(found)


# -- numbers ---------------------------------------------------------------------------------------


def test_counts_and_money_are_never_negative_but_a_change_may_be() -> None:
    found = found_in(with_cells(clean_report(), {"article_20_6.administrative_penalty.decisions_this_year": -1}))
    assert found["T3-NONNEG"][0].where == "article_20_6.administrative_penalty.decisions_this_year"
    change = {"article_20_5.administrative_licensing.change_this_year": -4}
    assert found_in(with_cells(clean_report("format_2019_trial", 2020), change)) == {}


def test_a_count_is_a_whole_number_and_money_need_not_be() -> None:
    broken = Cell(Decimal("3.5"), How.READ, "3.5")
    found = found_in(with_cells(clean_report(), {"article_20_5.administrative_licensing.decisions_this_year": broken}))
    assert found["CELL-INTEGER"][0].facts["value"] == "3.5"
    fees = {"article_20_8.administrative_institutional_fees.fees_collected_this_year": "18651.06"}
    assert found_in(with_cells(clean_report(), fees)) == {}


@pytest.mark.parametrize(("unit", "rules"), [("件", set()), ("个", set()), ("万元", {"CELL-UNIT"})])
def test_a_count_has_no_unit_of_money(unit: str, rules: set[str]) -> None:
    cell = Cell(12, How.READ, f"12{unit}", unit)
    assert (
        set(found_in(with_cells(clean_report(), {"article_20_5.administrative_licensing.decisions_this_year": cell})))
        == rules
    )


@pytest.mark.parametrize(("unit", "rules"), [("万元", set()), ("元", {"READ-UNIT"}), ("件", {"CELL-UNIT"})])
def test_money_is_in_the_unit_of_the_form_or_is_told_to_be_converted(unit: str, rules: set[str]) -> None:
    cell = Cell(Decimal("52.15"), How.READ, f"52.15{unit}", unit)
    place = "article_20_8.administrative_institutional_fees.fees_collected_this_year"
    assert set(found_in(with_cells(clean_report(), {place: cell}))) == rules
