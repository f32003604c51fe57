"""Whether the cases are as they were recorded (for `gongkai verify`).

The log tells of each act with the digest of its row, and the log is a chain; so a row that was changed, taken
away or slipped in shows. What is derived from the events is derived once more and compared. History that was
taken in has no acts on the log: of it only what is derived is compared. A case whose file was destroyed at the end of
its time is compared with what the log tells of its destruction.
"""

from __future__ import annotations

import base64
import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any

from gongkai.agencies.door import LogEntry
from gongkai.cases.acting import REMAKE, outcome_of
from gongkai.cases.answers import decision
from gongkai.cases.case import Case, CaseEvent
from gongkai.cases.case_files import CaseFile
from gongkai.cases.delivery_verification import verify_deliveries
from gongkai.cases.destroying import blanked_early, left_of
from gongkai.cases.disposing import DisposalAct
from gongkai.cases.drafts import Draft
from gongkai.cases.log_acts import CaseAct
from gongkai.findings import Finding
from gongkai.statute import Judgement, Receipt, applicant_column, receipt_date

CHUNK = 500
Told = dict[str, list[dict[str, Any]]]  # of one case: act on the log -> what the log tells of each


def verify_cases() -> Iterator[Finding]:
    """Yield a finding for each case, event, draft, file and delivery that is not what was recorded."""
    with_rows = Case.objects.select_related("destruction").prefetch_related("events", "amendments")
    cases = with_rows.order_by("pk").iterator(chunk_size=CHUNK)
    while chunk := list(islice(cases, CHUNK)):
        logged = _logged(chunk)
        for case in chunk:
            yield from _case(case, logged[f"cases.case:{case.pk}"])
    yield from _drafts()
    yield from _files()
    yield from blanked_early()
    yield from verify_deliveries()


def _logged(cases: Sequence[Case]) -> defaultdict[str, Told]:
    """Return what the log tells of the registering and the acts of these cases, by subject."""
    subjects = [f"cases.case:{case.pk}" for case in cases]
    entries = LogEntry.objects.filter(
        subject__in=subjects, act__in=[CaseAct.REGISTER, CaseAct.AMEND, CaseAct.ACT, DisposalAct.DESTROY]
    )
    found: defaultdict[str, Told] = defaultdict(lambda: defaultdict(list))
    for subject, act, facts in entries.order_by("at", "seq").values_list("subject", "act", "facts"):
        found[subject][act].append(facts)
    return found


def _case(case: Case, told: Told) -> Iterator[Finding]:
    events = list(case.events.all())
    since = next(iter(told[DisposalAct.DESTROY]), {}) if hasattr(case, "destruction") else {}
    if since:
        yield from left_of(case)
        yield from _drafts_left(case, since["drafts"])
    if told[CaseAct.REGISTER]:
        yield from _set_once(case, since or [*told[CaseAct.REGISTER], *told[CaseAct.AMEND]][-1])
        yield from _amendments(case, told[CaseAct.AMEND])
        yield from _events(case, events, [_as_since(one, since) for one in told[CaseAct.ACT]])
    yield from _derived(case, events)
    yield from _undecided(case, events)


def _as_since(entry: dict[str, Any], since: dict[str, Any]) -> dict[str, Any]:
    """Return what the log tells of an act, with its hash since the destruction where there was one."""
    return {**entry, "digest": since["events"].get(str(entry["seq"]), "")} if since else entry


def _set_once(case: Case, told: dict[str, Any]) -> Iterator[Finding]:
    if told.get("digest", case.digest_now()) != case.digest_now():
        yield Finding("CASE-CHANGED", where=case.number, facts={"number": case.number})


def _amendments(case: Case, told: Sequence[dict[str, Any]]) -> Iterator[Finding]:
    """Yield a finding where what stood before an amendment is not what the log tells; destroyed, it is gone."""
    if hasattr(case, "destruction"):
        return
    standing = {one.pk: one.digest_now() for one in case.amendments.all()}
    if standing != {entry["row"]: entry["row_digest"] for entry in told}:
        yield Finding("CASE-CHANGED", where=case.number, facts={"number": case.number})


def _events(case: Case, events: Sequence[CaseEvent], told: Sequence[dict[str, Any]]) -> Iterator[Finding]:
    """Yield what differs between the events and the acts on the log, in either direction."""
    by_place = {event.seq: event for event in events}
    for entry in told:
        event = by_place.pop(entry["seq"], None)
        facts = {"number": case.number, "seq": entry["seq"], "act": entry["act"]}
        if event is None:
            yield Finding("CASE-EVENT-GONE", where=case.number, facts=facts)
        elif not _agrees(event, entry):
            yield Finding("CASE-EVENT-CHANGED", where=case.number, facts=facts)
    for event in by_place.values():
        facts = {"number": case.number, "seq": event.seq, "act": event.act}
        yield Finding("CASE-EVENT-SLIPPED-IN", where=case.number, facts=facts)


