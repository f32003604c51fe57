"""A file cut off anywhere: what stood before the cut may be read, and nothing of it is wrong."""

from __future__ import annotations

from random import Random

import pytest

from gongkai import annualreport
from gongkai.annualreport.model import Report
from tests.annualreport.manners.catalogue import MANNERS, Sample, make
from tests.annualreport.manners.judging import complaints, never_wrong

TEXTS = sorted(name for name, manner in MANNERS.items() if manner.suffix in {"txt", "md", "html"})
BINARY = ("docx_typed", "pdf_ruled")


def read_if_readable(data: bytes) -> Report | None:
    """Return the report, or None where the reader refuses."""
    try:
        return annualreport.read(data)
    except annualreport.Unreadable:
        return None


def middle_cuts(sample: Sample, seed: int, count: int) -> list[int]:
    """Return places to cut at, most of them among the tables."""
    rng = Random(seed)
    size = len(sample.data)
    return [rng.randint(size // 5, size - 1) for _ in range(count)]


@pytest.mark.parametrize("seed", range(300, 303))
@pytest.mark.parametrize("name", TEXTS)
def test_a_cut_off_text_yields_no_wrong_figure(name: str, seed: int) -> None:
    sample = make(name, seed)
    for cut in middle_cuts(sample, seed, 4):
        report = read_if_readable(sample.data[:cut])
        assert report is None or never_wrong(report, sample.expected) == [], cut


@pytest.mark.parametrize(
    "name", ["browser_copy", "trailing_bars", "spaced_lines", "bare_lines", "html_official", "glued"]
)
def test_a_file_cut_inside_a_number_does_not_yield_half_the_number(name: str) -> None:
    for seed in range(310, 316):
        sample = make(name, seed)
        text = sample.data.decode()
        long = [str(want.value) for want in sample.expected.values() if want.value and len(str(want.value)) > 2]
        for number in long[:6]:
            cut = text.rindex(number) + len(number) - 1
            report = read_if_readable(text[:cut].encode())
            assert report is None or never_wrong(report, sample.expected) == [], (seed, number)


@pytest.mark.parametrize("name", BINARY)
def test_a_cut_off_binary_is_refused_or_read_without_a_wrong_figure(name: str) -> None:
    sample = make(name, 320)
    for cut in middle_cuts(sample, 320, 3):
        report = read_if_readable(sample.data[:cut])
        assert report is None or never_wrong(report, sample.expected) == [], cut


@pytest.mark.parametrize("name", ["html_official", "browser_copy", "trailing_bars", "markdown"])
def test_tables_behind_the_cut_are_named_in_findings(name: str) -> None:
    sample = make(name, 330)
    cut = sample.data.index("结果维持".encode())
    report = read_if_readable(sample.data[:cut])
    assert report is not None
    told = complaints(report, sample.expected)
    assert not [one for one in told if "review_litigation" in one and not one.startswith("MISSED")]


@pytest.mark.parametrize("name", ["html_official", "browser_copy", "bare_lines"])
def test_mojibake_is_recognised_and_never_read_as_figures(name: str) -> None:
    sample = make(name, 340)
    garbled = sample.data.decode().encode("utf-8").decode("gb18030", "replace").encode("utf-8")
    report = read_if_readable(garbled)
    assert report is None or not [cell for _, cell in report.cells() if cell.value is not None]
