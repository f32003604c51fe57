"""What a reply says: of each content of the application what was decided, by which law, and what may be done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from gongkai import statute
from gongkai.cases.contents import PARTIAL, Content, numeral
from gongkai.cases.letter_checks import ContentWords, Wording
from gongkai.cases.remedies_told import reply_paragraphs, without_last_days
from gongkai.cases.wording import locked_lines, worded

if TYPE_CHECKING:
    from gongkai.cases.drafts import Draft

_CITED = ("legal_basis", "classification_basis")  # what else is cited of a ground


def reply_wording(draft: Draft, *, on: date) -> Wording:
    """Return a reply as it would go out on a day, with the legal basis and the remedies of that day.

    An application that is answered as one has the letter of its kind; of several contents each is answered in turn.
    """
    contents, days = draft.answered, {"decided_date": on, "served_date": on}
    kinds = [one.outcome for one in contents]
    remedies = tuple(without_last_days(reply_paragraphs(kinds, draft.case.agency, **days, reading=draft.reading)))
    names = dict(draft.case.files.filter(pk__in=[pk for pk, _ in draft.files]).order_by("pk").values_list("pk", "name"))
    if len(contents) == 1:
        made = _only(draft, contents[0], remedies, on)
    else:
        told = [_in_turn(one, place, names, on) for place, one in enumerate(contents)]
        kind = statute.combination(on=on).letter
        made = worded(draft.case, kind, {"count": len(contents)}, on=on, remedies=remedies, contents=told)
    return made._replace(reading=draft.reading, attachments=tuple(names.values()))


def _only(draft: Draft, content: Content, remedies: tuple[str, ...], on: date) -> Wording:
    law = _law_of(content, on)
    told = {"law": law, "facts": _facts_told(content, on), "text": content.text}
    made = worded(draft.case, content.kind(on=on).letter, told, on=on, remedies=remedies)
    return made._replace(contents=(ContentWords("", law, made.basis),))


def _in_turn(content: Content, place: int, names: dict[int, str], on: date) -> ContentWords:
    """Return what the letter says of one of several contents: which it is, its own basis, what is given with it."""
    law = _law_of(content, on)
    basis = locked_lines(content.kind(on=on).letter, {"law": law, "facts": _facts_told(content, on)})
    given = "、".join(names[pk] for pk in content.files if pk in names)
    locked = (f"{numeral(place)}、关于“{_on_one_line(content.name)}”", *basis, *([f"随附：{given}。"] if given else ()))
    own = (content.text.strip(),) if content.text.strip() else ()
    return ContentWords(f"第{numeral(place)}项", law, locked, own)


def _law_of(content: Content, on: date) -> str:
    """Return the articles of the kind of answer and of its grounds."""
    rows = [statute.ground(one["id"], on=on).law for one in content.grounds]
    return articles_told(dict.fromkeys([content.kind(on=on).law, *rows]))


def articles_told(laws: Iterable[str]) -> str:
    """Return articles as one list in which a law is named once: 《甲》第一条、第二条."""
    told, title = [], ""
    for law in laws:
        told.append(law.removeprefix(title))
        title = law[law.rfind("《") : law.rfind("》") + 1]
    return "、".join(told)


def _facts_told(content: Content, on: date) -> str:
    """Return what is on record for it, named as the law names it, one line each."""
    names = {row.id: row.name for row in statute.needed_facts()}
    lines = [f"{names[key]}：{_on_one_line(words)}" for key, words in content.recorded.items() if key in names]
    if content.outcome == PARTIAL:
        return "\n".join([*lines, *_parts_told(content, on)])
    for one in content.grounds:
        row = statute.ground(one["id"], on=on)
        detail = "；".join(f"{names[key]}：{_on_one_line(words)}" for key, words in one["recorded"].items())
        lines.append(f"不予公开的依据：{row.name}{'（' + one['subclass'] + '）' if one['subclass'] else ''}。{detail}")
    if content.other_organ:
        lines.append(f"负责公开该政府信息的机关：{content.other_organ}")
    return "\n".join(line for line in lines if not line.endswith("："))


def _parts_told(content: Content, on: date) -> Iterator[str]:
    """Yield what is withheld, part by part, each with its ground, article and reason (Reg. art. 37)."""
    if not content.grounds:
        return
    yield f"不予公开的内容共{len(content.grounds)}处："
    for number, one in enumerate(content.grounds, 1):
        row = statute.ground(one["id"], on=on)
        name = f"{row.name}（{one['subclass']}）" if one["subclass"] else row.name
        basis = "".join(f"；{_on_one_line(one['recorded'][key])}" for key in _CITED if one["recorded"].get(key))
        told = f"{_on_one_line(one.get('part', ''))}：属于{name}，依据{row.law}{basis}；"
        yield f"{number}. {told}理由：{_on_one_line(one.get('reason', '')).rstrip('。')}。"


def _on_one_line(words: str) -> str:
    return " ".join(words.split())
