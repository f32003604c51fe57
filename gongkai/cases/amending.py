"""What the office took down wrongly of an application is corrected, with the reason, and what stood before is kept.

An application that came in on our own site is in its applicant's own words: of it only who asks and how to reach them
can be corrected.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone

from gongkai.agencies.door import EncryptedText, record, subject_of
from gongkai.cases.approvals import WRITERS, acting_as
from gongkai.cases.case import Case
from gongkai.cases.digests import digest_of
from gongkai.cases.log_acts import CaseAct
from gongkai.cases.refusals import Refused
from gongkai.cases.submitting import PORTAL
from gongkai.findings import Finding
from gongkai.statute import applicant_column

if TYPE_CHECKING:
    from gongkai.agencies.door import Person

OF_THE_RECEIPT = ("channel", "arrival_date", "confirmed_date", "unreachable")
OF_THE_APPLICANT = (
    "applicant_class", "applicant_name", "identity_kind", "identity_number", "representative", "contact_name",
    "telephone", "email", "address",
)  # fmt: skip
OF_THE_REQUEST = ("description", "form_wanted", "route_wanted")


class RegistrationAmendment(models.Model):
    """One amendment (更正登记, not 补正).

    `before` is what stood there, JSON by name of the column, encrypted since it may name a person. A nonce in it keeps
    anybody from trying out, against the hash on the log, what it was.
    """

    case = models.ForeignKey("cases.Case", verbose_name="办件", on_delete=models.PROTECT, related_name="amendments")
    changed = models.JSONField("更正的项目")
    before = EncryptedText("更正以前的内容", blank=True)
    reason = models.TextField("更正的原因", blank=True)
    by = models.ForeignKey("agencies.Person", verbose_name="更正人", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("更正时间")

    class Meta:
        verbose_name = "登记更正"
        verbose_name_plural = "登记更正"
        ordering = ["case", "pk"]

    def __str__(self) -> str:
        return f"{self.case} {timezone.localdate(self.at)}"

    @property
    def labels(self) -> list[str]:
        """Return what was corrected, in words."""
        return [str(Case._meta.get_field(name).verbose_name) for name in self.changed]

    def digest_now(self) -> str:
        """Return the SHA-256, in hex, of all that the row says."""
        return digest_of([self.case_id, self.changed, self.before, self.reason, self.by_id])


def amendable(case: Case) -> tuple[str, ...]:
    """Return the columns of a case that the office may correct."""
    if case.channel == PORTAL:
        return OF_THE_APPLICANT
    return (*OF_THE_RECEIPT, *OF_THE_APPLICANT, *OF_THE_REQUEST)


@transaction.atomic
def amend_registration(
    case_id: int, said: Mapping[str, Any], *, reason: str, by: Person, at: datetime, today: date
) -> RegistrationAmendment:
    """Correct what `said` says otherwise than the case (column → value), and put it on the log.

    Raises Refused for whoever may not register, where nothing differs, and for a receipt with which the acts on
    record could not have been done; ValidationError for values that cannot stand.
    """
    case = Case.objects.select_for_update(of=("self",)).select_related("agency").get(pk=case_id)
    as_whom = acting_as(by, WRITERS, case, on=today, doing="更正登记")
    if hasattr(case, "destruction"):
        raise Refused(Finding("AMEND-DESTROYED"))
    before = {name: getattr(case, name) for name in amendable(case) if name in said}
    changed = [name for name, value in before.items() if value != said[name]]
    if not changed:
        raise Refused(Finding("AMEND-NOTHING"))
    _store(case, {name: said[name] for name in changed}, today)
    told = {"nonce": secrets.token_urlsafe(), **{name: before[name] for name in changed}}
    kept = json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False)
    done = RegistrationAmendment.objects.create(case=case, changed=changed, before=kept, reason=reason, by=by, at=at)
    facts = {"changed": changed, "digest": case.digest_now(), "row": done.pk, "row_digest": done.digest_now()}
    record(
        CaseAct.AMEND, agency=case.agency, by=by, on_behalf_of=as_whom.on_behalf_of,
        subject=subject_of(case), facts=facts, at=at,
    )  # fmt: skip
    return done


def _store(case: Case, values: Mapping[str, Any], today: date) -> None:
    """Set the columns and what is derived from them; the law is asked again whether all acts could be done."""
    for name, value in values.items():
        setattr(case, name, value)
    after = case.clock(today=today)
    if after.refusal is not None:
        raise Refused(after.refusal)
    case.receipt_date = after.receipt_date
    case.report_column = applicant_column(case.applicant_class, on=case.arrival_date)
    case.full_clean()
    case.save()