def _agrees(event: CaseEvent, entry: dict[str, Any]) -> bool:
    digest = event.digest_now()
    same = (event.act, event.event_date.isoformat()) == (entry["act"], entry["date"])
    return same and entry.get("digest", digest) == digest


def _derived(case: Case, events: Sequence[CaseEvent]) -> Iterator[Finding]:
    """Yield each derived column that is not what the events say."""
    for name, derived in _columns(case, events).items():
        if (stored := getattr(case, name)) != derived:
            label = str(case._meta.get_field(name).verbose_name)
            facts = {
                "number": case.number,
                "field": label,
                "stored": str(stored or "空"),
                "derived": str(derived or "空"),
            }
            yield Finding("CASE-DERIVED", where=f"{case.number}.{name}", facts=facts)


def _undecided(case: Case, events: Sequence[CaseEvent]) -> Iterator[Finding]:
    """Yield a finding where the answers on record do not lead to how the case ended; history has none."""
    ended = next((one for one in events if outcome_of(one)), None)
    if ended is None or ended.is_history:
        return
    found = decision(Judgement.of_data(ended.answers or {}), on=ended.event_date)
    if found is None or (found.code, found.ground) != (outcome_of(ended), ended.ground):
        yield Finding("CASE-UNDECIDED", where=case.number, facts={"number": case.number})


def _columns(case: Case, events: Sequence[CaseEvent]) -> dict[str, Any]:
    ended = next((one for one in events if outcome_of(one)), None)
    return {
        "receipt_date": _received(case, events),
        "closed_date": ended.event_date if ended else None,
        "outcome": outcome_of(ended) if ended else "",
        "ground": ended.ground if ended else "",
        "remake_due": _remake_due(events),
        "report_column": applicant_column(case.applicant_class, on=case.arrival_date),
    }


def _remake_due(events: Sequence[CaseEvent]) -> date | None:
    """Return by when an ordered reply is due, None where none was ordered or it was given."""
    told = next((one for one in reversed(events) if one.act == REMAKE or outcome_of(one)), None)
    return date.fromisoformat(told.facts["due_date"]) if told is not None and told.act == REMAKE else None


def _received(case: Case, events: Sequence[CaseEvent]) -> date | None:
    """Return the receipt date: of the receipt itself, or of the act that confirmed it later."""
    receipt = Receipt(
        channel=case.channel,
        arrival_date=case.arrival_date,
        confirmed_date=case.confirmed_date,
        unreachable=case.unreachable,
    )
    return receipt_date(receipt) or next((one.event_date for one in events if one.act == "receive"), None)


def _drafts() -> Iterator[Finding]:
    standing = Draft.objects.filter(case__destruction=None)
    for draft in standing.select_related("case").prefetch_related("approvals").iterator(chunk_size=CHUNK):
        digests = {draft.digest_now(), *(one.digest for one in draft.approvals.all())}
        if digests != {draft.digest}:
            facts = {"number": draft.case.number, "version": draft.version}
            yield Finding("CASE-DRAFT-CHANGED", where=draft.case.number, facts=facts)


def _drafts_left(case: Case, told: dict[str, str]) -> Iterator[Finding]:
    """Yield each draft of a destroyed case that is not what the log tells of it: version → hash."""
    left = {str(draft.version): draft.digest_now() for draft in case.drafts.all()}
    for version in sorted({version for version, _ in told.items() ^ left.items()}):
        yield Finding("CASE-DRAFT-CHANGED", where=case.number, facts={"number": case.number, "version": version})


def _files() -> Iterator[Finding]:
    for file in CaseFile.objects.select_related("case__destruction").iterator(chunk_size=20):  # each holds its bytes
        if hasattr(file.case, "destruction"):
            if file.content:
                yield Finding("CASE-NOT-DESTROYED", where=file.case.number, facts={"number": file.case.number})
        elif not _is_whole(file):
            facts = {"number": file.case.number, "name": file.name}
            yield Finding("CASE-FILE-CHANGED", where=file.case.number, facts=facts)


def _is_whole(file: CaseFile) -> bool:
    try:
        return hashlib.sha256(base64.b64decode(file.content, validate=True)).hexdigest() == file.digest
    except ValueError:
        return False
