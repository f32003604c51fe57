"""What an application asks for, content by content: what was judged of each, and what is on record for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from gongkai import statute
from gongkai.cases.answers import answers_of, conclusion, undecided
from gongkai.cases.consulted import third_party_opinions
from gongkai.cases.on_record import SEARCH, as_on_record
from gongkai.cases.refusals import refuse_on
from gongkai.findings import Finding
from gongkai.statute import ChosenGround, Judgement, Outcome, weightiest

if TYPE_CHECKING:
    from gongkai.cases.case import Case

REFUSED, PARTIAL = "R3_refuse", "R2p_partial"
MOST_CONTENTS, LONGEST_NAME = 20, 200
_NUMERALS = "零一二三四五六七八九十"


@dataclass(frozen=True, kw_only=True)
class Content:
    """One thing that an application asks for, and what a draft says of it.

    `name` is what is asked for in the officer's words, empty where the application is answered as one. `answers` are
    those to the questions of the tree (question id → answer) that led to `outcome`. `recorded` maps ids of needed
    facts to what was written of each; `grounds` are ids of grounds, the principal first, each with `subclass`,
    `basis_rank` and `recorded` as above; of a partial release they are the withheld parts one by one, each with `part`
    and `reason`. `circumstances` are those of statute's Decision that only the officer knows, such as what a third
    party answered. `text` are the office's own words, `files` the ids of the files that are given.
    """

    name: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    outcome: str = ""
    recorded: Mapping[str, str] = field(default_factory=dict)
    grounds: Sequence[Mapping[str, Any]] = ()
    other_organ: str = ""
    circumstances: Mapping[str, Any] = field(default_factory=dict)
    text: str = ""
    files: Sequence[int] = ()

    def as_data(self) -> dict[str, Any]:
        """Return it as JSON holds it."""
        return {**asdict(self), "grounds": list(self.grounds), "files": list(self.files)}

    def kind(self, *, on: date) -> Outcome:
        """Return the kind of answer as the law of that day knows it."""
        return statute.outcome(self.outcome, on=on)

    @property
    def principal_ground(self) -> str:
        """Return the id of the ground on which it is refused, empty where it is not."""
        return str(self.grounds[0]["id"]) if self.grounds and self.outcome == REFUSED else ""

    @property
    def says_something(self) -> bool:
        """Tell whether anything was written that the applicant reads."""
        return bool(self.text.strip()) or any(words.strip() for words in self.recorded.values())

    def decision(self, **of_the_case: Any) -> statute.Decision:
        """Return it as the law looks at it; `of_the_case` are the fields of Decision that the case and its day give."""
        told = dict(self.circumstances)
        told["text_is_release"] = bool(told.get("text_is_release") and self.text.strip())
        return statute.Decision(
            code=self.outcome,
            grounds=tuple(_chosen(one) for one in self.grounds),
            recorded=_ids(self.recorded),
            other_organ=self.other_organ,
            released_files=len(self.files),
            **of_the_case,
            **told,
        )


def _chosen(one: Mapping[str, Any]) -> ChosenGround:
    return ChosenGround(
        id=one["id"],
        subclass=one["subclass"],
        basis_rank=one["basis_rank"],
        recorded=_ids(one["recorded"]),
        part=one.get("part", ""),
        reason=one.get("reason", ""),
    )


def _ids(recorded: Mapping[str, str]) -> frozenset[str]:
    return frozenset(key for key, words in recorded.items() if words.strip())


def numeral(place: int) -> str:
    """Return the place of a content, counted from nought, as Chinese counts it from one: 一, 十二, 二十."""
    tens, ones = divmod(place + 1, 10)
    ten = ("" if tens < 2 else _NUMERALS[tens]) + ("十" if tens else "")
    return ten + (_NUMERALS[ones] if ones else "")


def judgement_of(case: Case, contents: Sequence[Mapping[str, Any]], principal: int | None, *, on: date) -> Judgement:
    """Return what was judged of each content, with the answers that the case gives by itself."""
    return Judgement(tuple(answers_of(case, one["answers"], on=on) for one in contents), principal)


def decided_contents(
    case: Case, said: Sequence[Mapping[str, Any]], principal: int | None, *, on: date
) -> list[Content]:
    """Return the contents as `said` (fields of Content), each with the outcome that its answers lead to.

    Raises Refused while one is open or nameless, or where the law does not let them stand together.
    """
    judgement = judgement_of(case, said, principal, on=on)
    refuse_on(content_findings(judgement, [one.get("name", "") for one in said], on=on))
    heard = {"third_party": weightiest(third_party_opinions(case, on=on))} if len(said) == 1 else {}
    known = {name: opinion for name, opinion in heard.items() if opinion}
    made = [_decided(_hearing(one, known), answers, on) for one, answers in zip(said, judgement.contents, strict=True)]
    searched = sum(SEARCH in one.kind(on=on).needs for one in made)
    return [_founded(case, one, alone=searched == 1, on=on) for one in made]


def _founded(case: Case, content: Content, *, alone: bool, on: date) -> Content:
    """Return a content that says of searches and earlier replies what is on record, and nothing else."""
    needs = content.kind(on=on).needs
    return replace(content, recorded=as_on_record(case, needs, content.recorded, alone=alone, on=on))


def _hearing(said: Mapping[str, Any], known: Mapping[str, str]) -> Mapping[str, Any]:
    """Return what is said of the only content, with the opinion of the third party as it is on record."""
    return {**said, "circumstances": {**said.get("circumstances", {}), **known}} if known else said


def _decided(said: Mapping[str, Any], answers: Mapping[str, str], on: date) -> Content:
    led = conclusion(answers, on=on)
    assert led is not None  # content_findings would have told
    told = {name: said[name] for name in Content.__dataclass_fields__ if name in said}
    return Content(**{**told, "answers": answers, "outcome": led.code})


def content_findings(judgement: Judgement, names: Sequence[str], *, on: date) -> Iterator[Finding]:
    """Yield what keeps contents so judged and named from being answered, each with its place."""
    if len(judgement.contents) == 1:
        (answers,) = judgement.contents
        if conclusion(answers, on=on) is None:
            yield Finding("REPLY-UNDECIDED", "answers", undecided(answers, on=on))
            return
    yield from statute.judgement_findings(judgement, on=on)
    if len(names) > 1:
        yield from _wrong_names(names)
    if len(names) > MOST_CONTENTS:
        yield Finding("CONTENT-MANY", "contents", {"most": MOST_CONTENTS, "count": len(names)})


def _wrong_names(names: Sequence[str]) -> Iterator[Finding]:
    """Yield a finding for each content of several that does not say what is asked for, or says the same as another."""
    count = Counter(" ".join(name.split()) for name in names)
    for place, name in enumerate(names):
        if not name.strip():
            yield Finding("CONTENT-NAMELESS", f"contents[{place}].name", {"number": place + 1})
        elif count[" ".join(name.split())] > 1:
            yield Finding("CONTENT-TWICE", f"contents[{place}].name", {"number": place + 1})
