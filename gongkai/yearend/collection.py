"""The reports of a year that a competent department collects: who sent which, who is late, what the checks find."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.cache import cache
from django.db.models.fields.json import KeyTransform

from gongkai import annualreport
from gongkai.agencies.door import supervised_by
from gongkai.annualreport import Report, Section
from gongkai.yearend.collecting import Sent, all_sent, day_sent, steps_of
from gongkai.yearend.due_dates import due_of
from gongkai.yearend.inspection import inspect
from gongkai.yearend.kept_figures import issue_now, key_of, summands_of
from gongkai.yearend.models import AnnualReportPage
from gongkai.yearend.presentation import number_findings
from gongkai.yearend.shown import Verdict, judge
from gongkai.yearend.signing import ReportStep

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency
    from gongkai.annualreport import Summand
    from gongkai.statute import ReportDue

KEPT_SECONDS = 24 * 3600
_RECEIVED = "report__tables__applications__new_received__total"


@dataclass(frozen=True, slots=True)
class Held:
    """The report of an agency that counts for its department; its content is fetched when it is asked for.

    `source` is the row of what was sent, or the public page where the report is known from it alone; `key` names this
    very content.
    """

    source: Sent | AnnualReportPage
    key: str

    @property
    def row(self) -> Sent | None:
        """Return what was sent, None where nothing was."""
        return None if isinstance(self.source, AnnualReportPage) else self.source

    @property
    def report(self) -> Mapping[str, Any]:
        """Return the JSON of the report, anew each time: a collection of thousands holds none of them."""
        kept = type(self.source)._default_manager.filter(pk=self.source.pk)
        found: Mapping[str, Any] = kept.values_list("report", flat=True).get()
        return found

    def read(self) -> Report:
        """Return the report."""
        return annualreport.from_dict(self.report)


@dataclass(frozen=True, slots=True)
class Entry:
    """One agency in the collection of a year: what it sent and published by when, and what came of it.

    `before` is its report of the year before.
    """

    agency: Agency
    due: ReportDue
    today: date
    held: Held | None
    sent: date | None
    published: date | None
    steps: tuple[ReportStep, ...] = ()
    before: Held | None = None

    @property
    def verdict(self) -> Verdict | None:
        """Return what the checks come to, as its own page counts it; the first time the report is checked for it."""
        return verdict_on(self.held, self.before) if self.held else None

    @property
    def submit_by(self) -> date:
        """Return the last day to send it."""
        return self.due.submit_date or self.due.publish_date

    @property
    def is_missing(self) -> bool:
        """Tell whether the department has no report of the agency."""
        return self.held is None

    @property
    def is_returned(self) -> bool:
        """Tell whether it was returned and not sent again."""
        return bool(self.steps) and self.steps[-1].kind == ReportStep.Kind.RETURNED

    @property
    def is_cleared(self) -> bool:
        """Tell whether the department cleared it."""
        return bool(self.steps) and self.steps[-1].kind == ReportStep.Kind.CLEARED

    @property
    def days_late(self) -> int:
        """Return by how many days it was sent late, or is by today; 0 in time, or published and nothing noted."""
        if self.sent is None and self.held is not None:
            return 0
        return max(((self.sent or self.today) - self.submit_by).days, 0)

    @property
    def publication_days_late(self) -> int:
        """Return by how many days it was published late, or is by today."""
        return max(((self.published or self.today) - self.due.publish_date).days, 0)

    @property
    def state(self) -> tuple[str, str]:
        """Return where it stands: a severity (empty: well) and words."""
        if self.is_missing:
            return ("error", f"逾期未报送，已 {self.days_late} 天") if self.days_late else ("notice", "未报送")
        if self.is_returned:
            return "warning", "已退回，待重新报送"
        if self.sent is None:
            return "notice", "已公开，未登记报送"
        if self.days_late:
            return "warning", f"迟报 {self.days_late} 天{'，审核通过' if self.is_cleared else ''}"
        return "", "审核通过" if self.is_cleared else "按时报送"


@dataclass(frozen=True, slots=True)
class Collection:
    """All of a department for a year: its own report where it has one, and an entry for each agency below."""

    department: Agency
    year: int
    due: ReportDue
    own: Held | None
    entries: tuple[Entry, ...]

    @property
    def texts(self) -> list[Report]:
        """Return the reports that are there with their sections alone, each called by the agency's name here."""
        held = [(one.held, one.agency) for one in self.entries if one.held]
        sections = sections_of(one for one, _ in held)
        forms = summands_of([one.key for one, _ in held])
        return [Report(forms[one.key].form, {}, sections[one.key], agency.name) for one, agency in held]

    @property
    def summands(self) -> list[Summand]:
        """Return what the reports that are there give to a sum, each called by the agency's name here."""
        kept = summands_of([one.held.key for one in self.entries if one.held])
        held = [(kept[one.held.key], one.agency) for one in self.entries if one.held]
        return [replace(report, agency=agency.name, file="") for report, agency in held]

    def entry_of(self, slug: str) -> Entry | None:
        """Return the entry of an agency, None where it is not among those below."""
        return next((one for one in self.entries if one.agency.slug == slug), None)

    def tally(self) -> Mapping[str, list[Entry]]:
        """Return the entries by what is to be done about them: ``missing``, ``late``, ``returned``, ``here``."""
        return {
            "here": [one for one in self.entries if one.held],
            "missing": [one for one in self.entries if one.is_missing],
            "overdue": [one for one in self.entries if one.is_missing and one.days_late],
            "late": [one for one in self.entries if not one.is_missing and one.days_late],
            "returned": [one for one in self.entries if one.is_returned],
            "unpublished": [one for one in self.entries if one.published is None and one.publication_days_late],
        }


