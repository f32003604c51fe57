"""Whether the log was tampered with."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from typing import TYPE_CHECKING

from gongkai.agencies.append_only import unguarded_tables
from gongkai.agencies.log import LogChain, LogEntry
from gongkai.findings import Finding, RuleBook

if TYPE_CHECKING:
    from gongkai.agencies.organs import Agency

RULES = RuleBook.load(files("gongkai.agencies").joinpath("data", "rules.toml"))


def verify_log(agency: Agency | None = None) -> Iterator[Finding]:
    """Yield a finding for each place where the log is not what was written; of all chains where no agency is named.

    Every chain is read through once, entry by entry, so this may take minutes on a large installation.
    """
    for table in unguarded_tables():
        yield Finding("LOG-UNGUARDED", where=table, facts={"table": table})
    for chain in _chains(agency):
        yield from _verify_chain(chain)


def heads(agency: Agency | None = None) -> Iterator[tuple[str, int, str]]:
    """Yield name, last place and last digest of each chain: what one writes down elsewhere to compare later."""
    for chain in _chains(agency):
        if entry := LogEntry.objects.filter(chain=chain).order_by("seq").last():
            yield chain, entry.seq, entry.digest


def _chains(agency: Agency | None) -> list[str]:
    if agency:
        return [agency.slug]
    counted = set(LogChain.objects.values_list("name", flat=True))
    return sorted(counted | set(LogEntry.objects.order_by().values_list("chain", flat=True).distinct()))


def _verify_chain(chain: str) -> Iterator[Finding]:
    expected, previous = 1, ""
    for entry in LogEntry.objects.filter(chain=chain).order_by("seq").iterator(chunk_size=2000):
        where, facts = f"{chain or '-'}:{entry.seq}", {"chain": chain or "全站", "seq": entry.seq}
        if entry.seq != expected:
            yield Finding("LOG-GAP", where=where, facts={**facts, "expected": expected})
        elif entry.previous != previous:
            yield Finding("LOG-CHAIN", where=where, facts=facts)
        if entry.digest != entry.digest_now():
            yield Finding("LOG-CHANGED", where=where, facts=facts)
        expected, previous = entry.seq + 1, entry.digest
    yield from _cut(chain, expected - 1)


def _cut(chain: str, last: int) -> Iterator[Finding]:
    counted = LogChain.objects.filter(name=chain).values_list("last", flat=True).first() or 0
    if counted != last:
        facts = {"chain": chain or "全站", "last": last, "counted": counted}
        yield Finding("LOG-CUT", where=chain or "-", facts=facts)
