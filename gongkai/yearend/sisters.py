"""An agency's own words against its sister agencies' reports: copying is a matter of accountability (Reg. art. 47)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from gongkai import annualreport
from gongkai.agencies.door import supervised_by
from gongkai.annualreport import Section
from gongkai.findings import Finding
from gongkai.yearend.models import AnnualReportPage
from gongkai.yearend.narrative import ASPECTS
from gongkai.yearend.notes import Part, YearNote
from gongkai.yearend.supervising import departments_above

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency
    from gongkai.annualreport import Report

_EXAMPLE = 40  # characters quoted
# Which notes a section tells; what a template says of figures is the same for everybody and no copy.
_NOTES = {
    "overall_situation": ASPECTS,
    "problems_and_improvements": (Part.PROBLEM, Part.IMPROVEMENT),
    "other_matters": (Part.OTHER,),
}


def copied_from_sisters(agency: Agency, report: Report, written: Mapping[str, str]) -> Iterator[Finding]:
    """Yield a finding for each section whose own words largely repeat a sister's public report.

    Own words are the sections in `written` and, of those drafted, the notes. Sisters are the agencies below the
    same competent department at the end of the year; their reports are those of that year and the one before.
    """
    pages = list(_public_of_sisters(agency, report.year or 0))
    others = (annualreport.from_dict(page.report) for page in pages)
    for one in annualreport.copied_from(_in_own_words(agency, report, written), others):
        page, section = pages[one.other], report.section(one.section)
        facts = {
            "section": section.title if section else one.section,
            "agency": page.agency.name,
            "year": page.year,
            "percent": one.percent,
            "example": one.passages[0].text[:_EXAMPLE],
            "passages": [passage._asdict() for passage in one.passages],
        }
        yield Finding("YEAR-COPIED-SISTER", f"text.{one.section}", facts)


def _in_own_words(agency: Agency, report: Report, written: Mapping[str, str]) -> Report:
    notes = list(YearNote.objects.filter(agency=agency, day__year=report.year))
    texts = {
        section: report.text(section)
        if section in written
        else "\n".join(note.text for note in notes if note.part in parts)
        for section, parts in _NOTES.items()
    }
    return replace(report, sections=tuple(Section(one, "", text) for one, text in texts.items()))


def _public_of_sisters(agency: Agency, year: int) -> Iterator[AnnualReportPage]:
    day = date(year, 12, 31)
    above = departments_above(agency, day)[1:2]
    sisters = [one for department in above for one in supervised_by(department, day) if one != agency]
    pages = AnnualReportPage.objects.live().filter(agency__in=sisters, year__in=(year - 1, year))
    yield from pages.select_related("agency").order_by("-year", "agency")
