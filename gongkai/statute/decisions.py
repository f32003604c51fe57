"""What keeps a reply from going out: a ground, a record, an approval that is missing (Reg. art. 14-16, 32, 35-38)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from gongkai.findings import Finding
from gongkai.statute.consultations import OPEN, OTHER_ORGAN, THIRD_PARTY
from gongkai.statute.events import State, state_name, transition
from gongkai.statute.opinions import CONSENT, OBJECTION, Consulted, opinions, weight_of
from gongkai.statute.outcomes import PARTIAL, REFUSED, Outcome, approvers, ground, needed_facts, outcome
from gongkai.statute.refusals import LawUnknown

UNDECIDED_BY_OTHERS = ("silence", "no_opinion", "unreached")  # who was asked leaves it to the agency
_ABOUT_CONTENT = ("granted", "partially_granted", "denied")  # kinds that say whether the information is given
STATUTORY_RANKS = ("law", "administrative_regulation")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenGround:
    """A ground as the officer chose it: its id, sub-class, and the ids of facts on record for it.

    `basis_rank` is that of the legal basis: ``law``, ``administrative_regulation``, or another, such as ``rule``.
    `part` is what of the information is withheld on it and `reason` why, where the rest is given (art. 37).
    """

    id: str
    subclass: str = ""
    recorded: frozenset[str] = frozenset()
    basis_rank: str = ""
    part: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A reply somebody wants to give to one content of an application, and what is on record for it.

    `grounds` are those of what is withheld, the principal one first. `recorded` are ids of facts, `approved_by` ids
    of roles, `acts` those done in the case. `same_applicant`: the earlier reply (R6, R13) went to this applicant.
    `has_ready_information`: what would have to be made exists. `consulted` are the letters of the case that asked for
    an opinion. `harms_third_party`, `third_party` (the opinion about this content, the id of one of theirs, or empty),
    `own_assessment` (the agency's reasoned decision on it), `is_public_interest` and `third_party_told` are about
    art. 15 and 32. `must_be_disclosed`: a law, regulation or rule says that this internal matter is disclosed.
    `released_files` go out with the reply; `text_is_release`: its words are themselves the information that is given.
    """

    code: str
    decided_date: date
    grounds: tuple[ChosenGround, ...] = ()
    recorded: frozenset[str] = frozenset()
    approved_by: frozenset[str] = frozenset()
    acts: tuple[str, ...] = ()
    state: str = ""
    same_applicant: bool | None = None
    other_organ: str = ""
    other_organ_unknown: bool = False
    has_ready_information: bool = False
    consulted: tuple[Consulted, ...] = ()
    harms_third_party: bool = False
    third_party: str = ""
    own_assessment: bool = False
    is_public_interest: bool = False
    third_party_told: bool = False
    must_be_disclosed: bool = False
    released_files: int = 0
    text_is_release: bool = False


Check = Callable[[Decision, Outcome], Iterator[Finding]]


def facts_are_recorded(decision: Decision, row: Outcome) -> Iterator[Finding]:
    """Yield a finding for each fact that the reply needs and nobody has put on record."""
    for fact in row.needs:
        if fact not in decision.recorded:
            yield Finding("OUTCOME-FACT-MISSING", f"recorded.{fact}", {"outcome": row.name, "fact": _fact_name(fact)})


def case_went_through(decision: Decision, row: Outcome) -> Iterator[Finding]:
    """Yield a finding where the case lacks the act or the state that the reply presupposes (art. 30, 35)."""
    if row.after_act and row.after_act not in decision.acts:
        act = transition(row.after_act, on=decision.decided_date)
        yield Finding("OUTCOME-AFTER-ACT", "acts", {"outcome": row.name, "act": act.name if act else row.after_act})
    if row.in_state and decision.state != row.in_state:
        yield Finding("OUTCOME-STATE", "state", {"outcome": row.name, "state": _state_name(decision.state)})


