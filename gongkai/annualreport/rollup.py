"""A superior's tables as the sum of many reports (汇总), and what that sum is worth.

Only reports of one form and one year are added. Who is missing, who reported twice, whose own
sums do not agree and which cells somebody's report does not give: all of that is said beside
the sum, since a total without it looks more certain than it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from gongkai.annualreport.checks.arithmetic import sums
from gongkai.annualreport.exchange import about, to_dict
from gongkai.annualreport.forms import Form
from gongkai.annualreport.forms import form as form_of_id
from gongkai.annualreport.mixtures import cell_or_sum
from gongkai.annualreport.model import ABSENT, Cell, How, Place, Report
from gongkai.annualreport.numbers import digits
from gongkai.annualreport.roster import called, compare_with_list
from gongkai.annualreport.rules import RULES
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

    report: Report
    reason: str


@dataclass(frozen=True, slots=True)
class Doubled:
    """A second report of an agency: not added. `same`: all its figures are those of the first."""

    counted: Report
    left_out: Report
    same: bool


@dataclass(frozen=True, slots=True)
class Unbalanced:
    """A report that was added although its own sums do not agree, with the findings."""

    report: Report
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class RollUp:
    """The sum of many reports: what `roll_up` returns."""

    form: Form
    year: int | None
    agency: str | None
    reports: tuple[Report, ...]
    sums: dict[Place, Sum]
    set_apart: tuple[SetApart, ...]
    doubled: tuple[Doubled, ...]
    unbalanced: tuple[Unbalanced, ...]
    missing: tuple[str, ...]
    unexpected: tuple[str, ...]

    @property
    def incomplete(self) -> dict[Place, tuple[Report, ...]]:
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
                "reports": [about(report) for report in self.reports],
                "contributed": contributed,
                "incomplete": {str(place): [about(one) for one in ones] for place, ones in self.incomplete.items()},
                "missing": list(self.missing),
                "unexpected": list(self.unexpected),
                "set_apart": [about(one.report) | {"reason": one.reason} for one in self.set_apart],
                "doubled": [
                    {"counted": about(one.counted), "left_out": about(one.left_out), "same": one.same}
                    for one in self.doubled
                ],
                "unbalanced": [
                    about(one.report) | {"findings": [RULES.tell(finding) for finding in one.findings]}
                    for one in self.unbalanced
                ],
            }
        }


def roll_up(
    reports: Iterable[Report],
    *,
    year: int | None = None,
    expected: Sequence[str] = (),
    agency: str | None = None,
) -> RollUp:
    """Return the sum of the reports of one form and year; the others are set apart, with the reason.

    The form and year are those of more than half of the reports (of those of `year`, where it is
    given); raise Mixed where there is no such majority, or no report. `expected` are the names of the agencies
    that should have reported, `agency` whose sum it is. Only disclosure reports are added: the rates
    of other reports have no sum.
    """
    given = tuple(reports)
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
        unbalanced=tuple(_unbalanced(counted)),
        missing=missing,
        unexpected=unexpected,
    )


# -- which reports ---------------------------------------------------------------------------------


def _group(report: Report) -> Group:
    return Group(report.form.id, report.year)


def _largest(reports: Sequence[Report], year: int | None) -> Group:
    added = (report for report in reports if report.form.is_added)
    groups = Counter(_group(report) for report in added if year is None or report.year == year)
    for group, count in groups.most_common(1):
        if 2 * count > groups.total():
            return group
    raise Mixed(dict(Counter(map(_group, reports))))


def _reason(report: Report, group: Group) -> str:
    if report.year is None:
        return YEAR_UNKNOWN
    return OTHER_YEAR if report.year != group.year else OTHER_FORM


def _each_agency_once(reports: Sequence[Report]) -> tuple[tuple[Report, ...], tuple[Doubled, ...]]:
    """Return the reports with the first of each agency, and the others of an agency that has several."""
    first: dict[str, Report] = {}
    counted, doubled = [], []
    for number, report in enumerate(reports):
        known = first.setdefault(called(report.agency) or f"#{number}", report)  # a name not read is nobody's double
        if known is report:
            counted.append(report)
        else:
            doubled.append(Doubled(known, report, _figures(known) == _figures(report)))
    return tuple(counted), tuple(doubled)


def _figures(report: Report) -> dict[Place, int | Decimal | None]:
    return {place: cell.value for place, cell in report.cells()}


def _unbalanced(reports: Iterable[Report]) -> Iterator[Unbalanced]:
    for report in reports:
        identities = {identity.id for identity in report.form.identities}
        findings = tuple(finding for finding in sums(report) if finding.rule in identities)
        if findings:
            yield Unbalanced(report, findings)


# -- adding ----------------------------------------------------------------------------------------


def _sums(reports: Sequence[Report], form: Form) -> Iterator[tuple[Place, Sum]]:
    for table in form.tables.values():
        for row, parts in _rows(reports, form, table.id).items():
            for column in table.columns:
                place = Place(table.id, row, column.id)
                yield place, _sum([cell_or_sum(report, place, parts) for report in reports])


def _rows(reports: Sequence[Report], form: Form, table: str) -> dict[str, tuple[str, ...]]:
    """Return the rows of the sum, with the parts that stand for one in some reports.

    Where a single report prints the whole for its parts, these cannot be told apart for all, and
    the sum has the whole.
    """
    rows: dict[str, tuple[str, ...]] = {row.id: () for row in form.tables[table].rows}
    for equal in form.equivalences:
        if equal.table != table:
            continue
        if equal.whole in rows or any(report.prints(table, (equal.whole,)) for report in reports):
            names = (equal.whole if row == equal.parts[0] else row for row in rows)
            rows = {row: equal.parts if row == equal.whole else () for row in names if row not in equal.parts}
    return rows


def _sum(cells: Sequence[Cell]) -> Sum:
    values = [cell.value for cell in cells if cell.value is not None]
    blank = sum(cell.how is How.BLANK for cell in cells)
    lacking = tuple(at for at, cell in enumerate(cells) if cell.value is None and cell.how is not How.BLANK)
    total: int | Decimal = sum(values)
    return Sum(total if values else None, len(values), blank, lacking)
