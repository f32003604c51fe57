"""Glued digits are cut where the form's arithmetic leaves one cut, and nowhere else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gongkai.annualreport.solving import feasible
from gongkai.annualreport.splitting import candidates, splits

SEVEN = (1, 6)  # one run of six figures and their sum


def test_a_row_that_adds_up_in_one_way_is_cut() -> None:
    assert candidates(("21710000218",), *SEVEN) == ((217, 1, 0, 0, 0, 0, 218),)


def test_the_disputes_are_cut_by_their_three_sums() -> None:
    only = (2, 1, 3, 1, 7, 0, 0, 0, 0, 0, 13, 2, 4, 0, 19)
    assert candidates(("21317000001324019",), 3, 4) == (only,)


def test_figures_without_a_sum_keep_every_cut() -> None:
    assert len(candidates(("6233440",), 3, 0)) > 1


def test_a_cell_never_starts_with_an_idle_zero() -> None:
    assert list(splits("0012", 3)) == [(0, 0, 12)]


def test_borders_between_runs_are_kept() -> None:
    assert candidates(("12", "3"), 2, 0) == ((12, 3),)


@given(st.lists(st.integers(0, 999), min_size=6, max_size=6))
def test_the_true_cut_is_always_among_the_candidates(figures: list[int]) -> None:
    row = (*figures, sum(figures))
    assert row in candidates(("".join(map(str, row)),), *SEVEN)


def test_digits_that_can_be_cut_in_too_many_ways_have_no_candidate() -> None:
    row = (99_999, 98_765, 87_654, 76_543, 65_432, 54_321)
    assert candidates(("".join(map(str, (*row, sum(row)))),), *SEVEN) == ()


def test_the_columns_settle_what_a_row_leaves_open() -> None:
    rows = {
        "new": [(3, 1)],
        "in": [(0, 0)],
        "a": [(1, 1), (3, 1), (2, 1)],
        "b": [(1, 0)],
        "total": [(3, 1)],
        "out": [(0, 0)],
    }
    kept = feasible(rows, ("a", "b"), "total", (("new", "in"), ("total", "out")))
    assert kept is not None
    assert kept["a"] == [(2, 1)]


def test_columns_that_cannot_add_up_settle_nothing() -> None:
    rows = {"new": [(9,)], "in": [(0,)], "a": [(1,), (2,)], "total": [(5,)], "out": [(4,)]}
    assert feasible(rows, ("a",), "total", (("new", "in"), ("total", "out"))) is None


def test_a_row_that_was_not_found_makes_its_sum_unusable() -> None:
    rows = {"a": [(1,), (2,)], "total": [(5,)]}
    assert feasible(rows, ("a", "b"), "total", (("new",), ("total",))) == rows