def grounds_are_complete(decision: Decision, row: Outcome) -> Iterator[Finding]:
    """Yield what a refusal's grounds lack: the ground itself, its sub-class, its basis (art. 14-16)."""
    if row.code not in (REFUSED, PARTIAL):
        return
    if not decision.grounds:
        yield Finding("OUTCOME-GROUND-MISSING", "grounds", {"outcome": row.name})
    for place, chosen in enumerate(decision.grounds):
        yield from _ground_findings(chosen, decision, f"grounds[{place}]")


def _ground_findings(chosen: ChosenGround, decision: Decision, where: str) -> Iterator[Finding]:
    try:
        row = ground(chosen.id, on=decision.decided_date)
    except LawUnknown:
        yield Finding("OUTCOME-GROUND-UNKNOWN", f"{where}.id", {"ground": chosen.id})
        return
    if row.subclasses and chosen.subclass not in row.subclasses:
        facts = {"ground": row.name, "subclasses": "、".join(row.subclasses)}
        yield Finding("OUTCOME-SUBCLASS", f"{where}.subclass", facts)
    for fact in row.needs:
        if fact not in chosen.recorded:
            facts = {"outcome": row.name, "fact": _fact_name(fact)}
            yield Finding("OUTCOME-FACT-MISSING", f"{where}.recorded.{fact}", facts)
    if row.id == "law_prohibited" and chosen.basis_rank not in STATUTORY_RANKS:
        yield Finding("OUTCOME-BASIS-RANK", f"{where}.basis_rank", {"ground": row.name})
    if "discretion" in row.needs and decision.must_be_disclosed:
        yield Finding("OUTCOME-MUST-DISCLOSE", where, {"ground": row.name})
    if "third_party_harm" in row.needs and decision.third_party == CONSENT:
        yield Finding("OUTCOME-CONSENTED", where, {"ground": row.name})


def parts_are_told(decision: Decision, row: Outcome) -> Iterator[Finding]:
    """Yield a finding for each withheld part that does not say what it is or why it is withheld (art. 37)."""
    if row.code != PARTIAL:
        return
    for place, chosen in enumerate(decision.grounds):
        for name, missing in (("part", "是哪一部分"), ("reason", "不予公开的理由")):
            if not getattr(chosen, name).strip():
                yield Finding("OUTCOME-PART", f"grounds[{place}].{name}", {"number": place + 1, "missing": missing})


def something_is_given(decision: Decision, row: Outcome) -> Iterator[Finding]:
    """Yield a finding where a partial release gives nothing (art. 37).

    「能够作区分处理的，行政机关应当向申请人提供可以公开的政府信息内容」
    """
    if row.code == PARTIAL and not (decision.released_files or decision.text_is_release):
        yield Finding("OUTCOME-NOTHING-GIVEN", "released_files", {"outcome": row.name})


def third_party_is_respected(decision: Decision, row: Outcome) -> Iterator[Finding]:
    """Yield what art. 15 and 32 forbid: harm without consent or public interest, silence taken for an answer."""
    if decision.third_party in UNDECIDED_BY_OTHERS and not decision.own_assessment:
        yield Finding("OUTCOME-SILENCE", "third_party")
    if decision.is_public_interest and not decision.third_party_told:
        yield Finding("OUTCOME-THIRD-PARTY-UNTOLD", "third_party_told")
    if row.kind != "granted":
        return
    overridden = decision.third_party == CONSENT or decision.is_public_interest
    if decision.harms_third_party and not overridden:
        yield Finding("OUTCOME-HARM", "third_party")
    elif decision.third_party == OBJECTION and not overridden and not decision.own_assessment:
        yield Finding("OUTCOME-OBJECTION", "own_assessment")


def opinion_is_on_record(decision: Decision, row: Outcome) -> Iterator[Finding]:
    """Yield a finding where an opinion of a third party is told that nobody has given (art. 32)."""
    standings = {one.standing for one in decision.consulted if one.kind == THIRD_PARTY}
    if decision.third_party and decision.third_party not in standings and "" not in standings:
        yield Finding("OUTCOME-OPINION-UNRECORDED", "third_party", {"opinion": _opinion_name(decision.third_party)})


