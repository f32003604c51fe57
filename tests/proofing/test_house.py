"""The room keeps its rules: each documented, named by the code, and its own example a test."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import gongkai.proofing
from gongkai.findings import SEVERITIES, Rule
from gongkai.proofing import CHECKS, DISCLOSURE_CHECKS, KINDS, RULES
from tests.proofing.writing import found_in

ROOM = Path(gongkai.proofing.__file__).parent
TESTS = Path(__file__).parent
_ID = re.compile(r"[\"']([A-Z]+(?:-[A-Z]+)+)[\"']")
# Their examples are told in words: they need a title, a link, a list or a file, and have tests of their own.
TOLD = ("YEAR-UNLIKE-TITLE", "TERM-LOCAL", "LINK-", "ATTACHMENT-", "FILE-", "WEB-")
SHOWN = [rule for rule in RULES.rules.values() if not rule.id.startswith(TOLD)]


def _ids_in(folder: Path, but: str = "") -> set[str]:
    return {word for path in folder.rglob("*.py") if path.name != but for word in _ID.findall(path.read_text("utf-8"))}


@pytest.mark.parametrize("rule", RULES.rules.values(), ids=lambda rule: rule.id)
def test_each_rule_says_what_it_is_whose_law_it_is_and_what_to_do(rule: Rule) -> None:
    for part in ("title", "message", "law", "advice", "formula", "example", "counterexample"):
        assert len(getattr(rule, part)) > 1, part
    assert rule.severity in SEVERITIES


@pytest.mark.parametrize("rule", SHOWN, ids=lambda rule: rule.id)
def test_each_rules_example_yields_it(rule: Rule) -> None:
    assert rule.id in found_in(rule.example)


@pytest.mark.parametrize("rule", SHOWN, ids=lambda rule: rule.id)
def test_no_rules_counterexample_yields_it(rule: Rule) -> None:
    assert rule.id not in found_in(rule.counterexample)


def test_the_code_names_the_rules_of_the_book_and_no_other() -> None:
    assert _ids_in(ROOM) == set(RULES.rules)


def test_every_rule_that_is_only_told_has_a_test_of_its_own() -> None:
    told = {rule for rule in RULES.rules if rule.startswith(TOLD)}
    assert told - _ids_in(TESTS, but=Path(__file__).name) == set()


def test_each_check_is_listed_once_and_says_what_it_yields() -> None:
    assert len(set(CHECKS)) == len(CHECKS)
    assert set(DISCLOSURE_CHECKS) < set(CHECKS)
    for check in CHECKS:
        assert (check.__doc__ or "").startswith("Yield "), check


def test_every_kind_of_term_has_its_rule() -> None:
    assert set(KINDS.values()) == {rule for rule in RULES.rules if rule.startswith("TERM-")}
