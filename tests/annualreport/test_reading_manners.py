"""Every manner in which offices publish is read: no figure wrong, none missed, none missing in silence."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai import annualreport
from tests.annualreport.manners.catalogue import MANNERS, Sample, compatible, draw, make, print_out
from tests.annualreport.manners.judging import complaints
from tests.annualreport.manners.values import Truth, truths

PDF = ("pdf_ruled", "pdf_unruled")
QUICK = sorted(set(MANNERS) - set(PDF))
PLAIN = (
    "html_official",
    "browser_copy",
    "trailing_bars",
    "leading_bars",
    "markdown",
    "spaced_lines",
    "own_json",
    "glued",
)


def judge(sample: Sample) -> None:
    """Read the sample and hold the reader to the golden rule, the form, the year and the agency."""
    report = annualreport.read(sample.data)
    assert complaints(report, sample.expected, MANNERS[sample.manner].placed) == []
    assert report.year == sample.truth.year
    assert report.form.id == sample.truth.form.id
    assert report.agency in (None, sample.truth.agency)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("name", sorted(MANNERS))
def test_an_unspoilt_report_is_read_whole(name: str, seed: int) -> None:
    judge(make(name, seed))


@pytest.mark.parametrize("seed", range(100, 108))
@pytest.mark.parametrize("name", QUICK)
def test_a_report_spoilt_in_several_ways_is_read_as_far_as_it_can_be_decided(name: str, seed: int) -> None:
    judge(draw(name, seed))


@pytest.mark.parametrize("seed", range(100, 106))
@pytest.mark.parametrize("name", PDF)
def test_a_spoilt_pdf_is_read_as_far_as_it_can_be_decided(name: str, seed: int) -> None:
    judge(draw(name, seed))


ONE_BLEMISH = [(name, one) for name in QUICK for one in sorted(MANNERS[name].takes) if compatible(MANNERS[name], [one])]


@pytest.mark.parametrize(("name", "blemish"), ONE_BLEMISH)
def test_each_blemish_alone_makes_no_figure_wrong(name: str, blemish: str) -> None:
    form_id = "format_2019_trial" if blemish in ("signed_changes", "cut_headers") else None
    judge(make(name, 200, [blemish], form_id))


@pytest.mark.parametrize("name", PLAIN)
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow, HealthCheck.differing_executors])
@given(figures=truths(), seed=st.integers(0, 99))
def test_any_figures_that_add_up_come_back_as_printed(name: str, figures: Truth, seed: int) -> None:
    judge(print_out(figures, MANNERS[name], seed, (), Random(seed)))
