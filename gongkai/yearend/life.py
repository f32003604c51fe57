"""The life of a year's report: handed in, three rounds, signed by the leader, published; and what the department said.

Nobody but the agency's own people acts on it, and nothing the competent department does keeps it from
being published: the day of the law binds while the department is silent (Reg. art. 49).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from django.db import models, transaction
from django.utils import timezone

from gongkai import annualreport
from gongkai.agencies.door import Role, acting, record, roles_of, subject_of
from gongkai.findings import Finding, settle
from gongkai.pages.door import AgencyPage
from gongkai.publishing.door import Closing, Publication, State, Submission, close_submission, publish, submit
from gongkai.yearend.building import Built, build
from gongkai.yearend.differences import difference
from gongkai.yearend.drafts import marks_of
from gongkai.yearend.freezing import counted, law_digests
from gongkai.yearend.importing import open_section
from gongkai.yearend.kept_figures import keep_figures, key_of
from gongkai.yearend.models import AnnualReportPage
from gongkai.yearend.readiness import keeps_open, stored
from gongkai.yearend.refusals import refuse_on
from gongkai.yearend.rules import RULES
from gongkai.yearend.signing import ReportStep, SignedRecords, SignedReport, facts_of
from gongkai.yearend.supervising import department_here

if TYPE_CHECKING:
    from gongkai.agencies.door import Acting, Agency, Person

WRITERS = frozenset({Role.CLERK, Role.DISCLOSURE_OFFICE_HEAD})


class LifeAct(models.TextChoices):
    """What this part of the room puts on the log; handing in, reviewing and publishing are publishing's."""

    SIGN = "sign_report", "签发年度报告"
    STEP = "report_step", "登记年度报告报送经过"
    SEND_BACK = "send_back_report", "退回年度报告，不签发"
    LEAVE = "leave_report", "说明年度报告不更正"


class Standing(NamedTuple):
    """Where a report stands: its page, what was last handed in, what was signed of it; None where there is none."""

    page: AnnualReportPage | None
    submission: Submission | None
    signed: SignedReport | None

    @property
    def awaits_signature(self) -> bool:
        """Tell whether three rounds approved it and nobody has signed yet."""
        return bool(self.submission and self.submission.state == State.APPROVED and not self.signed)

    @property
    def awaits_publication(self) -> bool:
        """Tell whether it is signed and not yet public."""
        return bool(self.submission and self.submission.state == State.APPROVED and self.signed)

    @property
    def is_under_way(self) -> bool:
        """Tell whether it is under review, or waits for the signature or its publication."""
        return bool(self.submission and self.submission.round_due) or self.awaits_signature or self.awaits_publication

    @property
    def state(self) -> str:
        """Return the state in words."""
        if self.submission is None:
            return "已公开（导入）" if self.page and self.page.live else "草稿"
        if self.awaits_signature:
            return "三审通过，待签发"
        if self.awaits_publication:
            return "已签发，待公开"
        return str(self.submission.state.value)


def standing(agency: Agency, year: int) -> Standing:
    """Return where the report of `agency` on `year` stands."""
    page = AnnualReportPage.objects.filter(agency=agency, year=year).first()
    submission = Submission.objects.filter(page_id=page.pk).order_by("pk").last() if page else None
    signed = SignedReport.objects.filter(submission=submission).first() if submission else None
    return Standing(page, submission, signed)


@transaction.atomic
def hand_in(agency: Agency, year: int, *, by: Person, at: datetime, correction: str = "") -> Submission:
    """Hand in the report as the records give it now; three rounds review exactly that.

    `correction` says, for a report that is public already, what is put right and why. Raises
    Refused where the year has not ended, an error stands or a warning is not answered, and publishing's Refused
    where `by` is no clerk, or where it is under review already.
    """
    built = build(agency, year)
    place = AgencyPage.objects.filter(agency=agency).first()
    refuse_on([] if place else [Finding("YEAR-NO-PLACE", facts={"agency": agency.name})])
    refuse_on([] if _has_ended(year, at) else [Finding("YEAR-NOT-ENDED", facts={"year": year})])
    refuse_on(keeps_open(built, agency))
    page = AnnualReportPage.objects.filter(agency=agency, year=year).first() or _new_page(place, built)
    page = page.get_latest_revision_as_object()
    page.report, page.form = stored(built), built.report.form.id
    page.save_revision(user=by)
    return submit(page.pk, by=by, at=at, correction=correction)


def _has_ended(year: int, at: datetime) -> bool:
    return year < timezone.localdate(at).year


def _new_page(place: AgencyPage, built: Built) -> AnnualReportPage:
    agency, year = place.agency, built.report.year
    page: AnnualReportPage = open_section(place).add_child(
        instance=AnnualReportPage(
            title=f"{agency.name}{year}年政府信息公开工作年度报告",
            slug=str(year),
            agency=agency,
            year=year,
            form=built.report.form.id,
            report=stored(built),
            live=False,
        )
    )
    return page


@transaction.atomic
def sign(agency: Agency, year: int, *, by: Person, at: datetime) -> SignedReport:
    """Sign the report that three rounds approved, and freeze it with its records. Raises Refused."""
    AnnualReportPage.objects.select_for_update().filter(agency=agency, year=year).first()
    now, built = standing(agency, year), build(agency, year)
    as_whom = acting(by, Role.LEADER, agency, on=timezone.localdate(at))
    refuse_on(may_sign(now, built, as_whom, by))
    assert now.submission is not None and as_whom is not None
    signed = _frozen(agency, built, now.submission)
    signed.signed_at, signed.signed_by, signed.on_behalf_of = at, by, as_whom.on_behalf_of
    records = [SignedRecords(signed=signed, **one._asdict()) for one in counted(agency, built)]
    signed.digest = signed.digest_of(records)
    signed.save()
    SignedRecords.objects.bulk_create(records)
    keep_figures([(key_of(signed), signed.report)])
    facts = facts_of(signed)
    on_behalf_of = as_whom.on_behalf_of
    record(
        LifeAct.SIGN, agency=agency, by=by, subject=subject_of(signed), facts=facts, on_behalf_of=on_behalf_of, at=at
    )
    return signed


