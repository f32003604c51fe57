"""Addresses outside that pages lead to, and what came of trying them (可用性：链接)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, NamedTuple

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, When

from gongkai.publishing.pointing import outside_addresses
from gongkai.publishing.reaching import Answer, Outcome, answer_of

LONGEST = 2000  # characters of an address
SILENCES = 3  # a host that does not answer is dead after so many trials, each a day after the other
AT_ONCE = 8  # addresses that are asked at the same time where somebody waits for the answers
_AGAIN = {Outcome.ANSWERS: timedelta(days=7), Outcome.GONE: timedelta(days=1), Outcome.SILENT: timedelta(days=1)}


class OutsideLink(models.Model):
    """An address outside that a version of a page leads to, with the last trial of it. Written anew by each trial."""

    page = models.ForeignKey(
        "pages.BasePage", verbose_name="页面", on_delete=models.CASCADE, related_name="outside_links"
    )
    address = models.CharField("地址", max_length=LONGEST)
    address_hash = models.CharField("地址摘要", max_length=64, db_index=True)
    outcome = models.CharField("结果", max_length=10, blank=True)
    reason = models.CharField("原因", max_length=60, blank=True)
    silences = models.PositiveSmallIntegerField("连续没有应答的次数", default=0)
    tried_at = models.DateTimeField("试链时间", null=True)
    due_at = models.DateTimeField("下次试链", null=True, db_index=True)

    class Meta:
        verbose_name = "外部链接"
        verbose_name_plural = "外部链接"
        constraints = [models.UniqueConstraint(fields=["page", "address_hash"], name="publishing_outside_link_once")]

    def __str__(self) -> str:
        return self.address

    @property
    def works(self) -> bool | None:
        """Return whether it answered; None where nobody tried, or a silence is not long enough yet."""
        if self.outcome == Outcome.ANSWERS:
            return True
        is_dead = self.outcome == Outcome.GONE or self.silences >= SILENCES
        return False if is_dead else None


DEAD = Q(outcome=Outcome.GONE.value) | Q(silences__gte=SILENCES)


def note_links(page: Any, content: Any) -> None:
    """Keep the addresses that a new version of `page` leads to; what a public version leads to stays while it does."""
    wanted = [address for address in outside_addresses(content) if len(address) <= LONGEST]
    if page.live:
        wanted += [one for one in outside_addresses(type(page)._base_manager.get(pk=page.pk)) if one not in wanted]
    known = {row.address: row for row in OutsideLink.objects.filter(page=page.pk)}
    gone = [row.pk for address, row in known.items() if address not in wanted]
    if gone:
        OutsideLink.objects.filter(pk__in=gone).delete()
    new = [_noted(page, address) for address in wanted if address not in known]
    OutsideLink.objects.bulk_create(new, ignore_conflicts=True)


def _noted(page: Any, address: str) -> OutsideLink:
    """Return a new row; what another page knows of the address is known here."""
    key = hashlib.sha256(address.encode()).hexdigest()
    row = OutsideLink.objects.filter(address_hash=key).first() or OutsideLink(address=address, address_hash=key)
    row.pk, row.page_id, row._state.adding = None, page.pk, True
    return row


def answers_for(page: Any) -> Mapping[str, bool | None]:
    """Return by address what is known of the links of `page` to the outside."""
    return {row.address: row.works for row in OutsideLink.objects.filter(page=page.pk)} if page.pk else {}


def try_links(at: datetime, *, most: int = 5, asking: Callable[[str], Answer] = answer_of) -> int:
    """Try up to `most` addresses that are due at that moment, unless the installation asks no other host.

    Returns how many were tried.
    """
    if not settings.TRY_LINKS:
        return 0
    due = OutsideLink.objects.filter(Q(due_at=None) | Q(due_at__lte=at))
    keys = due.order_by(F("due_at").asc(nulls_first=True)).values_list("address_hash", "address", "due_at")
    asked = dict.fromkeys((key, address) for key, address, _ in keys[: most * 4])
    tried = 0
    for key, address in list(asked)[:most]:
        if _taken(due, key, at):
            _keep(key, asking(address), at)
            tried += 1
    return tried


def _taken(due: Any, key: str, at: datetime) -> int:
    """Take an address for this process: another that looks in the same minute finds it due later."""
    taken: int = due.filter(address_hash=key).update(due_at=at + timedelta(hours=1))
    return taken


def _keep(key: str, answer: Answer, at: datetime) -> None:
    """Keep an answer; a silence counts once a day, however often somebody tries."""
    outcome, reason = answer
    lately = Q(outcome=Outcome.SILENT.value, tried_at__gt=at - _AGAIN[Outcome.SILENT])
    silences = Case(When(lately, then=F("silences")), default=F("silences") + 1) if outcome is Outcome.SILENT else 0
    OutsideLink.objects.filter(address_hash=key).update(
        outcome=outcome, reason=reason, silences=silences, tried_at=at, due_at=at + _AGAIN[outcome]
    )


class Trial(NamedTuple):
    """An address that was tried, and what came of it."""

    address: str
    outcome: Outcome
    reason: str


def addresses_to_try(at: datetime | None) -> dict[str, str]:
    """Return the addresses that are due at a moment, or with None all, the longest untried first: hash -> address."""
    rows = OutsideLink.objects.filter(Q(due_at=None) | Q(due_at__lte=at)) if at else OutsideLink.objects.all()
    return dict(rows.order_by(F("due_at").asc(nulls_first=True)).values_list("address_hash", "address"))


def trials(
    addresses: Mapping[str, str], at: datetime, *, asking: Callable[[str], Answer] = answer_of
) -> Iterator[Trial]:
    """Try these addresses, several at once, and yield each when its answer is kept.

    Whoever stops it in between loses nothing: what was not answered yet is as it was before.
    """
    left = iter(addresses.items())
    with ThreadPoolExecutor(AT_ONCE) as pool:
        while some := list(islice(left, AT_ONCE)):
            for (key, address), answer in zip(some, pool.map(asking, [one for _, one in some]), strict=True):
                _keep(key, answer, at)
                yield Trial(address, *answer)
