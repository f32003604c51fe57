"""On long clean official texts nothing is an error; on ours, written for this, nothing is even a warning."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

import gongkai.statute
from gongkai.proofing import RULES
from tests.proofing.writing import errors_in, found_in, in_paragraphs
from tests.samples import sample

TEXTS = sorted(Path(__file__).with_name("fixtures").glob("*.txt"))
LAW = sorted(Path(gongkai.statute.__file__).parent.glob("data/*.toml"))
PUBLISHED = ("shizuishan-2023.txt", "yiyang-2020.txt", "pingtan-2024.glued.txt", "trunc-hanyang-2022.txt")


def test_there_are_texts_of_many_kinds() -> None:
    assert len(TEXTS) >= 12
    assert min(len(path.read_text("utf-8")) for path in TEXTS) > 400


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_a_clean_text_yields_nothing(path: Path) -> None:
    assert found_in(in_paragraphs(path.read_text("utf-8"))) == {}


def test_the_words_of_the_law_yield_nothing() -> None:
    tables = [rows for path in LAW for rows in tomllib.loads(path.read_text("utf-8")).values()]
    rows = [row for rows in tables if isinstance(rows, list) for row in rows]
    words = [str(row[key]) for row in rows for key in ("title", "text", "law") if key in row]
    assert len(words) > 50
    assert found_in(in_paragraphs("\n".join(["法律条文", *words]))) == {}


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_published_report_has_no_errors(name: str) -> None:
    found = found_in(in_paragraphs(sample(name).read_text("utf-8")), on=date(2024, 1, 20))
    assert errors_in(found) == set()
    assert {rule for rule in found if RULES[rule].severity == "warning"} == set()


def test_a_published_page_has_no_errors() -> None:
    page = LexborHTMLParser(sample("shanghai-office-2019.html").read_bytes())
    for node in page.css("script, style"):
        node.decompose()
    assert errors_in(found_in(in_paragraphs(page.body.text(separator="\n")), on=date(2020, 1, 20))) == set()
