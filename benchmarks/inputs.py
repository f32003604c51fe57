"""The files that are timed: typical reports from the tests' own generators, and real ones where they are."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from tests.annualreport.manners.catalogue import make

SAMPLES = Path(__file__).resolve().parents[2] / "shared" / "samples"


@cache
def made(manner: str, seed: int = 1) -> bytes:
    """Return a made report in that manner: busy figures, all three tables, six sections."""
    return make(manner, seed, form_id="format_2021").data


@cache
def real(name: str) -> bytes | None:
    """Return a real report from beside the checkout, None where it is not there."""
    path = SAMPLES / name
    return path.read_bytes() if path.is_file() else None


@cache
def different(count: int = 100) -> tuple[bytes, ...]:
    """Return HTML reports as the official template, no two alike: little remembered of one helps with the next."""
    return tuple(made("html_official", seed) for seed in range(2, count + 2))


def html_files() -> dict[str, bytes]:
    """Return HTML reports by name: as the official template, as Word saves it, and a real one."""
    files = {"official": made("html_official"), "word": made("html_from_word")}
    found = real("shanghai-office-2019.html")
    return files | ({"real": found} if found else {})


def pdf_files() -> dict[str, bytes]:
    """Return PDF reports by name: three pages with ruled tables, and a real one of five pages."""
    files = {"ruled": made("pdf_ruled")}
    found = real("hongze-2024.pdf")
    return files | ({"real": found} if found else {})
