"""Whether what the public said about drafts is as it came (for `gongkai verify`).

The log tells of each opinion, and of each word on what becomes of it, with the digest of its row, and the log is a
chain: what was changed, taken away or slipped in shows. What came before digests were kept is only counted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from gongkai.agencies.door import LogEntry, subject_of
from gongkai.findings import Finding
from gongkai.publishing.acts import PublishingAct
from gongkai.publishing.opinions import Opinion

Told = defaultdict[str, list[dict[str, Any]]]  # subject -> what the log tells of it, in the order it was told


def verify_opinions() -> Iterator[Finding]:
    """Yield a finding for each opinion, and each word on one, that is not what was recorded."""
    received, decided = _told(PublishingAct.RECEIVE_OPINION), _told(PublishingAct.DECIDE_OPINION)
    for opinion in Opinion.objects.prefetch_related("verdicts").order_by("pk").iterator(chunk_size=500):
        subject = subject_of(opinion)
        yield from _opinion(opinion, received.pop(subject, []), decided[subject])
    for first, *_ in received.values():
        yield Finding("OPINION-GONE", where=first["number"], facts={"number": first["number"]})


def _told(act: str) -> Told:
    entries = LogEntry.objects.filter(act=act).order_by("pk")
    found: Told = defaultdict(list)
    for subject, facts in entries.values_list("subject", "facts"):
        found[subject].append(facts)
    return found


def _opinion(opinion: Opinion, received: list[dict[str, Any]], decided: list[dict[str, Any]]) -> Iterator[Finding]:
    facts = {"number": opinion.number}
    if not received:
        yield Finding("OPINION-SLIPPED-IN", where=opinion.number, facts=facts)
    elif not _agrees(opinion, received[0]):
        yield Finding("OPINION-CHANGED", where=opinion.number, facts=facts)
    verdicts = list(opinion.verdicts.all())
    if len(verdicts) != len(decided) or not all(map(_agrees, verdicts, decided)):
        yield Finding("OPINION-VERDICT-CHANGED", where=opinion.number, facts=facts)


def _agrees(row: Any, told: dict[str, Any]) -> bool:
    digest: str = row.digest_now()
    return bool(told.get("digest", digest) == digest)
