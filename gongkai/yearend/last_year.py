"""What last year's report said, beside the one that is being written: its text, and what became of its problems."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gongkai import annualreport
from gongkai.yearend.models import AnnualReportPage
from gongkai.yearend.notes import Part, YearNote, notes_of

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency
    from gongkai.annualreport import Report

PROBLEMS = "problems_and_improvements"


def public_report(agency: Agency, year: int) -> Report | None:
    """Return the report on `year` that the agency has made public here, None where there is none."""
    page = AnnualReportPage.objects.live().filter(agency=agency, year=year).first()
    return annualreport.from_dict(page.report) if page else None


class FollowedUp(NamedTuple):
    """A problem of last year's and what was done about it this year (Reg. art. 50 ¶1 no. 5)."""

    problem: YearNote
    improvements: tuple[YearNote, ...]


class LastYear(NamedTuple):
    """One section in last year's report (empty: no text, or no public report), and for section five its problems."""

    year: int
    is_public: bool
    text: str
    problems: tuple[FollowedUp, ...]


def last_year(agency: Agency, year: int, section: str) -> LastYear:
    """Return what is to be had before one's eyes while writing a section of the report on `year`."""
    before = public_report(agency, year - 1)
    problems = tuple(followed_up(agency, year)) if section == PROBLEMS else ()
    return LastYear(year - 1, before is not None, before.text(section) if before else "", problems)


def followed_up(agency: Agency, year: int) -> list[FollowedUp]:
    """Return last year's problems, each with the improvements of `year` that are about it."""
    done = notes_of(agency, Part.IMPROVEMENT, year)
    problems = notes_of(agency, Part.PROBLEM, year - 1)
    return [FollowedUp(one, tuple(note for note in done if note.answers_id == one.pk)) for one in problems]
