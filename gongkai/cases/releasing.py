"""What a reply gives is looked through before it goes out: nothing hidden, nothing withheld is in it (art. 15, 37).

Of a partial release personal data block it. A full one may have to name people (the applicant's own data, or others who
agreed, art. 15): there the reviewer says why.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import models, transaction

from gongkai import proofing
from gongkai.agencies.door import AppendOnly, Blank, Role, record, subject_of
from gongkai.cases.approvals import WRITERS, acting_as, files_stand, latest_draft
from gongkai.cases.case import Case, in_hand
from gongkai.cases.drafts import Draft
from gongkai.cases.likeness import of_the_same_person
from gongkai.cases.log_acts import CaseAct
from gongkai.cases.refusals import refuse_on
from gongkai.findings import Finding

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency, Person

REVIEWERS = (*WRITERS, Role.LEADER)
_PERSONAL = "PRIV-"  # rules about personal data


class ReleaseReview(AppendOnly):
    """Somebody else than the author looked through what a draft gives, and said that it may go out.

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


def unreviewed(agencies: Collection[Agency]) -> Iterator[Draft]:
    """Yield the newest draft of each open case that gives what nobody has looked through, unless it was given back."""
    found = Case.objects.filter(in_hand(), agency__in=agencies, drafts__isnull=False).distinct()
    related = found.prefetch_related("drafts__approvals", "drafts__release_review", "events")
    for case in related.select_related("agency").order_by("pk"):
        draft = list(case.drafts.all())[-1]
        if _waits(draft):
            yield draft


def _waits(draft: Draft) -> bool:
    """Tell whether a draft waits for a look; one that was given back comes anew."""
    return draft.is_unreviewed and not draft.given_back


def found_in(draft: Draft, *, on: date) -> list[Finding]:
    """Return what the checks find in the files and the words that a draft gives.

    Personal data, hidden content, tracked changes, text under black boxes.
    """
    found = list(proofing.proofread(proofing.Text.of(draft.text), on=on, checks=proofing.DISCLOSURE_CHECKS))
    for file in draft.case.files.filter(pk__in=[pk for pk, _ in draft.files]).order_by("pk"):
        found += proofing.inspect_apart(file.data(), name=file.name, on=on)
    return found


def blocks(draft: Draft, finding: Finding) -> bool:
    """Tell whether what a draft gives may not go out with this finding, whatever the reason."""
    is_error = proofing.RULES[finding.rule].severity == "error"
    return is_error and (draft.withholds or not finding.rule.startswith(_PERSONAL))


def to_justify(draft: Draft, found: Iterable[Finding]) -> dict[str, str]:
    """Return the rules, id to title, whose findings may go out only with a reason."""
    told = {one.rule: proofing.RULES[one.rule] for one in found if not blocks(draft, one)}
    return {rule: row.title for rule, row in told.items() if row.severity != "notice"}


def same_elsewhere(draft: Draft) -> list[Draft]:
    """Return the newest drafts of the same person's other open cases that give just the same, and wait for a look."""
    cases = of_the_same_person(draft.case).filter(in_hand())
    related = cases.prefetch_related("drafts__release_review", "drafts__approvals")
    newest = [drafts[-1] for case in related if (drafts := list(case.drafts.all()))]
    return [one for one in newest if _waits(one) and _gives(one) == _gives(draft)]


def _gives(draft: Draft) -> tuple[Any, ...]:
    said = [{**one, "files": ()} for one in draft.contents]
    return said, draft.principal, sorted(digest for _, digest in draft.files)


def review_release(
    draft_id: int,
    *,
    seen_digest: str,
    reasons: Mapping[str, str],
    nothing_left: bool,
    by: Person,
    at: datetime,
    today: date,
    also: Collection[int] = (),
) -> ReleaseReview:
    """Record that what a draft gives was looked through; raise Refused where it may not go out so.

    `nothing_left`: the reviewer has looked at all of it, and nothing that is withheld is left. `reasons` map ids of
    rules to words. `also` are ids of drafts that give the same (`same_elsewhere`), recorded with it, each by itself.
    The files are examined before a case is locked; that they are still the same is seen again inside.
    """
    seen = Draft.objects.select_related("case__agency").get(pk=draft_id)
    look = _Look(found_in(seen, on=today), reasons, nothing_left, by, at, today)
    others = [one for one in same_elsewhere(seen) if one.pk in also] if also else []
    in_turn = sorted((seen, *others), key=lambda one: one.case_id)  # two reviewers lock the cases in one order
    with transaction.atomic():
        made = {one.pk: _reviewed(one, seen_digest if one is seen else one.digest, look) for one in in_turn}
    return made[draft_id]


class _Look(NamedTuple):
    """What somebody saw, and said to it."""

    found: list[Finding]
    reasons: Mapping[str, str]
    nothing_left: bool
    by: Person
    at: datetime
    today: date


def _reviewed(seen: Draft, seen_digest: str, look: _Look) -> ReleaseReview:
    case = Case.objects.select_for_update().select_related("agency").get(pk=seen.case_id)
    draft = Draft.objects.get(pk=seen.pk)
    as_whom = acting_as(look.by, REVIEWERS, case, on=look.today, doing=CaseAct.REVIEW_RELEASE.label)
    who = {"by": look.by, "on_behalf_of": as_whom.on_behalf_of, "at": look.at}
    refuse_on(_unreviewable(draft, seen_digest, filter(None, (look.by, as_whom.on_behalf_of))))
    said = {rule: look.reasons.get(rule, "").strip() for rule in to_justify(draft, look.found)}
    refuse_on(_left(draft, look.found, said, look.nothing_left))
    places = [{"rule": one.rule, "where": one.where} for one in look.found]
    review = ReleaseReview.objects.create(draft=draft, digest=seen_digest, findings=places, reasons=said, **who)
    facts = {"version": draft.version, "digest": draft.digest, "found": len(look.found)}
    record(CaseAct.REVIEW_RELEASE, agency=case.agency, subject=subject_of(case), facts=facts, **who)
    return review


def _unreviewable(draft: Draft, seen_digest: str, people: Iterable[Person]) -> Iterator[Finding]:
    """Yield why a draft is not to be reviewed so: it, or a file it gives, is not what was looked at."""
    stands = seen_digest == draft.digest == draft.digest_now() and files_stand(draft)
    if not draft.gives or draft != latest_draft(draft.case) or not stands or review_of(draft):
        yield Finding("REPLY-STALE")
    for person in people:
        if person.pk in draft.author_ids:
            yield Finding("RELEASE-AUTHOR", facts={"person": str(person)})


def _left(draft: Draft, found: list[Finding], said: Mapping[str, str], nothing_left: bool) -> Iterator[Finding]:
    errors = [proofing.RULES[one.rule].title for one in found if blocks(draft, one)]
    if errors:
        yield Finding("RELEASE-ERRORS", facts={"count": len(errors), "titles": "、".join(dict.fromkeys(errors))})
    for rule, title in to_justify(draft, found).items():
        if not said[rule]:
            yield Finding("RELEASE-REASON", f"reason_{rule}", {"title": title})
    if not nothing_left:
        yield Finding("RELEASE-UNCONFIRMED", "nothing_left")
