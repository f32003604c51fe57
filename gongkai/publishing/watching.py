"""What is not as it should be in an agency's public content, and the page on which it is put right."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from gongkai.findings import Finding
from gongkai.pages.door import AgencyPage
from gongkai.publishing.backdating import backdating_findings
from gongkai.publishing.catalogue import catalogue_findings
from gongkai.publishing.dead_links import link_findings
from gongkai.publishing.duty_list import duty_findings, section_findings
from gongkai.publishing.leaders import leader_findings
from gongkai.publishing.offices_told import guide_findings
from gongkai.publishing.organisation import organisation_findings
from gongkai.publishing.penalties import penalty_findings
from gongkai.publishing.public_comments import comment_findings
from gongkai.publishing.responses import clarification_findings
from gongkai.publishing.yearly_reports import yearly_report_findings

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency

# Each check takes an agency and a day, and yields the page concerned (None where there is none yet) with a finding.
CHECKS: tuple[Callable[[Agency, date], Iterable[tuple[Any, Finding]]], ...] = (
    penalty_findings,
    clarification_findings,
    comment_findings,
    yearly_report_findings,
    guide_findings,
    duty_findings,
    section_findings,
    organisation_findings,
    leader_findings,
    catalogue_findings,
    link_findings,
    backdating_findings,
)


class Watched(NamedTuple):
    """A finding about an agency's public content, with the page that it is about."""

    agency: Agency
    page: Any
    finding: Finding


def watched(agency: Agency, on: date) -> Iterator[Watched]:
    """Yield everything that is not as it should be in the agency's public content on a day; nothing without a place."""
    has_place = AgencyPage.objects.filter(agency=agency).exists()
    for check in CHECKS if has_place else ():
        yield from (Watched(agency, page, finding) for page, finding in check(agency, on))
