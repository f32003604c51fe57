"""What keeps a letter from going out: its legal basis or its remedies are missing, or told otherwise beside them."""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gongkai.findings import Finding

BASIS, TEXT = "basis", "text"
# A remedy in somebody's own words: what one may, must or cannot do, or within how many days, and its name.
_REMEDY = re.compile(
    r"(?:可以|可|应当|有权|不得|不能|无权|\d+\s*(?:日|天|个月)内)[^。；]{0,40}?"
    r"(?:申请(?:行政)?复议|提起(?:行政)?诉讼|提起行政复议|向[^。；]{0,20}法院起诉)"
)
_ARTICLE = re.compile(r"条例》?(第[一二三四五六七八九十百]+条)")


class ContentWords(NamedTuple):
    """What a letter says of one content of an application: the articles it rests on, and its paragraphs.

    `number` tells which it is, empty where it is the only one. `locked` are the paragraphs that nobody words
    otherwise, one after the other; they name `law`. `own` are the officer's words after them.
    """

    number: str
    law: str
    locked: tuple[str, ...]
    own: tuple[str, ...] = ()


class Wording(NamedTuple):
    """A letter before it is written: all its paragraphs, and which of them are what.

    `basis` and `remedies` are the locked paragraphs, by the law of the day; `own` are the words of agency and
    officer; `contents` are what a reply says of each content. `reading` is the remedy that was chosen, where the law
    has two. `template` is the id of the agency's own words, None where those of the product were used.
    """

    kind: str
    title: str
    paragraphs: tuple[str, ...]
    basis: tuple[str, ...]
    remedies: tuple[str, ...]
    own: tuple[str, ...]
    needs_seal: bool
    reading: str = ""
    attachments: tuple[str, ...] = ()
    template: int | None = None
    contents: tuple[ContentWords, ...] = ()


def wording_findings(wording: Wording) -> Iterator[Finding]:
    """Yield everything that keeps a letter so worded from going out."""
    yield from missing_parts(wording.paragraphs, wording)
    yield from _own_words(wording.own, wording.basis, TEXT)
    for place, content in enumerate(wording.contents):
        yield from _own_words(content.own, content.locked, f"contents[{place}].{TEXT}")


def _own_words(own: Sequence[str], locked: Sequence[str], where: str) -> Iterator[Finding]:
    """Yield a finding for each remedy in somebody's own words, or article that the locked ones beside them lack."""
    cited = set(_ARTICLE.findall("\n".join(locked)))
    for line in own:
        if _REMEDY.search(line):
            yield Finding("LETTER-OWN-REMEDY", where, {"words": _REMEDY.search(line)[0]})
        for article in _ARTICLE.findall(line):
            if article not in cited:
                yield Finding("LETTER-OTHER-ARTICLE", where, {"article": article, "cited": "、".join(sorted(cited))})


def missing_parts(paragraphs: Sequence[str], wording: Wording) -> Iterator[Finding]:
    """Yield a finding where `paragraphs` lack the basis or the remedies that `wording` says belong to the letter.

    The remedies close it, word for word; the basis stands once, word for word, of each content its own, which names
    the articles that content rests on.
    """
    paragraphs = tuple(paragraphs)
    several = [(place, one) for place, one in enumerate(wording.contents) if one.number]
    of_contents = {line for _, one in several for line in one.locked}
    opening = tuple(line for line in wording.basis if line not in of_contents)
    if not opening or not _once(opening, paragraphs):
        yield Finding("LETTER-BASIS", facts={"title": wording.title})
    for place, content in several:
        if not content.locked or not _once(content.locked, paragraphs):
            yield Finding("LETTER-CONTENT-BASIS", f"contents[{place}]", {"number": content.number})
    for content in wording.contents:
        if content.law not in "\n".join(content.locked):
            facts = {"number": content.number or "答复", "law": content.law}
            yield Finding("LETTER-CONTENT-LAW", "", facts)
    count = len(wording.remedies)
    if count and paragraphs[-count:] != wording.remedies:
        yield Finding("LETTER-REMEDY", facts={"title": wording.title})


def _once(run: Sequence[str], paragraphs: Sequence[str]) -> bool:
    """Tell whether these lines stand in a letter one after the other, once."""
    run, count = tuple(run), len(run)
    return sum(tuple(paragraphs[at : at + count]) == run for at in range(len(paragraphs))) == 1


def placeholders(lines: Sequence[str]) -> Counter[str]:
    """Return the names that stand in braces; raise ValueError where a brace is left open or alone."""
    return Counter(name for line in lines for _, name, _, _ in string.Formatter().parse(line) if name is not None)


def template_findings(default: Sequence[str], lines: Sequence[str]) -> Iterator[Finding]:
    """Yield what is wrong with an agency's words for a letter whose words would else be `default`."""
    try:
        used = placeholders(lines)
    except ValueError:
        yield Finding("TEMPLATE-BRACE", "lines")
        return
    wanted = placeholders(default)
    known = {*wanted, "number", "receipt_date", "description"}
    for name in used.keys() - known:
        told = "、".join(f"{{{one}}}" for one in sorted(known))
        yield Finding("TEMPLATE-PLACEHOLDER", "lines", {"name": f"{{{name}}}", "known": told})
    for name, rule in ((BASIS, "TEMPLATE-BASIS"), (TEXT, "TEMPLATE-TEXT")):
        if used[name] != wanted[name] or (name == BASIS and "{basis}" not in [line.strip() for line in lines]):
            yield Finding(rule, "lines")
    for line in lines:
        if _REMEDY.search(line):
            yield Finding("LETTER-OWN-REMEDY", "lines", {"words": _REMEDY.search(line)[0]})
        for article in _ARTICLE.findall(line):
            yield Finding("TEMPLATE-ARTICLE", "lines", {"article": article})
