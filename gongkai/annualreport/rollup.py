"""A superior's tables as the sum of many reports (汇总), and what that sum is worth.

Only reports of one form and one year are added. Who is missing, who reported twice, whose own
sums do not agree and which cells somebody's report does not give: all of that is said beside
the sum, since a total without it looks more certain than it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from gongkai.annualreport.exchange import to_dict
from gongkai.annualreport.forms import Form
from gongkai.annualreport.forms import form as form_of_id
from gongkai.annualreport.model import ABSENT, Cell, How, Place, Report
from gongkai.annualreport.numbers import digits
from gongkai.annualreport.roster import called, compare_with_list
from gongkai.annualreport.rules import RULES
from gongkai.annualreport.summands import LACKING, Number, Summand, numbered, summand
from gongkai.findings import Finding

OTHER_YEAR, OTHER_FORM, YEAR_UNKNOWN = "other_year", "other_form", "year_unknown"


class Group(NamedTuple):
    """What reports must share to be added: the form's id and the year (None: not known)."""

    form: str
    year: int | None


class Mixed(ValueError):
    """No form and year has more than half of the reports; `groups` has the number of reports of each."""

    def __init__(self, groups: dict[Group, int]) -> None:
        super().__init__(groups)
        self.groups = groups


@dataclass(frozen=True, slots=True)
class Sum:
    """One cell added up over all reports.

    `contributed` reports give a figure, `blank` leave the cell empty, `lacking` names the
    reports (by their place in `RollUp.reports`) in which it is absent or was not read. `value`
    is None where nobody gives a figure: all blank stays blank.
    """

    value: int | Decimal | None
    contributed: int
    blank: int
    lacking: tuple[int, ...]

    @property
    def cell(self) -> Cell:
        """Return the sum as a cell of a report."""
        if self.value is None:
            return Cell(None, How.BLANK) if self.blank else ABSENT
        return Cell(self.value, How.READ, digits(self.value))


@dataclass(frozen=True, slots=True)
class SetApart:
    """A report that was not added, and why: ``other_year``, ``other_form`` or ``year_unknown``."""

    report: Summand
    reason: str


@dataclass(frozen=True, slots=True)
class Doubled:
    """A second report of an agency: not added. `same`: all its figures are those of the first."""

    counted: Summand
    left_out: Summand
    same: bool


