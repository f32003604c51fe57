"""The house keeps its rules: every one documented, used, and exercised by a test."""

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

import gongkai.annualreport
from gongkai.annualreport.checks import CHECKS, FATAL, PROVIDENT_FUND_CHECKS
from gongkai.annualreport.rules import RULES
from gongkai.findings import SEVERITIES, RuleBook

ROOM = Path(gongkai.annualreport.__file__).parent
TESTS = Path(__file__).parent
_ID = re.compile(r"[\"']([A-Z][A-Z0-9]+(?:-[A-Z0-9]+)+)[\"']")
_FAMILIES = {rule.split("-")[0] for rule in RULES.rules}


def _ids_in(*sources: Path) -> set[str]:
    words = {word for source in sources for word in _ID.findall(source.read_text("utf-8"))}
    return {word for word in words if word.split("-")[0] in _FAMILIES}


_LISTING = ROOM / "checks/__init__.py"  # lists what is fatal, finds nothing itself
USED = _ids_in(
    *(source for source in ROOM.rglob("*.py") if source != _LISTING),
    ROOM / "data/phrases.toml",
    ROOM / "data/forms.toml",
    ROOM / "data/provident_fund.toml",
)


@pytest.mark.parametrize("rule", RULES.rules.values(), ids=lambda rule: rule.id)
def test_each_rule_says_what_it_is_whose_law_it_is_and_what_to_do(rule: object) -> None:
    for part in ("title", "message", "law", "advice", "formula", "example"):
        assert len(getattr(rule, part)) > 1, part
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", rule.since)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", rule.checked)
    assert rule.severity in SEVERITIES


def test_every_rule_that_the_code_names_is_in_the_rule_book() -> None:
    assert USED - set(RULES.rules) == set()


def test_every_rule_in_the_book_is_named_by_the_code() -> None:
    assert set(RULES.rules) - USED == set()


def test_every_rule_of_a_check_is_exercised_by_a_test() -> None:
    tested = _ids_in(*(source for source in TESTS.glob("test_*.py") if source.name != Path(__file__).name))
    assert {rule for rule in RULES.rules if not rule.startswith("READ-")} - tested == set()


def test_what_makes_a_report_unreadable_is_an_error() -> None:
    assert set(RULES.rules) >= FATAL
    assert {RULES[rule].severity for rule in FATAL} == {"error"}


def test_each_check_is_listed_once_and_says_what_it_yields() -> None:
    for checks in (CHECKS, PROVIDENT_FUND_CHECKS):
        assert len(set(checks)) == len(checks)
    for one in {*CHECKS, *PROVIDENT_FUND_CHECKS}:
        assert (one.__doc__ or "").startswith("Yield "), one


def test_the_rules_are_read_when_they_are_first_asked_for() -> None:
    assert isinstance(RULES, RuleBook)
    assert len(RULES.rules) == len(list(RULES.rules)) > 60
    with pytest.raises(KeyError):
        RULES["T9-UNKNOWN"]


def test_every_refusal_of_a_file_carries_the_facts_its_sentence_needs() -> None:
    """The words of `unreadable("READ-…", reason=…)` must fill the rule's message."""
    for source in ROOM.rglob("*.py"):
        for call in ast.walk(ast.parse(source.read_text("utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "unreadable":
                rule = call.args[0].value if call.args and isinstance(call.args[0], ast.Constant) else None
                if rule is not None:
                    given = {keyword.arg for keyword in call.keywords}
                    wanted = {field for _, field, _, _ in Formatter().parse(RULES[rule].message) if field}
                    assert wanted <= given, f"{source.name}: {rule} lacks {wanted - given}"
