"""Whether what is public is what was approved, as it was published (for `gongkai verify`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from gongkai.findings import Finding
from gongkai.pages.door import BasePage, Clearance, NotCleared, content_hash, kept_differences
from gongkai.publishing.submissions import Publication

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency


def verify_public(agency: Agency | None = None) -> Iterator[Finding]:
    """Yield a finding for each public page that is not what was cleared, and for each that vanished.

    Every reviewed page is hashed again with the bytes of the files it shows. `agency` None means all.
    """
    for page in BasePage.objects.filter(live=True, reviewed_type=True).order_by("path").iterator():
        whole = page.specific
        if agency is None or whole.agency == agency:
            yield from _public(whole)
    yield from _vanished(agency)


def verify_kept() -> Iterator[Finding]:
    """Yield a finding for each page kept as a file that is not what was written, or that nobody wrote."""
    for what, address in kept_differences():
        rule = "KEPT-CHANGED" if what == "changed" else "KEPT-FOREIGN"
        yield Finding(rule, where=address, facts={"address": address})


def _public(page: Any) -> Iterator[Finding]:
    facts = {"title": page.title, "cleared": str(timezone.localdate(page.cleared_at)) if page.cleared_at else ""}
    if content_hash(page) != page.cleared_hash:
        yield Finding("PUBLIC-CHANGED", where=str(page.pk), facts=facts)
    if page.clearance == Clearance.REVIEW and not _is_approved(page):
        yield Finding("PUBLIC-UNAPPROVED", where=str(page.pk), facts=facts)
    yield from _redated(page)


def _is_approved(page: Any) -> bool:
    try:
        page.require_approvals()
    except NotCleared:
        return False
    return True


def _redated(page: Any) -> Iterator[Finding]:
    """Yield what differs from the row the act of publishing wrote: first day and number, or those of the return."""
    new = [Publication.Kind.FIRST, Publication.Kind.IMPORTED, Publication.Kind.AGAIN]
    published = Publication.objects.filter(page=page.pk, kind__in=new).order_by("pk").last()
    for name in ("publication_date", "index_number") if published else ():
        now, then = getattr(page, name, ""), getattr(published, name)
        if now != then:
            told = {"title": page.title, "field": page._meta.get_field(name).verbose_name, "now": now, "then": then}
            yield Finding("PUBLIC-REDATED", where=f"{page.pk}.{name}", facts=told)


def _vanished(agency: Agency | None) -> Iterator[Finding]:
    from gongkai.publishing.withdrawals import Withdrawal

    latest = Publication.objects.filter(page=OuterRef("pk")).order_by("-pk")
    gone = BasePage.objects.filter(live=False, publications__isnull=False).distinct()
    for page in gone.annotate(last_published=Subquery(latest.values("recorded_at")[:1])):
        withdrawn = Withdrawal.objects.filter(page=page.pk, withdrawn_at__gte=page.last_published)
        if not withdrawn.exists() and (agency is None or page.agency == agency):
            told = {"title": page.title, "date": f"{page.last_published:%Y-%m-%d}"}
            yield Finding("PUBLIC-VANISHED", where=str(page.pk), facts=told)
