"""The generators themselves: their figures add up, their files are the same twice, their oracle is right."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings

from tests.annualreport.manners import glued
from tests.annualreport.manners.catalogue import MANNERS, draw, make
from tests.annualreport.manners.values import Truth, truths


@given(truths())
@settings(max_examples=30)
def test_drawn_reports_satisfy_every_sum_of_their_form(figures: Truth) -> None:
    for identity in figures.form.identities:
        if identity.axis == "columns":
            row = {place.column: n for place, n in figures.figures.items() if place.table == identity.table}
            if identity.table == "review_litigation":
                assert sum(row[c] for c in identity.left) == sum(row[c] for c in identity.right)
    total = {p.row: n for p, n in figures.figures.items() if p.table == "applications" and p.column == "total"}
    assert total["new_received"] + total["carried_over_in"] == total["processed_total"] + total["carried_over_out"]


@pytest.mark.parametrize("name", sorted(set(MANNERS) - {"docx_typed", "docx_automatic", "docx_tracked"}))
def test_the_same_seed_gives_the_same_file(name: str) -> None:
    assert make(name, 5).data == make(name, 5).data


def test_digits_are_cut_in_every_way_without_leading_zeros() -> None:
    assert sorted(glued.splits("120", 2)) == [(1, 20), (12, 0)]
    assert list(glued.splits("1002", 2)) == [(100, 2)]


def test_a_row_of_glued_digits_is_cut_where_six_add_up_to_the_seventh() -> None:
    assert glued.row_splits("21710000218") == [(217, 1, 0, 0, 0, 0, 218)]
    assert glued.row_splits("1100002") == [(1, 1, 0, 0, 0, 0, 2)]


def test_an_ambiguous_row_is_determined_only_by_the_sums_of_the_table() -> None:
    ambiguous = glued.row_splits("1111111111111")
    assert all(sum(cut[:6]) == cut[6] for cut in ambiguous)
    zero = [(0,) * 7]
    one = [(1, 0, 0, 0, 0, 0, 1), (0, 1, 0, 0, 0, 0, 1)]
    rows = {"granted": one, "processed_total": [one[1]], "new_received": [one[1]]}
    rows |= {"carried_over_in": zero, "carried_over_out": zero}
    assert glued.determined(rows)["granted"] == one[1]
    rows |= {"processed_total": one, "new_received": one}
    assert "granted" not in glued.determined(rows)


def test_the_oracle_asks_for_every_row_that_is_all_zeros() -> None:
    sample = make("glued", 3)
    zeros = [place for place, want in sample.expected.items() if want.value == 0 and place.table == "applications"]
    assert zeros
    assert all(sample.expected[place].must for place in zeros)


def test_drawn_blemishes_differ_from_seed_to_seed() -> None:
    assert len({draw("html_official", seed).blemishes for seed in range(12)}) > 4


def test_fixed_figures_survive_rendering() -> None:
    sample = make("html_official", 1)
    digits = sample.data.decode()
    assert all(f">{want.value}<" in digits for want in sample.expected.values() if want.value)
    assert Random(1).random() == Random(1).random()
