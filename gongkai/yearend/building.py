"""The report of a year from the records: tables, text, figures, and what the checks find."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from gongkai import annualreport
from gongkai.annualreport import Report, Section
from gongkai.findings import Finding
from gongkai.statute import report_format
from gongkai.yearend import narrative
from gongkai.yearend.carrying import carried
from gongkai.yearend.drafts import DraftRevision, newest_draft, written_over
from gongkai.yearend.figures import BY_ID, FIGURES, Year, is_known
from gongkai.yearend.filling import fill
from gongkai.yearend.last_year import public_report
from gongkai.yearend.narrative import Laid
from gongkai.yearend.notes import YearNote
from gongkai.yearend.proposing import unanswered
from gongkai.yearend.rules import RULES
from gongkai.yearend.sisters import copied_from_sisters
from gongkai.yearend.typed_numbers import typed_numbers

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency, Number


class Counted(NamedTuple):
    """A figure's value and the number of records behind it."""

    value: Number
    records: int


@dataclass(frozen=True, slots=True)
class Built:
    """What the records of a year give: the report, every figure, the text with its tokens, what is to be said."""

    report: Report
    figures: Mapping[str, Counted]
    draft: tuple[Section, ...]
    laid: Mapping[str, Laid]
    written: DraftRevision | None
    findings: tuple[Finding, ...]

    @property
    def status(self) -> str:
        """Return ``clean`` or ``errors``."""
        return "errors" if RULES.worst(self.findings) == "error" else "clean"

    def told(self) -> list[dict[str, Any]]:
        """Return the findings as pages and the command line show them."""
        return [RULES.tell(finding) for finding in self.findings]

    def label_of(self, figure_id: str) -> str:
        """Return the Chinese label of a figure."""
        return BY_ID[figure_id].label

    def as_dict(self) -> dict[str, Any]:
        """Return the report's JSON with the figures beside it; money as decimal strings."""
        told = annualreport.to_dict(self.report)
        return told | {
            "status": self.status,
            "figures": {
                figure_id: {"value": annualreport.plain(counted.value), "records": counted.records}
                for figure_id, counted in self.figures.items()
            },
            "findings": self.told(),
        }


def build(agency: Agency, report_year: int) -> Built:
    """Return the report of `agency` on a year, from the records as they are now.

    Raises statute.LawUnknown for a year that no statutory form serves.
    """
    form = annualreport.form(report_format(report_year).id)
    year = Year(agency, report_year)
    filled = fill(form, year)
    before = public_report(agency, report_year - 1)
    carry = carried(agency, report_year, filled.tables, form, before)
    written = newest_draft(agency, report_year)
    draft = written_over(narrative.draft(form, year), written.texts if written else {})
    laid = {one.id: narrative.lay(one.text, year) for one in draft}
    laid["other_matters"] = narrative.followed_by(laid["other_matters"], carry.sentences)
    report = Report(
        form=form,
        tables=filled.tables,
        sections=tuple(one._replace(text=laid[one.id].text) for one in draft),
        agency=agency.name,
        year=report_year,
        period=year.days,
    )
    findings = (
        *filled.findings,
        *_in_words(year, laid, written, carry.sentences),
        *carry.judged(annualreport.check(report, previous=before)),
        *unanswered(year),
        *_empty(year),
        *copied_from_sisters(agency, report, written.texts if written else {}),
    )
    return Built(report, _figures(year), draft, laid, written, findings)


def _empty(year: Year) -> Iterator[Finding]:
    """Yield a finding for a year in which nothing was published: nobody works so, but the records may be elsewhere."""
    if not year.value("publishing.items_published"):
        received = year.value("cases.new_received") or 0
        yield Finding("YEAR-EMPTY", facts={"year": year.year, "received": received})


def _in_words(
    year: Year, laid: Mapping[str, Laid], written: DraftRevision | None, told: Sequence[str]
) -> Iterator[Finding]:
    """Yield what is to be said of the numbers in the texts."""
    for section, one in laid.items():
        for start, end, figure_id in one.places:
            if not is_known(year, figure_id):
                yield Finding("YEAR-TOKEN-NO-VALUE", f"text.{section}[{start}:{end}]", {"figure": figure_id})
    notes = YearNote.objects.filter(agency=year.agency, day__year__in=(year.year - 1, year.year))
    own_words = [*told, *notes.values_list("text", flat=True)] if written else []
    for section in written.texts if written else ():
        yield from typed_numbers(section, laid[section], year, own_words)


def _figures(year: Year) -> dict[str, Counted]:
    """Return every figure that a record speaks of."""
    values = {figure.id: year.value(figure.id) for figure in FIGURES}
    return {
        figure_id: Counted(value, value if BY_ID[figure_id].is_count else year.records(figure_id).count())
        for figure_id, value in values.items()
        if value is not None
    }