def particulars_agree(decision: Decision, row: Outcome) -> Iterator[Finding]:
    """Yield what contradicts a duplicate, another organ's matter, or something yet to be made (art. 36, 38)."""
    if "earlier_case" in row.needs and decision.same_applicant is False:
        yield Finding("OUTCOME-OTHER-APPLICANT", "same_applicant", {"outcome": row.name})
    if row.code == "R5_not_ours" and not decision.other_organ and not decision.other_organ_unknown:
        yield Finding("OUTCOME-OTHER-ORGAN", "other_organ")
    if row.code == "R8_needs_creation" and decision.has_ready_information:
        yield Finding("OUTCOME-READY", "has_ready_information")


CHECKS: tuple[Check, ...] = (
    facts_are_recorded,
    case_went_through,
    grounds_are_complete,
    parts_are_told,
    something_is_given,
    third_party_is_respected,
    opinion_is_on_record,
    particulars_agree,
)


def decision_findings(decision: Decision) -> Iterator[Finding]:
    """Yield everything that keeps the reply from going out (errors) or that somebody should look at (warnings)."""
    row = _row(decision)
    yield from reply_findings((decision,), code=decision.code, approvals=row.approvals if row else ())


def reply_findings(decisions: Sequence[Decision], *, code: str, approvals: Collection[str]) -> Iterator[Finding]:
    """Yield the same of a reply to all contents of an application, in their order; `code` is what the whole counts as.

    `approvals` are the roles that must have approved the whole. What concerns one of several contents is placed below
    ``contents[0]`` and so on.
    """
    for place, decision in enumerate(decisions):
        row = _row(decision)
        if row is None:
            found = [Finding("OUTCOME-UNKNOWN", "code", {"code": decision.code})]
        else:
            found = [finding for check in CHECKS for finding in check(decision, row)]
        below = f"contents[{place}]." if len(decisions) > 1 else ""
        yield from (replace(finding, where=f"{below}{finding.where}") for finding in found)
    yield from _consultations_are_over(decisions)
    yield from _unapproved(decisions[0], code, approvals)


def _consultations_are_over(decisions: Sequence[Decision]) -> Iterator[Finding]:
    """Yield what is wrong where something is given or withheld while others are still asked, or were not heard.

    「第三方应当自收到征求意见书之日起15个工作日内提出意见。」 The law sets another organ no period: nothing has to
    wait for it. An opinion on record is that of a content, or one of more weight is.
    """
    if not any((row := _row(one)) and row.kind in _ABOUT_CONTENT for one in decisions):
        return
    heard = max(weight_of(one.third_party) for one in decisions)
    for letter in decisions[0].consulted:
        if letter.standing == OPEN:
            yield Finding("OUTCOME-ORGAN-OPEN" if letter.kind == OTHER_ORGAN else "OUTCOME-CONSULTATION-OPEN")
        elif letter.kind == THIRD_PARTY and weight_of(letter.standing) > heard:
            yield Finding("OUTCOME-OPINION-UNHEARD", "third_party", {"opinion": _opinion_name(letter.standing)})


def _opinion_name(opinion: str) -> str:
    return next((row.name for row in opinions() if row.id == opinion), opinion)


def _row(decision: Decision) -> Outcome | None:
    try:
        return outcome(decision.code, on=decision.decided_date)
    except LawUnknown:
        return None


def _unapproved(decision: Decision, code: str, approvals: Collection[str]) -> Iterator[Finding]:
    """Yield a finding for each role that has not approved: a refusal needs the leader too."""
    for approver in approvers():
        if approver.id in approvals and approver.id not in decision.approved_by:
            name = outcome(code, on=decision.decided_date).name
            yield Finding("OUTCOME-APPROVAL", "approved_by", {"outcome": name, "role": approver.name})


def _fact_name(fact_id: str) -> str:
    return next(row.name for row in needed_facts() if row.id == fact_id)


def _state_name(state: str) -> str:
    return state_name(State(state)) if state in set(State) else "（未填）"
