"""What comes to a case after it was put away: kept as a supplement, beside the package that stands as it was."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from gongkai.agencies.door import record, subject_of
from gongkai.cases.archive_package import package_of
from gongkai.cases.archiving import Archive, ArchiveAct, ArchiveSupplement, retention

if TYPE_CHECKING:
    from gongkai.agencies.door import Person
    from gongkai.cases.disputes import Dispute


def keep_with_archive(dispute: Dispute, *, by: Person, at: datetime) -> ArchiveSupplement | None:
    """Keep what a dispute brings to an archived case, and keep the case as long as a disputed one; else do nothing."""
    archive = (
        Archive.objects.filter(case=dispute.case_id, case__destruction=None).select_related("case__agency").first()
    )
    return supplement(archive, note=dispute.reference, by=by, at=at) if archive else None


def supplement(archive: Archive, *, note: str, by: Person, at: datetime) -> ArchiveSupplement:
    """Put away what an archived case has on record by now, with a digest of its own; its time never becomes shorter."""
    limit, keep_until = retention(archive.case)
    digest = package_of(archive.case, until=at).digest
    until = max(keep_until, kept_until(archive))
    row = ArchiveSupplement.objects.create(
        archive=archive, limit=limit, keep_until=until, digest=digest, note=note, by=by, at=at
    )
    facts = {"keep_until": until, "digest": digest, "supplement": row.pk}
    record(ArchiveAct.ARCHIVE, agency=archive.case.agency, by=by, subject=subject_of(archive.case), facts=facts, at=at)
    return row


def kept_until(archive: Archive) -> date:
    """Return the last day until which a case is kept, by its archive and by what came since."""
    return max([archive.keep_until, *(one.keep_until for one in archive.supplements.all())])
