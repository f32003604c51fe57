"""Whether the deliveries are as they were recorded (for `gongkai verify`): the log tells the hash of each row.

Rows from before the log told their hashes are only counted. Of a case whose file was destroyed, what is left is
compared with what the log tells of its destruction.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from gongkai.agencies.door import LogEntry, subject_of
from gongkai.cases.case import Case
from gongkai.cases.deliveries import Delivery, DeliveryResult
from gongkai.cases.disposing import DisposalAct
from gongkai.cases.log_acts import CaseAct
from gongkai.findings import Finding

CHUNK = 500
_RECORDED = (CaseAct.SEND, CaseAct.DELIVER)
Told = dict[str, list[str]]  # subject of the log -> hashes of its deliveries and results, empty for an unknown one


def verify_deliveries() -> Iterator[Finding]:
    """Yield a finding for each case with an attempt or a result that was changed, taken away or slipped in."""
    logged, standing, numbers = _logged(), defaultdict[str, list[str]](list), dict[str, str]()
    for row, case in _rows():
        standing[subject_of(case)].append(row.digest_now())
        numbers[subject_of(case)] = case.number
    for subject in sorted(logged.keys() | standing.keys()):
        if not _agree(logged.get(subject, []), standing[subject]):
            number = numbers.get(subject) or Case.objects.get(pk=subject.partition(":")[2]).number
            yield Finding("CASE-DELIVERY-CHANGED", where=number, facts={"number": number})


def _agree(told: list[str], stands: list[str]) -> bool:
    """Tell whether there are as many rows as were recorded, and each whose hash is known is among them."""
    known = Counter(one for one in told if one)
    return len(told) == len(stands) and not known - Counter(stands)


def _logged() -> Told:
    found: defaultdict[str, list[str]] = defaultdict(list)
    entries = LogEntry.objects.filter(act__in=[*_RECORDED, DisposalAct.DESTROY]).order_by("at", "seq")
    for subject, act, facts in entries.values_list("subject", "act", "facts").iterator(chunk_size=CHUNK):
        if act == DisposalAct.DESTROY:
            found[subject] = list(facts["deliveries"])
        else:
            found[subject].append(facts.get("digest", ""))
    return found


def _rows() -> Iterator[tuple[Delivery | DeliveryResult, Case]]:
    sent = Delivery.objects.select_related("letter__case").order_by("pk")
    yield from ((one, one.letter.case) for one in sent.iterator(chunk_size=CHUNK))
    results = DeliveryResult.objects.select_related("delivery__letter__case", "proof").order_by("pk")
    for one in results.defer("proof__content").iterator(chunk_size=CHUNK):
        yield one, one.delivery.letter.case
