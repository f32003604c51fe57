"""An answer becomes a draft for everybody: without its applicant, and by the three reviews (Reg. art. 44)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date, datetime
from html import escape
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

from django.db import models, transaction
from django.utils import timezone

from gongkai import statute
from gongkai.agencies.door import AppendOnly, record, subject_of
from gongkai.cases.approvals import WRITERS, acting_as
from gongkai.cases.case import Case
from gongkai.cases.personal import known_of
from gongkai.cases.proposals import given_codes
from gongkai.cases.refusals import Refused
from gongkai.findings import Finding
from gongkai.proofing import DISCLOSURE_CHECKS, Text, proofread
from gongkai.publishing.door import InformationPage

if TYPE_CHECKING:
    from gongkai.agencies.door import Person
    from gongkai.cases.drafts import Draft

_SOMEBODY, _HIDDEN = "申请人", "（略）"
_SHORTEST = 2  # characters: one alone stands in many words
_MOST_SUMMARY = 480


class HandoverAct(models.TextChoices):
    """What handing over puts on the log."""

    HAND_OVER = "case_hand_over", "答复转为主动公开的稿件"


class Handover(AppendOnly):
    """A draft of publishing that came from a case; `page` is its number."""

    case = models.ForeignKey("cases.Case", verbose_name="办件", on_delete=models.PROTECT, related_name="handovers")
    page = models.PositiveBigIntegerField("稿件")
    by = models.ForeignKey("agencies.Person", verbose_name="经办人", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "转为主动公开"
        verbose_name_plural = "转为主动公开"
        ordering = ["case", "pk"]

    def __str__(self) -> str:
        return f"{self.case} → {self.page}"


def de_identified(case: Case, text: str) -> str:
    """Return a text without what the case knows of its applicant, the longest first."""
    known = sorted({value.strip() for value in known_of(case).values()}, key=len, reverse=True)
    for value in known:
        if len(value) >= _SHORTEST:
            text = text.replace(value, _SOMEBODY if value == case.applicant_name else _HIDDEN)
    return text


def proposed(case: Case) -> dict[str, str]:
    """Return what the draft might say: title, summary and text, from the answer, without its applicant."""
    draft = case.drafts.order_by("-version").first()
    wanted = " ".join(de_identified(case, case.description).split())
    return {
        "title": wanted[:80],
        "summary": wanted[:_MOST_SUMMARY],
        "text": de_identified(case, _given(draft) if draft else ""),
    }


def _given(draft: Draft) -> str:
    """Return the office's words to what was disclosed; why other contents were not is for the applicant alone."""
    kinds = {
        one.outcome: statute.outcome(one.outcome, on=timezone.localdate(draft.written_at)).kind
        for one in draft.answered
    }
    told = (one.text for one in draft.answered if kinds[one.outcome] in statute.GIVEN)
    return "\n".join(one for one in told if one.strip())


def personal_data_in(case: Case, said: dict[str, str], *, today: date) -> Iterator[Finding]:
    """Yield what must not go out: the applicant's own data as errors, and what proofreading finds besides."""
    everything = "\n".join(said.values())
    for name, value in known_of(case).items():
        if len(value.strip()) >= _SHORTEST and value.strip() in everything:
            label = str(case._meta.get_field(name).verbose_name)
            yield Finding("HANDOVER-PERSONAL", "text", facts={"what": label})
    text = Text.of(f"{said['summary']}\n{said['text']}", title=said["title"])
    yield from proofread(text, on=today, checks=DISCLOSURE_CHECKS)


@transaction.atomic
def hand_over(case_id: int, said: dict[str, str], section: Any, *, by: Person, at: datetime, today: date) -> Handover:
    """Make a draft of `said` (title, summary, text) below a section of publishing; it goes the way of all drafts.

    Raises Refused for an answer that gave nothing, a section where `by` may not write, or the applicant's data.
    """
    case = Case.objects.select_for_update().select_related("agency").get(pk=case_id)
    as_whom = acting_as(by, WRITERS, case, on=today, doing=HandoverAct.HAND_OVER.label)
    _refuse(case, said, section, by, today)
    page = InformationPage(
        title=said["title"],
        summary=said["summary"],
        body=list(_body(case, said["text"])),
        issue_date=case.closed_date,
        slug=f"{timezone.localdate(at):%Y%m%d}-{hashlib.sha256(f'{case.pk} {at}'.encode()).hexdigest()[:8]}",
        live=False,
        owner=by,
    )
    section.add_child(instance=page)
    page.save_revision(user=by, log_action=True)
    row = Handover.objects.create(case=case, page=page.pk, by=by, at=at)
    who = {"by": by, "on_behalf_of": as_whom.on_behalf_of}
    facts = {"page": page.pk, "title": page.title}
    record(HandoverAct.HAND_OVER, agency=case.agency, subject=subject_of(case), facts=facts, at=at, **who)
    return row


def _refuse(case: Case, said: dict[str, str], section: Any, by: Person, today: date) -> None:
    if case.outcome not in given_codes():
        raise Refused(Finding("HANDOVER-NOT-GRANTED", facts={"number": case.number}))
    if section.agency != case.agency or not section.permissions_for_user(by).can_add_subpage():
        raise Refused(Finding("HANDOVER-SECTION", "section", facts={"section": section.title}))
    found = [one for one in personal_data_in(case, said, today=today) if one.rule == "HANDOVER-PERSONAL"]
    if found:
        raise Refused(*found)


def _body(case: Case, text: str) -> Iterator[dict[str, Any]]:
    """Yield a block of the body with the paragraphs of the text."""
    paragraphs = "".join(f"<p>{escape(line.strip())}</p>" for line in text.splitlines() if line.strip())
    yield {"type": "text", "value": paragraphs, "id": str(uuid5(NAMESPACE_URL, f"case:{case.pk}"))}
