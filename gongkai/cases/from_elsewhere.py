"""An application that began as something else: a letter that asks for a document becomes one with its writer's consent.

A room whose records may turn out to be applications names them by one Source (`wiring.py` connects it); the page that
asks for the consent and opens the case is the same for all of them (from_elsewhere_views.py).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import models, transaction
from django.db.models import Q
from django.dispatch import Signal

from gongkai.agencies.door import AppendOnly, Blank
from gongkai.cases.acting import register
from gongkai.cases.approvals import WRITERS, acting_as
from gongkai.cases.case import Case
from gongkai.cases.form_tokens import submission_hash
from gongkai.cases.refusals import Refused
from gongkai.cases.tracking import code_from, tracking_hash
from gongkai.findings import Finding

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency, Person

INTERNET = "internet"
OF_THE_APPLICANT = (
    "applicant_class", "applicant_name", "identity_kind", "identity_number", "representative", "contact_name",
    "telephone", "email", "address", "form_wanted", "route_wanted",
)  # fmt: skip

# A listener returns a tuple of sources (`Source`): whose records may turn out to be applications.
sources_asked = Signal()


class Written(NamedTuple):
    """What somebody wrote to another room: to whom, when, what; `address` is where the office reads it."""

    agency: Agency
    arrival_date: date
    description: str
    address: str


class Source(NamedTuple):
    """A kind of record of another room: its id (``portal.site_error``), its Chinese name, and how one is found."""

    id: str
    name: str
    find: Callable[[int], Written | None]

    def key(self, number: int) -> str:
        """Return what names one record of it for ever."""
        return f"{self.id}:{number}"


def source_of(source_id: str) -> Source | None:
    """Return the source with that id, None where no room has connected it."""
    found = (one for _, sources in sources_asked.send(None) for one in sources)
    return next((one for one in found if one.id == source_id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedElsewhere:
    """What somebody wrote elsewhere: `key` names the event, like ``mailbox.letter:12``, and makes one case.

    `arrival_date` is the day it came, `consent_date` the day on which the writer agreed that it be handled as an
    application, and `consent` how. Personal data as far as the other room has it.
    """

    key: str
    agency: Agency
    arrival_date: date
    description: str
    consent_date: date | None
    consent: str
    applicant_class: str = "natural_person"
    applicant_name: str = ""
    identity_kind: str = ""
    identity_number: str = ""
    representative: str = ""
    contact_name: str = ""
    telephone: str = ""
    email: str = ""
    address: str = ""
    form_wanted: str = ""
    route_wanted: str = ""


class WriterConsent(AppendOnly):
    """That a writer agreed to what was written elsewhere being handled as an application: when, and how."""

    blankable = {"how": Blank.WORDS}
    case = models.OneToOneField(
        "cases.Case", verbose_name="办件", on_delete=models.PROTECT, related_name="writer_consent"
    )
    key = models.CharField("来源", max_length=120, unique=True)
    consent_date = models.DateField("同意日期")
    how = models.TextField("怎样同意的")
    by = models.ForeignKey(
        "agencies.Person", verbose_name="登记人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "写信人的同意"
        verbose_name_plural = "写信人的同意"
        ordering = ["pk"]
        constraints = [models.CheckConstraint(name="cases_consent_says_how", condition=~Q(how=""))]

    def __str__(self) -> str:
        return f"{self.key} {self.consent_date:%Y-%m-%d}"


def opened_from(key: str) -> Case | None:
    """Return the case that was opened from an event, None where there is none."""
    return Case.objects.filter(submission_hash=submission_hash(key)).first()


@transaction.atomic
def open_case_from(asked: AskedElsewhere, *, by: Person | None, at: datetime, today: date) -> tuple[Case, str]:
    """Return the case of that event and its tracking code; the same both times where it is told twice.

    The consent is the confirmation of both sides, so its day is the receipt date (Reg. art. 31 (3)). Raises
    Refused without the writer's consent, for one before the letter or to come, or for whoever may not register.
    """
    if asked.consent_date is None or not asked.consent.strip():
        raise Refused(Finding("ELSEWHERE-CONSENT", "consent"))
    if not asked.arrival_date <= asked.consent_date <= today:
        raise Refused(Finding("ELSEWHERE-CONSENT-DAY", "consent_date", {"arrival": asked.arrival_date}))
    code = code_from(asked.key)
    if before := opened_from(asked.key):
        return before, code
    case = _unsaved(asked, code)
    if by is not None:
        acting_as(by, WRITERS, case, on=today, doing="登记申请")
    register(case, by=by, at=at, today=today)
    told: dict[str, Any] = {"consent_date": asked.consent_date, "how": asked.consent.strip(), "by": by, "at": at}
    WriterConsent.objects.create(case=case, key=asked.key, **told)
    return case, code


def _unsaved(asked: AskedElsewhere, code: str) -> Case:
    return Case(
        agency=asked.agency,
        channel=INTERNET,
        arrival_date=asked.arrival_date,
        confirmed_date=asked.consent_date,
        description=asked.description,
        source=asked.key,
        submission_hash=submission_hash(asked.key),
        tracking_hash=tracking_hash(code),
        **{name: getattr(asked, name) for name in OF_THE_APPLICANT},
    )
