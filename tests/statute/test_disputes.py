"""How disputes are counted in table four."""

from datetime import date

import pytest

from gongkai.annualreport.forms import form
from gongkai.statute import Dispute, Instance, LawUnknown, dispute_column, dispute_result, dispute_results


def dispute(route: str, *results: str | None, after_reconsideration: bool = False, is_original: bool = True) -> Dispute:
    """A dispute whose instances ended with these results in June, July …; None is one still pending."""
    instances = tuple(
        Instance(result=result, closed_date=date(2025, 6 + number, 1) if result else None)
        for number, result in enumerate(results)
    )
    return Dispute(
        route=route, instances=instances, after_reconsideration=after_reconsideration, is_original=is_original
    )


@pytest.mark.parametrize(
    ("route", "result", "column"),
    [
        ("reconsideration", "claim_rejected", "reconsideration_upheld"),
        ("reconsideration", "revoked", "reconsideration_corrected"),
        ("reconsideration", "modified", "reconsideration_corrected"),
        ("reconsideration", "found_unlawful", "reconsideration_corrected"),
        ("reconsideration", "ordered_to_perform", "reconsideration_corrected"),
        ("reconsideration", "terminated", "reconsideration_other_result"),
        ("reconsideration", "withdrawn", "reconsideration_other_result"),
        ("litigation", "claim_rejected", "litigation_direct_upheld"),
        ("litigation", "ordered_to_redo", "litigation_direct_corrected"),
        ("litigation", "suit_rejected", "litigation_direct_other_result"),
    ],
)
def test_a_result_counts_in_its_column(route, result, column):
    assert dispute_column(dispute(route, result), year=2025) == column


def test_a_suit_after_reconsideration_has_columns_of_its_own():
    suit = dispute("litigation", "revoked", after_reconsideration=True)
    assert dispute_column(suit, year=2025) == "litigation_after_reconsideration_corrected"


def test_two_instances_are_one_case_and_the_last_one_counts():
    assert dispute_column(dispute("litigation", "revoked", "claim_rejected"), year=2025) == "litigation_direct_upheld"
    assert dispute_column(dispute("litigation", "revoked", None), year=2025) == "litigation_direct_pending"


def test_what_is_not_decided_by_31_december_is_pending():
    late = Dispute(route="reconsideration", instances=(Instance(result="revoked", closed_date=date(2026, 1, 5)),))
    assert dispute_column(late, year=2025) == "reconsideration_pending"
    assert dispute_column(late, year=2026) == "reconsideration_corrected"
    assert dispute_column(dispute("litigation", None), year=2025) == "litigation_direct_pending"
    assert dispute_column(dispute("litigation"), year=2025) == "litigation_direct_pending"


def test_a_suit_with_the_reconsideration_organ_beside_counts_for_the_original_organ_only():
    assert dispute_column(dispute("litigation", "revoked", is_original=False), year=2025) is None


def test_every_result_leads_to_a_column_of_the_form():
    printed = {axis.id for axis in form("format_2021").tables["review_litigation"].columns}
    for row in dispute_results():
        for after in (False, True):
            assert dispute_column(dispute(row.route, row.id, after_reconsideration=after), year=2025) in printed


def test_a_result_nobody_knows_is_refused():
    with pytest.raises(LawUnknown, match="没有“litigation”的“a_draw”这一结果"):
        dispute_result("litigation", "a_draw", on=date(2025, 6, 1))
