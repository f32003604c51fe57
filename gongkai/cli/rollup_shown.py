"""A sum of reports for people: the tables, and first all that is to be said against them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from gongkai.annualreport import place_in_words
from gongkai.cli.findings_shown import show_findings
from gongkai.cli.report_shown import show_tables
from gongkai.cli.terminal import console, told
from gongkai.cli.verdicts import tell
from gongkai.cli.wording import words

if TYPE_CHECKING:
    from gongkai.annualreport import Report, RollUp, Summand

_FEW = 10  # so many cells are named, the others counted


def show_roll_up(total: RollUp) -> None:
    """Print the tables of the sum, then what is to be said against it."""
    report = total.report()
    year = total.year or words("report")["unknown"]
    head = words("rollup")["head"].format(count=len(total.reports), year=year, form=total.form.law)
    console().print(told(head, "bold"))
    show_tables(report)
    for title, lines in _remarks(total, report).items():
        lines = list(lines)
        if lines:
            console().print(told(words("rollup")[title].format(count=len(lines)), "bold yellow"))
            for line in lines:
                console().print(told(f"  {line}"))
    for one in total.unbalanced:
        console().print(told(words("rollup")["unbalanced"].format(report=_named(one.report)), "bold red"))
        show_findings([tell(finding) for finding in one.findings], one.report.form)
    if total.sound:
        console().print(told(words("rollup")["sound"], "green"))


def _remarks(total: RollUp, report: Report) -> dict[str, Iterable[str]]:
    label = words("rollup")
    return {
        "missing": total.missing,
        "unexpected": total.unexpected,
        "set_apart": (f"{_named(one.report)}：{label[one.reason]}" for one in total.set_apart),
        "doubled": (
            label["twice"].format(counted=_named(one.counted), left_out=_named(one.left_out), same=_alike(one.same))
            for one in total.doubled
        ),
        "incomplete": _incomplete(total, report),
    }


def _alike(same: bool) -> str:
    return words("rollup")["figures_same" if same else "figures_differ"]


def _incomplete(total: RollUp, report: Report) -> Iterator[str]:
    """Yield a line for each report that lacks cells: how many, or which where they are few."""
    lacking: dict[str, list[str]] = {}
    for place, reports in total.incomplete.items():
        for one in reports:
            lacking.setdefault(_named(one), []).append(place_in_words(str(place), report))
    for name, cells in lacking.items():
        shown = words("report")["list"].join(cells)
        yield words("rollup")["lacks_few" if len(cells) <= _FEW else "lacks"].format(
            report=name, count=len(cells), cells=shown
        )


def _named(report: Summand) -> str:
    return "  ".join(part for part in (report.file, report.agency) if part)
