"""A lost code (查询码) is replaced by the office once it has made sure who asks; the lost one opens nothing more."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from gongkai.agencies.door import record, subject_of
from gongkai.cases.approvals import WRITERS, acting_as
from gongkai.cases.case import Case
from gongkai.cases.disposals import destruction_of
from gongkai.cases.log_acts import CaseAct
from gongkai.cases.refusals import Refused
from gongkai.cases.tracking import code_from, tracking_hash
from gongkai.findings import Finding

if TYPE_CHECKING:
    from gongkai.agencies.door import Person


@transaction.atomic
def renew_code(case_id: int, *, number: str, identified: str, by: Person, at: datetime, today: date) -> str:
    """Give a case another code and return it; `identified` says how the office made sure that the applicant asks.

    `number` is that of the form: sent again, it gives the same code and is no second renewal. Raises Refused for
    whoever may not write, and for a case whose file was destroyed.
    """
    case = Case.objects.select_for_update(of=("self",)).select_related("agency").get(pk=case_id)
    as_whom = acting_as(by, WRITERS, case, on=today, doing=CaseAct.RENEW_CODE.label)
    if destruction_of(case):
        raise Refused(Finding("CODE-DESTROYED"))
    code = code_from(f"{number}/renewed/{case.pk}")
    if case.tracking_hash == (hashed := tracking_hash(code)):
        return code
    case.tracking_hash = hashed
    case.save(update_fields=["tracking_hash"])
    record(
        CaseAct.RENEW_CODE,
        agency=case.agency,
        by=by,
        on_behalf_of=as_whom.on_behalf_of,
        subject=subject_of(case),
        reason=identified,
        at=at,
    )
    return code
