"""Many reports as files at once, taken in for a competent department one by one: what is refused stops no other.

Each file goes through `receiving.receive`, as one that is uploaded does; what is new here is that nobody says whose
report it is. The file itself says it, or its name where that is an agency's slug.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils import timezone

from gongkai import annualreport
from gongkai.agencies.door import supervised_by
from gongkai.findings import Finding
from gongkai.yearend.receiving import Named, ReceivedReport, Upload, no_report, receive, year_open
from gongkai.yearend.refusals import Refused, refuse_on
from gongkai.yearend.supervising import not_supervising

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency, Person

RECEIVED, KNOWN, REFUSED = "received", "known", "refused"


class Taken(NamedTuple):
    """What came of one file: ``received``, ``known`` (it was in already), or ``refused`` for what `findings` tell."""

    file: str
    status: str
    agency: str = ""
    findings: tuple[Mapping[str, Any], ...] = ()


class Intake:
    """A run of files for the reports of one year that a department collects.

    `day` is when they were submitted. Raises Refused where `by` does not act for the department today, or the year has
    not ended.
    """

    def __init__(self, department: Agency, year: int, day: date, *, by: Person, at: datetime) -> None:
        today = timezone.localdate(at)
        refuse_on(not_supervising(by, department, on=today))
        refuse_on(year_open(year, today))
        self._department, self._year, self._day, self._by = department, year, day, by
        agencies = [*supervised_by(department, today), department]
        self._by_slug = {one.slug: one for one in agencies}
        self._by_name = _alone({one.name: one for one in agencies})
        self._files: dict[int, str] = {}
        rows = ReceivedReport.objects.filter(department=department, year=year).order_by("pk")
        newest = {row.agency_id: row for row in rows.select_related("agency").defer("report", "findings")}
        self._known = {row.digest: row.agency for row in newest.values()}

    def known(self, name: str, data: bytes) -> Taken | None:
        """Return that this very file is the one that counts already, so that it need not be read; else None."""
        agency = self._known.get(hashlib.sha256(data).hexdigest())
        if agency is None:
            return None
        self._files[agency.pk] = name
        return Taken(name, KNOWN, agency.slug)

    def take(self, upload: Upload, *, at: datetime) -> Taken:
        """Take one file in, as a transaction of its own, and return what came of it."""
        try:
            refuse_on(no_report(upload))
            named = self._named(upload)
            refuse_on(self._second(named.agency))
            row = receive(self._department, named, upload, by=self._by, at=at)
        except Refused as refusal:
            return Taken(upload.name, REFUSED, findings=tuple(refusal.told()))
        self._files[named.agency.pk], self._known[row.digest] = upload.name, named.agency
        return Taken(upload.name, RECEIVED, named.agency.slug)

    def _named(self, upload: Upload) -> Named:
        """Return whose report a file is: of the agency whose slug it is called by, or of the one that it names."""
        by_slug = self._by_slug.get(PurePath(upload.name).stem)
        said = upload.answer["report"]["agency"]
        found = by_slug or self._by_name.get(annualreport.called(said)) or self._alike(said)
        if found is None:
            facts = {"found": said or "没有写明", "department": self._department.name}
            raise Refused([Finding("COLLECT-UNKNOWN", "agency", facts)])
        return Named(found, self._year, self._day, other_name=found is by_slug)

    def _alike(self, said: str | None) -> Agency | None:
        """Return the agency whose name is written otherwise, None where none or several could be meant."""
        names = [one.name for one in self._by_slug.values()]
        missing, unexpected = annualreport.compare_with_list([said], names)
        matched = set(names) - set(missing)
        one = next(iter(matched), "") if said and not unexpected and len(matched) == 1 else ""
        return self._by_name.get(annualreport.called(one)) if one else None

    def _second(self, agency: Agency) -> list[Finding]:
        if agency.pk not in self._files:
            return []
        facts = {"agency": agency.name, "other": self._files[agency.pk]}
        return [Finding("COLLECT-SECOND", "agency", facts)]


def _alone(agencies: Mapping[str, Agency]) -> dict[str, Agency]:
    """Return the agencies by their names as they are compared, those alone that no other is called like."""
    called = Counter(map(annualreport.called, agencies))
    return {annualreport.called(name): one for name, one in agencies.items() if called[annualreport.called(name)] == 1}