def collect(department: Agency, year: int, *, today: date) -> Collection:
    """Return the collection of a year as it stands on `today`.

    Whose report is asked for are those that the department supervises on the day the reports are due, or
    today where that is still to come. Raises LawUnknown for a year the law does not know.
    """
    due = due_of(department, year, on=today)
    agencies = list(supervised_by(department, min(today, due.publish_date)).order_by("pk"))
    held = held_reports(agencies, year)
    before = held_reports(agencies, year - 1)
    published = dict(_live(agencies, year).values_list("agency", "publication_date"))
    entries = (_entry(one, due, today, held.get(one.pk), before.get(one.pk), published.get(one.pk)) for one in agencies)
    return Collection(department, year, due, held_reports([department], year).get(department.pk), tuple(entries))


def _entry(
    agency: Agency, due: ReportDue, today: date, held: Held | None, before: Held | None, published: date | None
) -> Entry:
    row = held.row if held else None
    steps = steps_of(row) if row else ()
    sent = day_sent(row) if row else None
    return Entry(agency, due, today, held, sent, published, steps, before)


def held_reports(agencies: Iterable[Agency], year: int) -> dict[int, Held]:
    """Return by the agency's number the report that counts: the last one sent, without one the public one."""
    agencies = list(agencies)
    found = {page.agency_id: Held(page, key_of(page)) for page in _live(agencies, year).defer("report")}
    for row in all_sent(agencies, year):
        found[row.agency_id] = Held(row, key_of(row))
    return found


def _live(agencies: Iterable[Agency], year: int) -> Any:
    return AnnualReportPage.objects.live().filter(agency__in=[one.pk for one in agencies], year=year)


def received_in(held: Iterable[Held]) -> dict[str, Decimal | None]:
    """Return by its key how many applications each report counts as newly received; the database takes it out."""
    found: dict[str, Decimal | None] = {}
    for model, keys in _by_model(held).items():
        for pk, number in model._default_manager.filter(pk__in=keys).values_list("pk", _RECEIVED):
            found[keys[pk]] = None if number is None else Decimal(str(number))
    return found


def sections_of(held: Iterable[Held]) -> dict[str, tuple[Section, ...]]:
    """Return by its key the sections of each report; the database takes them out of what else there is."""
    found = {}
    for model, keys in _by_model(held).items():
        rows = model._default_manager.filter(pk__in=keys).annotate(sections=KeyTransform("sections", "report"))
        for pk, sections in rows.values_list("pk", "sections"):
            told = (Section(one["id"], one.get("title") or "", one.get("text") or "") for one in sections or ())
            found[keys[pk]] = tuple(told)
    return found


def _by_model(held: Iterable[Held]) -> dict[Any, dict[int, str]]:
    """Return the keys of reports by their model and number."""
    found: dict[Any, dict[int, str]] = {}
    for one in held:
        found.setdefault(type(one.source), {})[one.source.pk] = one.key
    return found


def findings_of(held: Held, before: Held | None) -> list[dict[str, Any]]:
    """Return what the reader and the checks found in a report, with the year before where it is there."""
    return inspect(dict(held.report), dict(before.report) if before else None)


def verdict_on(held: Held, before: Held | None) -> Verdict:
    """Return what the findings come to; asked again, the answer is the one that was kept."""
    key = f"collection-verdict-{held.key}-{before.key if before else ''}-{issue_now()}"
    kept: Mapping[str, Any] | None = cache.get(key)
    if kept is None:
        kept = asdict(judge(number_findings(findings_of(held, before), None)))
        cache.set(key, kept, KEPT_SECONDS)
    return Verdict(**kept)


def unread_cells(report: Report) -> Iterator[str]:
    """Yield in words each cell that was printed and could not be read: it stays empty."""
    for place, cell in report.cells():
        if cell.how is annualreport.How.UNREAD:
            yield annualreport.place_in_words(str(place), report.form)
