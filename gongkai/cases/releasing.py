"""What a partial release gives is looked through before it goes out: nothing withheld is left in it (art. 37)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import models, transaction

from gongkai import proofing
from gongkai.agencies.door import AppendOnly, Blank, Role, record, subject_of
from gongkai.cases.approvals import WRITERS, acting_as, latest_draft
from gongkai.cases.case import Case
from gongkai.cases.drafts import PARTIAL, Draft
from gongkai.cases.log_acts import CaseAct
from gongkai.cases.refusals import refuse_on
from gongkai.findings import Finding

if TYPE_CHECKING:
    from gongkai.agencies.door import Person

REVIEWERS = (*WRITERS, Role.LEADER)


class ReleaseReview(AppendOnly):
    """Somebody else than the author looked through what a draft gives, and said that nothing withheld is left in it.

    `digest` is that of the draft. `findings` are what the checks found then, by rule and place; `reasons` map ids of
    rules to why what they found may go out.
    """

    blankable = {"findings": Blank.LIST, "reasons": Blank.MAPPING}
    draft = models.OneToOneField(Draft, verbose_name="答复稿", on_delete=models.PROTECT, related_name="release_review")
    digest = models.CharField("内容摘要", max_length=64)
    findings = models.JSONField("检查发现", default=list)
    reasons = models.JSONField("放行的理由", default=dict)
    by = models.ForeignKey("agencies.Person", verbose_name="核对人", on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(
        "agencies.Person", verbose_name="代理谁", null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("核对时间")

    class Meta:
        verbose_name = "提供内容的核对"
        verbose_name_plural = "提供内容的核对"
        ordering = ["draft"]

    def __str__(self) -> str:
        return f"{self.draft} 核对"


def review_of(draft: Draft) -> ReleaseReview | None:
    """Return the review that holds for a draft, None where nobody has looked through it."""
    return ReleaseReview.objects.filter(draft=draft, digest=draft.digest).select_related("by", "on_behalf_of").first()


def found_in(draft: Draft, *, on: date) -> list[Finding]:
    """Return what the checks find in the files and the words that a draft gives.

    Personal data, hidden content, tracked changes, text under black boxes.
    """
    found = list(proofing.proofread(proofing.Text.of(draft.text), on=on, checks=proofing.DISCLOSURE_CHECKS))
    for file in draft.case.files.filter(pk__in=[pk for pk, _ in draft.files]).order_by("pk"):
        found += proofing.inspect_apart(file.data(), name=file.name, on=on)
    return found


def to_justify(found: Iterable[Finding]) -> dict[str, str]:
    """Return the rules, id to title, whose findings may go out only with a reason."""
    warned = {one.rule: proofing.RULES[one.rule] for one in found}
    return {rule: row.title for rule, row in warned.items() if row.severity == "warning"}


@transaction.atomic
def review_release(
    draft_id: int,
    *,
    seen_digest: str,
    reasons: Mapping[str, str],
    nothing_left: bool,
    by: Person,
    at: datetime,
    today: date,
) -> ReleaseReview:
    """Record that what a draft gives was looked through; raise Refused where it may not go out so.

    `nothing_left`: the reviewer confirms that what is withheld was taken out. `reasons` map ids of rules to words.
    """
    case_id = Draft.objects.values_list("case_id", flat=True).get(pk=draft_id)
    case = Case.objects.select_for_update().select_related("agency").get(pk=case_id)
    draft = Draft.objects.get(pk=draft_id)
    as_whom = acting_as(by, REVIEWERS, case, on=today, doing=CaseAct.REVIEW_RELEASE.label)
    who = {"by": by, "on_behalf_of": as_whom.on_behalf_of}
    refuse_on(_unreviewable(draft, seen_digest, who.values()))
    found = found_in(draft, on=today)
    said = {rule: reasons.get(rule, "").strip() for rule in to_justify(found)}
    refuse_on(_left(found, said, nothing_left))
    places = [{"rule": one.rule, "where": one.where} for one in found]
    review = ReleaseReview.objects.create(draft=draft, digest=seen_digest, findings=places, reasons=said, at=at, **who)
    facts = {"version": draft.version, "digest": draft.digest, "found": len(found)}
    record(CaseAct.REVIEW_RELEASE, agency=case.agency, subject=subject_of(case), facts=facts, at=at, **who)
    return review


def _unreviewable(draft: Draft, seen_digest: str, people: Iterable[Person | None]) -> Iterator[Finding]:
    stands = seen_digest == draft.digest == draft.digest_now()
    if draft.outcome != PARTIAL or draft != latest_draft(draft.case) or not stands or review_of(draft):
        yield Finding("REPLY-STALE")
    for person in filter(None, people):
        if person.pk in draft.author_ids:
            yield Finding("RELEASE-AUTHOR", facts={"person": str(person)})


def _left(found: list[Finding], said: Mapping[str, str], nothing_left: bool) -> Iterator[Finding]:
    rules = [proofing.RULES[one.rule] for one in found]
    errors = [row.title for row in rules if row.severity == "error"]
    if errors:
        yield Finding("RELEASE-ERRORS", facts={"count": len(errors), "titles": "、".join(dict.fromkeys(errors))})
    for rule, title in to_justify(found).items():
        if not said[rule]:
            yield Finding("RELEASE-REASON", f"reason_{rule}", {"title": title})
    if not nothing_left:
        yield Finding("RELEASE-UNCONFIRMED", "nothing_left")