@dataclass(frozen=True, slots=True)
class Unbalanced:
    """A report that was added although its own sums do not agree, with the findings."""

    report: Summand
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class RollUp:
    """The sum of many reports: what `roll_up` returns."""

    form: Form
    year: int | None
    agency: str | None
    reports: tuple[Summand, ...]
    sums: dict[Place, Sum]
    set_apart: tuple[SetApart, ...]
    doubled: tuple[Doubled, ...]
    unbalanced: tuple[Unbalanced, ...]
    missing: tuple[str, ...]
    unexpected: tuple[str, ...]

    @property
    def incomplete(self) -> dict[Place, tuple[Summand, ...]]:
        """Return the cells that not every report gives or leaves blank, with the reports that lack them."""
        lacking = {place: one.lacking for place, one in self.sums.items() if one.lacking}
        return {place: tuple(self.reports[number] for number in numbers) for place, numbers in lacking.items()}

    @property
    def sound(self) -> bool:
        """Tell whether nothing is to be said against the sum."""
        against = (self.set_apart, self.doubled, self.unbalanced, self.missing, self.unexpected, self.incomplete)
        return not any(against)

    def report(self) -> Report:
        """Return the sum as a report of its form, without texts, to be written or checked like any other."""
        tables: dict[str, dict[str, dict[str, Cell]]] = {table: {} for table in self.form.tables}
        for place, one in self.sums.items():
            tables[place.table].setdefault(place.row, {})[place.column] = one.cell
        return Report(form=self.form, tables=tables, agency=self.agency, year=self.year)

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON of the summed report, and under ``rollup`` what it is worth.

        ``contributed`` has the shape of ``tables``: how many reports give each cell's figure.
        """
        contributed: dict[str, dict[str, dict[str, int]]] = {}
        for place, one in self.sums.items():
            contributed.setdefault(place.table, {}).setdefault(place.row, {})[place.column] = one.contributed
        return to_dict(self.report()) | {
            "rollup": {
                "reports": [report.about() for report in self.reports],
                "contributed": contributed,
                "incomplete": {str(place): [one.about() for one in ones] for place, ones in self.incomplete.items()},
                "missing": list(self.missing),
                "unexpected": list(self.unexpected),
                "set_apart": [one.report.about() | {"reason": one.reason} for one in self.set_apart],
                "doubled": [
                    {"counted": one.counted.about(), "left_out": one.left_out.about(), "same": one.same}
                    for one in self.doubled
                ],
                "unbalanced": [
                    one.report.about() | {"findings": [RULES.tell(finding) for finding in one.findings]}
                    for one in self.unbalanced
                ],
            }
        }


def roll_up(
    reports: Iterable[Report | Summand],
    *,
    year: int | None = None,
    expected: Sequence[str] = (),
    agency: str | None = None,
) -> RollUp:
    """Return the sum of the reports, or of their summands, of one form and year; the others are set apart, with why.

    The form and year are those of more than half of the reports (of those of `year`, where it is
    given); raise Mixed where there is no such majority, or no report. `expected` are the names of the agencies
    that should have reported, `agency` whose sum it is. Only disclosure reports are added: the rates
    of other reports have no sum.
    """
    given = tuple(one if isinstance(one, Summand) else summand(one) for one in reports)
    group = _largest(given, year)
    counted, doubled = _each_agency_once([report for report in given if _group(report) == group])
    missing, unexpected = compare_with_list([report.agency for report in counted], expected)
    return RollUp(
        form=form_of_id(group.form),
        year=group.year,
        agency=agency,
        reports=counted,
        sums=dict(_sums(counted, form_of_id(group.form))),
        set_apart=tuple(SetApart(one, _reason(one, group)) for one in given if _group(one) != group),
        doubled=doubled,
        unbalanced=tuple(Unbalanced(one, one.findings) for one in counted if one.findings),
        missing=missing,
        unexpected=unexpected,
    )


# -- which reports ---------------------------------------------------------------------------------


def _group(report: Summand) -> Group:
    return Group(report.form.id, report.year)


def _largest(reports: Sequence[Summand], year: int | None) -> Group:
    added = (report for report in reports if report.form.is_added)
    groups = Counter(_group(report) for report in added if year is None or report.year == year)
    for group, count in groups.most_common(1):
        if 2 * count > groups.total():
            return group
    raise Mixed(dict(Counter(map(_group, reports))))


def _reason(report: Summand, group: Group) -> str:
    if report.year is None:
        return YEAR_UNKNOWN
    return OTHER_YEAR if report.year != group.year else OTHER_FORM


def _each_agency_once(reports: Sequence[Summand]) -> tuple[tuple[Summand, ...], tuple[Doubled, ...]]:
    """Return the reports with the first of each agency, and the others of an agency that has several."""
    first: dict[str, Summand] = {}
    counted, doubled = [], []
    for number, report in enumerate(reports):
        known = first.setdefault(called(report.agency) or f"#{number}", report)  # a name not read is nobody's double
        if known is report:
            counted.append(report)
        else:
            doubled.append(Doubled(known, report, known.values == report.values))
    return tuple(counted), tuple(doubled)


# -- adding ----------------------------------------------------------------------------------------


def _sums(reports: Sequence[Summand], form: Form) -> Iterator[tuple[Place, Sum]]:
    columns = list(zip(*(report.values for report in reports), strict=True))
    wholes = {whole for report in reports for whole in report.wholes}
    at = numbered(form)
    for table in form.tables.values():
        for row in _rows(form, table.id, wholes):
            for column in table.columns:
                place = Place(table.id, row, column.id)
                number = at[str(place)]
                yield place, _sum(columns[number], reports, number)


def _rows(form: Form, table: str, wholes: Collection[str]) -> list[str]:
    """Return the rows of the sum.

    Where a single report prints the whole for its parts, these cannot be told apart for all, and the sum has the whole.
    """
    rows = [row.id for row in form.tables[table].rows]
    for equal in form.equivalences:
        if equal.table == table and equal.whole not in rows and f"{table}.{equal.whole}" in wholes:
            named = (equal.whole if row == equal.parts[0] else row for row in rows)
            rows = [row for row in named if row not in equal.parts]
    return rows


def _sum(values: Sequence[Number | None], reports: Sequence[Summand], number: int) -> Sum:
    given = [value for value in values if value is not None]
    open_at = (
        {at: reports[at].marks[number] for at, value in enumerate(values) if value is None} if None in values else {}
    )
    lacking = tuple(at for at, mark in open_at.items() if mark == LACKING)
    return Sum(sum(given) if given else None, len(given), len(open_at) - len(lacking), lacking)
