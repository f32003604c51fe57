"""Who saw an applicant's name in full, or a file of a case: on the log, once a day for each person and thing.

Files of a case and its letters cannot be masked: the one may be a copy of an identity card, the other must be
proofread as it will be read. Whoever opens one is named with what was opened, but not the name of the file, which may
tell a person.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from gongkai.agencies.door import LogEntry, record, subject_of
from gongkai.cases.log_acts import CaseAct

if TYPE_CHECKING:
    from gongkai.agencies.door import Person
    from gongkai.cases.case import Case
    from gongkai.cases.case_files import CaseFile


def file_seen(file: CaseFile, *, by: Person, at: datetime) -> None:
    """Put on the log that somebody opened a file of a case."""
    facts = {"kind": file.get_direction_display(), "file": file.pk}
    if file.letter_id:
        facts["letter"] = file.letter.number
    _seen(file.case, CaseAct.SEE_FILE, facts, by=by, at=at)


def preview_seen(case: Case, title: str, *, by: Person, at: datetime) -> None:
    """Put on the log that somebody saw a letter of that title, with its addressee, before it had a number."""
    _seen(case, CaseAct.PREVIEW, {"letter": title}, by=by, at=at)


def _seen(case: Case, act: CaseAct, facts: dict[str, object], *, by: Person, at: datetime) -> None:
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    subject = subject_of(case)
    today = LogEntry.objects.filter(act=act, by=by, subject=subject, at__gte=midnight)
    if facts not in today.values_list("facts", flat=True):
        record(act, agency=case.agency, by=by, subject=subject, facts=facts, at=at)