@transaction.atomic
def send_back(agency: Agency, year: int, reason: str, *, by: Person, at: datetime) -> None:
    """Give the report that three rounds approved back to its clerk, unsigned, with the reason. Raises Refused."""
    page = AnnualReportPage.objects.select_for_update().filter(agency=agency, year=year).first()
    now = standing(agency, year) if page else Standing(None, None, None)
    as_whom = acting(by, Role.LEADER, agency, on=timezone.localdate(at))
    refuse_on([] if now.awaits_signature else [Finding("YEAR-SIGN-NOT-DUE", facts={"state": now.state})])
    refuse_on([] if as_whom else [Finding("YEAR-SIGN-ROLE", facts={"agency": agency.name})])
    refuse_on([] if reason.strip() else [Finding("YEAR-SEND-BACK-REASON", where="reason")])
    assert now.submission is not None and as_whom is not None
    close_submission(now.submission, Closing.Cause.SENT_BACK, by=by, at=at, note=reason.strip())
    facts = {"submission": now.submission.pk}
    record(
        LifeAct.SEND_BACK, agency=agency, by=by, subject=subject_of(now.submission), facts=facts, reason=reason.strip(),
        on_behalf_of=as_whom.on_behalf_of, at=at,
    )  # fmt: skip


def may_sign(now: Standing, built: Built, as_whom: Acting | None, by: Person) -> Iterator[Finding]:
    """Yield what keeps `by` from signing."""
    if now.submission is None or not now.awaits_signature:
        yield Finding("YEAR-SIGN-NOT-DUE", facts={"state": now.state})
        return
    if as_whom is None:
        yield Finding("YEAR-SIGN-ROLE", facts={"agency": built.report.agency})
    hands = {by.pk, as_whom.on_behalf_of.pk if as_whom and as_whom.on_behalf_of else by.pk}
    if hands & now.submission.author_ids():
        yield Finding("YEAR-SIGN-AUTHOR", facts={"person": by.name_on_record()})
    if stored(built) != now.submission.revision.as_object().report:
        yield Finding("YEAR-SIGN-CHANGED")
    yield from keeps_open(built, now.submission.agency)


def _frozen(agency: Agency, built: Built, submission: Submission) -> SignedReport:
    year = built.report.year or 0
    earlier = SignedReport.objects.filter(agency=agency, year=year).count()
    public = AnnualReportPage.objects.live().filter(agency=agency, year=year).first()
    return SignedReport(
        agency=agency,
        year=year,
        version=earlier + 1,
        submission=submission,
        report=stored(built),
        texts={section.id: section.text for section in built.draft},
        figures=built.as_dict()["figures"],
        justified=justified(built, agency),
        law=law_digests(),
        difference=difference(annualreport.from_dict(public.report), built.report) if public else [],
    )


def justified(built: Built, agency: Agency) -> list[dict[str, str]]:
    """Return the findings that somebody answered: rule, what it says, and the justification."""
    answered = settle(built.findings, marks_of(agency, built.report.year or 0), RULES).justified
    return [
        {"rule": finding.rule, "message": RULES.tell(finding)["message"], "justification": mark.justification}
        for finding, mark in answered
    ]


def publish_signed(agency: Agency, year: int, *, by: Person, at: datetime) -> Publication:
    """Make the signed report public; raises Refused, or publishing's Refused where anything keeps it."""
    now = standing(agency, year)
    if now.submission is None or now.signed is None:
        refuse_on([Finding("YEAR-NOT-SIGNED", facts={"state": now.state})])
    refuse_on(_no_writer(agency, by, at))
    assert now.submission is not None
    return publish(now.submission.pk, by=by, at=at)


@transaction.atomic
def record_step(signed: SignedReport, kind: str, day: date, note: str, *, by: Person, at: datetime) -> ReportStep:
    """Record what passed with the competent department on its day; raises Refused or ValidationError."""
    refuse_on(_no_writer(signed.agency, by, at))
    early = day < timezone.localdate(signed.signed_at) or day > timezone.localdate(at)
    refuse_on([Finding("YEAR-STEP-DAY", where="day", facts={"day": day.isoformat()})] if early else [])
    refuse_on(_the_departments_own(signed.agency, kind, timezone.localdate(at)))
    step = ReportStep(signed=signed, kind=kind, day=day, note=note.strip(), recorded_at=at, recorded_by=by)
    step.full_clean()
    step.save()
    facts = {"kind": kind, "day": day}
    record(LifeAct.STEP, agency=signed.agency, by=by, subject=subject_of(signed), facts=facts, reason=step.note, at=at)
    return step


def _the_departments_own(agency: Agency, kind: str, today: date) -> list[Finding]:
    """Return a finding for what a department that works here says itself: nobody says it in its place."""
    department = department_here(agency, today) if kind != ReportStep.Kind.SUBMITTED else None
    return [Finding("YEAR-STEP-DEPARTMENT", "kind", {"department": department.name})] if department else []


def _no_writer(agency: Agency, by: Person, at: datetime) -> list[Finding]:
    if roles_of(by, agency, on=timezone.localdate(at)) & WRITERS:
        return []
    return [Finding("YEAR-ROLE", facts={"agency": agency.name})]
