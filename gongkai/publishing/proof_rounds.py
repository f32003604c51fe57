"""Three rounds of proofreading (三校): each reads the text anew, and ends when every finding is put right or justified.

The third must be of the very content that is handed in; nobody reads his own reading twice in a row.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import models, transaction
from django.db.models import Q

from gongkai.agencies.door import Acting, AppendOnly, Role, record
from gongkai.findings import Finding, Mark, Settled, settle
from gongkai.pages.door import content_hash, numbers_shown_by
from gongkai.publishing.acts import PublishingAct, acting_for, locked, subject
from gongkai.publishing.completeness import incomplete
from gongkai.publishing.differences import changed_labels
from gongkai.publishing.proofs import BOOK, proofs_of, told_with_places
from gongkai.publishing.refusals import Refused, refuse_on
from gongkai.publishing.telling import openable, parts_of

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency, Person

PROOF_ROUNDS = {1: "一校", 2: "二校", 3: "三校"}
LAST = max(PROOF_ROUNDS)
MOST_JUSTIFICATION = 300
EDITED = "三校之后内容有改动，须重校"
FILE_ADDED = "校过以后新加了附件或者图片，须从一校重新开始"
PROOFREADERS = (
    Role.CLERK,
    Role.PROOFREADER,
    Role.FIRST_REVIEWER,
    Role.SECOND_REVIEWER,
    Role.THIRD_REVIEWER,
    Role.DISCLOSURE_OFFICE_HEAD,
)


class ProofMark(AppendOnly):
    """Somebody's word that a finding of a page is right as it stands. It holds as long as the finding's fingerprint."""

    page = models.ForeignKey(
        "pages.BasePage", verbose_name="页面", on_delete=models.PROTECT, related_name="proof_marks"
    )
    rule = models.CharField("规则", max_length=40)
    fingerprint = models.CharField("发现的指纹", max_length=24)
    message = models.CharField("发现", max_length=500)
    justification = models.CharField("说明", max_length=MOST_JUSTIFICATION)
    marked_at = models.DateTimeField("说明时间")
    marked_by = models.ForeignKey("agencies.Person", verbose_name="说明人", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "校对说明"
        verbose_name_plural = "校对说明"
        ordering = ["pk"]
        constraints = [models.CheckConstraint(name="publishing_mark_says_why", condition=~Q(justification=""))]

    def __str__(self) -> str:
        return self.justification

    def as_mark(self) -> Mark:
        """Return it as findings are settled with."""
        return Mark(self.fingerprint, self.justification, by=str(self.marked_by), at=self.marked_at)


class ProofRound(AppendOnly):
    """One reading of one content, with nothing left open. A publication ends the cycle it belongs to (`after`)."""

    page = models.ForeignKey(
        "pages.BasePage", verbose_name="页面", on_delete=models.PROTECT, related_name="proof_rounds"
    )
    number = models.PositiveSmallIntegerField("校次", choices=list(PROOF_ROUNDS.items()))
    revision = models.ForeignKey(
        "wagtailcore.Revision", verbose_name="版本", on_delete=models.PROTECT, related_name="+"
    )
    after = models.ForeignKey(
        "publishing.Publication", verbose_name="此前的公开", null=True, on_delete=models.PROTECT, related_name="+"
    )
    content_hash = models.CharField("所校内容摘要", max_length=64)
    justified = models.PositiveSmallIntegerField("作了说明的发现")
    done_at = models.DateTimeField("完成时间")
    done_by = models.ForeignKey("agencies.Person", verbose_name="校对人", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "校次"
        verbose_name_plural = "校次"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="publishing_three_proofs", condition=Q(number__in=list(PROOF_ROUNDS))),
        ]

    def __str__(self) -> str:
        return self.get_number_display()


class ToldRound(NamedTuple):
    """A round as pages show it: what was `changed` since it was read, whether it `counts` towards three."""

    row: ProofRound
    changed: list[str]
    counts: bool


def settled(page: Any, content: Any) -> Settled:
    """Return what is left to do about the findings of `content`, a version of `page`."""
    marks = [mark.as_mark() for mark in page.proof_marks.select_related("marked_by")]
    return settle(proofs_of(content), marks, BOOK)


def proofs_told(page: Any, content: Any) -> dict[str, Any]:
    """Return, for the pages that show them, the findings of `content` that are open and justified, rounds and files."""
    left = settled(page, content)
    return {
        "open": told_with_places(content, [(finding, None) for finding in left.open]),
        "justified": told_with_places(content, left.justified),
        "proof_rounds": rounds_told(page, content),
        "due": PROOF_ROUNDS.get(round_due(page, content) or 0, ""),
        "files": openable(page, content),
    }


def rounds_of_cycle(page: Any) -> list[ProofRound]:
    """Return the rounds since the page was last published, in order."""
    published = page.publications.order_by("pk").last()
    return list(page.proof_rounds.filter(after=published).select_related("done_by").order_by("pk"))


def rounds_told(page: Any, content: Any) -> list[ToldRound]:
    """Return the rounds of the cycle, each with what `content` has otherwise than what was read in it."""
    done = rounds_of_cycle(page)
    counting, now = counting_rounds(done, content), content_hash(content)
    parts = parts_of(content) if any(one.content_hash != now for one in done) else []
    return [
        ToldRound(
            one,
            changed_labels(parts_of(one.revision.as_object()), parts) if one.content_hash != now else [],
            one in counting,
        )
        for one in done
    ]


def counting_rounds(done: list[ProofRound], content: Any) -> list[ProofRound]:
    """Return those rounds that read every file which `content` shows: a file added since was read by nobody."""
    shown = numbers_shown_by(content) if done else set()
    return [one for one in done if not shown or shown <= numbers_shown_by(one.revision.as_object())]


def round_due(page: Any, content: Any) -> int | None:
    """Return the proof round that `content` waits for; None where the third was of exactly this content.

    A text that was edited goes on where it was; one with a file added since goes through all three again.
    """
    done = counting_rounds(rounds_of_cycle(page), content)
    if not done:
        return 1
    last = done[-1]
    if last.number < LAST:
        return last.number + 1
    return None if last.content_hash == content_hash(content) else LAST


def missing_rounds(page: Any, content: Any) -> Iterator[Finding]:
    """Yield what keeps `content` from being handed in: a proof round that is not done, or not of this content."""
    due = round_due(page, content)
    if due is None:
        return
    yield Finding("SUBMIT-PROOF-ROUNDS", facts={"round": PROOF_ROUNDS[due], "why": _why_due(page, content)})


def _why_due(page: Any, content: Any) -> str:
    done = rounds_of_cycle(page)
    counting = counting_rounds(done, content)
    if len(counting) < len(done):
        return FILE_ADDED
    return EDITED if any(one.number == LAST for one in counting) else "还没有完成"


@transaction.atomic
def justify(page_id: int, fingerprint: str, justification: str, *, by: Person, at: datetime) -> ProofMark:
    """Record that one finding of the newest version is right as it stands, and why. Raises Refused."""
    page = locked(page_id)
    require_reader(by, page.agency, at)
    found = {BOOK.fingerprint(finding): finding for finding in proofs_of(page.get_latest_revision_as_object())}
    finding = found.get(fingerprint)
    if finding is None:
        raise Refused([Finding("PROOF-GONE")])
    told = BOOK.tell(finding)
    if told["severity"] == "error":
        raise Refused([Finding("PROOF-ERROR", facts={"message": told["message"]})])
    if not justification.strip():
        raise Refused([Finding("PROOF-REASON", where="justification")])
    if len(justification.strip()) > MOST_JUSTIFICATION:
        facts = {"most": MOST_JUSTIFICATION, "count": len(justification.strip())}
        raise Refused([Finding("PROOF-REASON-LONG", where="justification", facts=facts)])
    mark = ProofMark.objects.create(
        page_id=page.pk,
        rule=finding.rule,
        fingerprint=fingerprint,
        message=told["message"][:500],
        justification=justification.strip(),
        marked_at=at,
        marked_by=by,
    )
    _log(PublishingAct.JUSTIFY, page, {"rule": finding.rule, "fingerprint": fingerprint}, by, at, mark.justification)
    return mark


@transaction.atomic
def finish_round(page_id: int, seen_hash: str, *, by: Person, at: datetime) -> ProofRound:
    """End the due round of the newest version, which `by` read as `seen_hash` (SHA-256, hex). Raises Refused."""
    page = locked(page_id)
    acted = require_reader(by, page.agency, at)
    revision = page.get_latest_revision()
    content = revision.as_object()
    due = round_due(page, content)
    refuse_on(may_finish(page, content, due, seen_hash, acted, by))
    done = ProofRound.objects.create(
        page_id=page.pk,
        number=due,
        revision=revision,
        after=page.publications.order_by("pk").last(),
        content_hash=seen_hash,
        justified=len(settled(page, content).justified),
        done_at=at,
        done_by=by,
    )
    _log(PublishingAct.PROOFREAD, page, {"round": due, "content_hash": seen_hash}, by, at)
    return done


def may_finish(
    page: Any, content: Any, due: int | None, seen_hash: str, acted: Acting, by: Person
) -> Iterator[Finding]:
    """Yield what keeps `by` from ending the due round of `content`."""
    if due is None:
        yield Finding("PROOF-DONE")
        return
    before = [one for one in counting_rounds(rounds_of_cycle(page), content) if one.number == due - 1]
    readers = {by.pk, acted.on_behalf_of.pk if acted.on_behalf_of else by.pk}
    if before and before[-1].done_by_id in readers:
        yield Finding("PROOF-SAME-PERSON", facts={"person": str(by), "round": PROOF_ROUNDS[due]})
    if seen_hash != content_hash(content):
        yield Finding("PROOF-STALE")
    yield from incomplete(content)
    left = [one for one in settled(page, content).open if BOOK[one.rule].severity != "notice"]
    if left:
        yield Finding("PROOF-OPEN", facts={"count": len(left), "first": BOOK.tell(left[0])["message"]})


def require_reader(person: Person, agency: Agency, at: datetime) -> Acting:
    """Return how `person` may proofread for `agency` at that moment; raise Refused where not at all."""
    return acting_for(person, PROOFREADERS, agency, at, rule="PROOF-ROLE")


def _log(act: str, page: Any, facts: dict[str, Any], by: Person, at: datetime, reason: str = "") -> None:
    record(act, agency=page.agency, by=by, subject=subject(page), facts=facts, reason=reason, at=at)
