"""A stand-in for the report engine, so that these tests are about the command line alone."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from gongkai import annualreport
from gongkai.annualreport.forms import all_forms, form
from gongkai.annualreport.model import Cell, How, Report, Section, Source
from gongkai.annualreport.unreadable import Unreadable
from gongkai.cli import main, terminal
from gongkai.findings import Finding, Rule, RuleBook

CLEAN, WRONG, SPOILT = "clean", "wrong", "spoilt"

WRONG_SUM = Finding("T3-BALANCE", "applications.new_received.total", {"left": 12, "right": 11})


def a_rule(rule_id: str, severity: str, message: str) -> Rule:
    return Rule(
        id=rule_id,
        severity=severity,
        title=rule_id,
        message=message,
        law="constructed",
        advice="请核对。",
        since="2021-09-26",
        checked="2026-11-22",
    )


RULES = RuleBook(
    {
        rule.id: rule
        for rule in (
            a_rule("T3-BALANCE", "error", "两边不等：{left} 与 {right}。"),
            a_rule("T2-ITEMS", "warning", "存量对不上。"),
            a_rule("READ-EMPTY", "error", "文件里没有任何文字。"),
            a_rule("READ-OCR-USED", "notice", "由文字识别得到。"),
        )
    }
)


def cells(row: dict[str, Cell], columns: list[str], line: int) -> dict[str, Cell]:
    return {
        column: row.get(column, Cell(0, How.READ, "0", source=Source(table=5, row=line, cell=number)))
        for number, column in enumerate(columns, 1)
    }


def a_report(**changes: Any) -> Report:
    """A 2021 report: every figure 0, save one inferred, one blank and one unread cell."""
    chosen = form("format_2021")
    special = {
        "new_received": {"natural_person": Cell(12, How.READ, "12", source=Source(5, 1, 2))},
        "granted": {"total": Cell(7, How.INFERRED, "", source=Source(5, 3, 8))},
        "partially_granted": {"other_organization": Cell(None, How.BLANK, "-", source=Source(5, 4, 7))},
        "denied_state_secret": {"total": Cell(None, How.UNREAD, "1[bold]2", source=Source(5, 5, 8))},
    }
    tables = {}
    for table in chosen.tables.values():
        columns = [column.id for column in table.columns]
        tables[table.id] = {
            row.id: cells(special.get(row.id, {}), columns, line) for line, row in enumerate(table.rows, 1)
        }
    values: dict[str, Any] = {
        "form": chosen,
        "tables": tables,
        "agency": "石嘴山市住房公积金管理中心",
        "year": 2023,
        "sections": (Section("overall_situation", "一、总体情况", "全年主动公开信息386条。" * 12),),
    }
    return Report(**{**values, **changes})


@dataclass
class Engine:
    """What the stand-in answers: a file's first word says what it is."""

    reports: dict[str, Report] = field(default_factory=dict)
    findings: dict[str, tuple[Finding, ...]] = field(default_factory=dict)
    crashes: dict[str, Exception] = field(default_factory=dict)
    checked_against: list[Report | None] = field(default_factory=list)

    def read(self, path: Path, name: str | None = None) -> Report:
        word = Path(path).read_text("utf-8").split(maxsplit=1)[0]
        if word in self.crashes:
            raise self.crashes[word]
        if word == SPOILT:
            raise Unreadable(Finding("READ-EMPTY"))
        return self.reports.get(word) or a_report(agency=word)

    def check(self, report: Report, previous: Report | None = None) -> tuple[Finding, ...]:
        self.checked_against.append(previous)
        return report.findings + self.findings.get(report.agency or "", ())

    @staticmethod
    def status(findings: tuple[Finding, ...]) -> str:
        return "errors" if any(finding.rule.startswith("T3") for finding in findings) else "clean"

    @staticmethod
    def to_dict(report: Report) -> dict[str, Any]:
        return {"schema": 1, "format": report.form.id, "agency": report.agency, "year": report.year}


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Engine:
    """The stand-in, in place of the engine's door."""
    stand_in = Engine(findings={WRONG: (WRONG_SUM,)})
    door = {
        "read": stand_in.read,
        "check": stand_in.check,
        "status": stand_in.status,
        "to_dict": stand_in.to_dict,
        "Unreadable": Unreadable,
        "RULES": RULES,
        "all_forms": all_forms,
    }
    for name, value in door.items():
        monkeypatch.setattr(annualreport, name, value, raising=False)
    return stand_in


class Done(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str


Run = Callable[..., Done]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `gongkai` in this process: run("report", "check", path) → Done."""

    def _run(*arguments: object) -> Done:
        terminal.console.cache_clear()  # the console keeps the standard output it was made for
        code = main([str(argument) for argument in arguments])
        return Done(code, *capsys.readouterr())

    return _run


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write a file whose first word tells the stand-in what to make of it."""

    def _write(word: str, name: str = "") -> Path:
        path = tmp_path / (name or f"{word}.txt")
        path.write_text(word, "utf-8")
        return path

    return _write


@pytest.fixture(autouse=True)
def _a_pipe_without_a_width(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests may have set a width; these are about a pipe that has none."""
    monkeypatch.delenv("COLUMNS", raising=False)


@pytest.fixture
def installation(settings: Any) -> None:
    """Let commands find an installation with a key."""
    settings.HAS_SECRET_KEY = True
