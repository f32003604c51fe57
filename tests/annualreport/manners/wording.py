"""What offices do to the words of a report: labels, headers, headings. Each blemish changes the paper in place."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.annualreport.manners import spellings
from tests.annualreport.manners.paper import Block, Paper


def _map_words(paper: Paper, change: Callable[[str], str]) -> None:
    """Pass every label, caption and column header through `change`."""
    for block in paper.blocks:
        block.caption = change(block.caption)
        block.corner = change(block.corner)
        block.column_header = change(block.column_header)
        known = {group: change(group) for group in _groups(block)}
        block.columns = [(id_, change(label), tuple(known[g] for g in groups)) for id_, label, groups in block.columns]
        for line in block.lines:
            line.label = change(line.label)
            line.groups = tuple(known[group] for group in line.groups)


def _groups(block: Block) -> list[str]:
    rows = [group for line in block.lines for group in line.groups]
    columns = [group for column in block.columns for group in column[2]]
    return list(dict.fromkeys(rows + columns))  # in the same order in every process


def spaces_in_words(paper: Paper, rng: Random) -> None:
    """Put spaces, no-break and ideographic spaces inside labels and headings."""

    def spaced(text: str) -> str:
        for _ in range(rng.choice((0, 1, 2)) if len(text) > 1 else 0):
            cut = rng.randint(1, len(text) - 1)
            text = text[:cut] + rng.choice((" ", "\u3000", "\xa0")) + text[cut:]
        return text

    _map_words(paper, spaced)
    paper.headings = {section: spaced(heading) for section, heading in paper.headings.items()}


def label_variants(paper: Paper, rng: Random) -> None:
    """Write labels as they are misspelt in the wild."""

    def vary(text: str) -> str:
        return rng.choice((text, *spellings.VARIANTS.get(text, ())))

    _map_words(paper, vary)


def typing_errors(paper: Paper, rng: Random) -> None:
    """Drop or double one character in long row labels."""
    for block in paper.blocks:
        for line in block.lines:
            if len(line.label) > 7 and rng.random() < 0.4:
                at = rng.randint(3, len(line.label) - 1)
                line.label = line.label[:at] + (line.label[at] * 2 if rng.random() < 0.5 else "") + line.label[at + 1 :]


def cut_headers(paper: Paper, rng: Random) -> None:
    """Lose what stood after the line break in the headers 本年新/制作数量 and 本年新/公开数量."""
    for block in paper.blocks:
        block.columns = [(id_, "本年新" if label.startswith("本年新") else label, g) for id_, label, g in block.columns]


def enumerators(paper: Paper, rng: Random) -> None:
    """Write all enumerators in another manner, or none."""
    manner = rng.choice(("comma", "wide", "round", "circled", "dotted", "narrow", "bare"))
    for block in paper.blocks:
        known: dict[str, str] = {}
        for line in block.lines:
            line.groups = tuple(known.setdefault(g, spellings.numbered(g, manner)) for g in line.groups)
            if manner == "bare" and line.id in ("other_misc", "processed_total"):
                for cell in line.cells:
                    cell.flat = False
            line.label = spellings.numbered(line.label, manner)


def traditional(paper: Paper, rng: Random) -> None:
    """Print labels and headings in traditional characters."""
    _map_words(paper, lambda text: text.translate(spellings.TRADITIONAL))
    paper.headings = {section: text.translate(spellings.TRADITIONAL) for section, text in paper.headings.items()}


def readings(paper: Paper, rng: Random) -> None:
    """Print how hard words are read, in brackets behind them."""
    chosen = [word for word in spellings.READINGS if rng.random() < 0.6]

    def annotated(text: str) -> str:
        for word in chosen:
            text = text.replace(word, spellings.READINGS[word])
        return text

    _map_words(paper, annotated)


def missing_headings(paper: Paper, rng: Random) -> None:
    """Leave out section headings two to four, or one of them."""
    gone = rng.choice((("proactive_disclosure", "applications", "review_litigation"), ("applications",)))
    paper.headings = {section: "" if section in gone else text for section, text in paper.headings.items()}


def renumbered_headings(paper: Paper, rng: Random) -> None:
    """Number the sections otherwise: from two on, in brackets, or as parts."""
    shape = rng.choice(("（{}）{}", "{}.{}", "第{}部分 {}", "{}、{}"))
    shift = rng.choice((0, 1))
    paper.headings = {
        section: shape.format("一二三四五六七"[at + shift], text.split("、", 1)[-1])
        for at, (section, text) in enumerate(paper.headings.items())
    }


def varied_titles(paper: Paper, rng: Random) -> None:
    """Title sections five and six as offices do."""
    paper.headings["problems_and_improvements"] = rng.choice(spellings.SECTION_FIVE)
    paper.headings["other_matters"] = rng.choice(spellings.SECTION_SIX)
