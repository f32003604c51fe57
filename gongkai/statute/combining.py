"""An application that asks for several things: each is decided by itself, and the whole counts once (art. 36, 37)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from gongkai.findings import Finding
from gongkai.statute.decision_tree import Conclusion, concluded, next_question
from gongkai.statute.outcomes import REFUSED, combined, outcome, report_row
from gongkai.statute.refusals import LawUnknown, OutcomeUndecided
from gongkai.statute.rows import Row, read_rows, row_in_force

GIVEN = frozenset({"granted", "partially_granted"})  # kinds of outcome by which something is disclosed
_CONTENTS, _PRINCIPAL = "contents", "principal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Combination(Row):
    """How an application with several contents counts, and the kind of letter that answers each in turn."""

    letter: str


class Judgement(NamedTuple):
    """The answers to the tree (question id → answer) for each content of an application, in its order.

    `principal` is the place of the content in whose row the whole counts, where nothing is given for several reasons.
    """

    contents: tuple[Mapping[str, str], ...]
    principal: int | None = None

    def as_data(self) -> dict[str, Any]:
        """Return it as JSON holds it; that of one content is its answers, as it was before there could be several."""
        if len(self.contents) == 1:
            return dict(self.contents[0])
        return {_CONTENTS: [dict(one) for one in self.contents], _PRINCIPAL: self.principal}

    @classmethod
    def of_data(cls, told: Mapping[str, Any]) -> Judgement:
        """Return what `as_data` wrote."""
        return cls(tuple(told[_CONTENTS]), told[_PRINCIPAL]) if _CONTENTS in told else cls((told,))


class Whole(NamedTuple):
    """What is decided of an application: of each of its contents, and as what it counts, once.

    `code`, `ground` and `row` (an id of table three) are of the one row, `letter` is the kind of the one letter,
    `approvals` are the roles that must approve, in their order.
    """

    contents: tuple[Conclusion, ...]
    code: str
    ground: str
    row: str
    letter: str
    approvals: tuple[str, ...]


@cache
def _combinations() -> tuple[Combination, ...]:
    return read_rows(Combination, "combination", "outcomes.toml")


def combination(*, on: date) -> Combination:
    """Return how several contents count on that day; raise LawUnknown where nothing tells."""
    row = row_in_force(_combinations(), on)
    if row is None:
        raise LawUnknown("no_outcome", outcome=_CONTENTS, on=on)
    return row


def needs_principal(contents: Sequence[Conclusion], *, on: date) -> bool:
    """Tell whether nothing is given, for several reasons, so that one content has to be named as the principal."""
    given = any(outcome(one.code, on=on).kind in GIVEN for one in contents)
    return not given and len({(one.code, one.ground) for one in contents}) > 1


def decided(judgement: Judgement, form_id: str, *, on: date) -> Whole | None:
    """Return what the answers decide, with the one row in that form; None while `judgement_findings` has any.

    Answers to unknown questions, or other answers than a question has, raise ValueError.
    """
    if next(judgement_findings(judgement, on=on), None) is not None:
        return None
    contents = tuple(_conclusions(judgement, form_id, on))
    principal = contents[judgement.principal] if judgement.principal is not None else None
    code = combined([one.code for one in contents], on=on, principal=principal.code if principal else "")
    ground = (principal or contents[0]).ground if code == REFUSED else ""
    return Whole(
        contents=contents,
        code=code,
        ground=ground,
        row=report_row(code, form_id, on=on, principal_ground=ground),
        letter=contents[0].letter if len(contents) == 1 else combination(on=on).letter,
        approvals=approvals_for([code, *(one.code for one in contents)], on=on),
    )


def judgement_findings(judgement: Judgement, *, on: date) -> Iterator[Finding]:
    """Yield what is still open in a judgement, and what the law does not let stand together, each with its place."""
    if not judgement.contents:
        yield Finding("CONTENT-NONE", _CONTENTS)
    is_open = False
    for place, answers in enumerate(judgement.contents):
        question = next_question(answers, on=on)
        if question is not None:
            is_open = True
            yield Finding("CONTENT-OPEN", f"{_CONTENTS}[{place}]", {"number": place + 1, "question": question.text})
    if judgement.contents and not is_open:
        yield from _not_together(judgement, on)


def _not_together(judgement: Judgement, on: date) -> Iterator[Finding]:
    contents = tuple(_conclusions(judgement, "", on))
    for place, one in enumerate(contents):
        row = outcome(one.code, on=on)
        if row.of_whole and len(contents) > 1:
            yield Finding("CONTENT-OF-WHOLE", f"{_CONTENTS}[{place}]", {"number": place + 1, "outcome": row.name})
    needed, named = needs_principal(contents, on=on), judgement.principal
    if needed and named is None:
        names = "、".join(dict.fromkeys(outcome(one.code, on=on).name for one in contents))
        yield Finding("CONTENT-PRINCIPAL", _PRINCIPAL, {"names": names})
    elif named is not None and not (needed and 0 <= named < len(contents)):
        yield Finding("CONTENT-NO-PRINCIPAL", _PRINCIPAL, {"number": named + 1})


def _conclusions(judgement: Judgement, form_id: str, on: date) -> Iterator[Conclusion]:
    for answers in judgement.contents:
        found = concluded(answers, form_id, on=on)
        if found is None:
            raise OutcomeUndecided("outcome_undecided", names="（无）")
        yield found


def approvals_for(codes: Sequence[str], *, on: date) -> tuple[str, ...]:
    """Return the roles that must approve where any of these kinds is among what is decided, in their order."""
    lists = sorted((outcome(code, on=on).approvals for code in codes), key=len, reverse=True)
    return tuple(dict.fromkeys(role for roles in lists for role in roles))
