"""A section's text as Wagtail's editor holds it, and back: what is stored is the text with its tokens alone. Pure.

In the editor (Draft.js content state) a token is an entity that shows its figure's value. On the way back only the
entity's figure counts, whatever number the editor shows. Places are counted in UTF-16 units.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from gongkai.yearend.sentences import TOKEN

FIGURE = "FIGURE"  # the type of an entity that is a live figure
_MOST = 1_000_000  # characters: many times what a section may hold, each figure counted as its token
_UNIT = 2  # bytes of a UTF-16 unit


class LiveFigure(NamedTuple):
    """A figure as the editor shows it: its id, label and unit, its value in the report, the address of its records."""

    figure: str
    label: str
    unit: str
    shown: str
    url: str


class NoContentState(ValueError):
    """What came is nothing that the editor writes."""


def to_editor(text: str, figures: Mapping[str, LiveFigure]) -> str:
    """Return the content state (JSON) of a text, a block a line; a token of no figure in `figures` stays words."""
    entities: list[dict[str, Any]] = []
    blocks = [_block(number, line, figures, entities) for number, line in enumerate(text.split("\n"))]
    return json.dumps({"blocks": blocks, "entityMap": {str(key): one for key, one in enumerate(entities)}})


def to_text(state: str) -> str:
    """Return the text of a content state (JSON), each live figure as its token; raise NoContentState for other things.

    The editor writes ``null`` where there is not a word.
    """
    try:
        told = json.loads(state)
        entities, blocks = ({}, []) if told is None else (told["entityMap"], told["blocks"])
        lines = [_line(block, entities) for block in blocks]
        if sum(map(len, lines)) > _MOST:
            raise ValueError(len(lines))
    except (AttributeError, KeyError, RecursionError, TypeError, ValueError) as broken:
        raise NoContentState from broken
    return "\n".join(lines)


def _block(number: int, line: str, figures: Mapping[str, LiveFigure], entities: list[dict[str, Any]]) -> dict[str, Any]:
    """Return one line as a block; the entities of its tokens join `entities`."""
    shown, ranges, end = "", [], 0
    for token in TOKEN.finditer(line):
        if live := figures.get(token[1]):
            shown += line[end : token.start()]
            ranges.append({"offset": _units(shown), "length": _units(live.shown), "key": len(entities)})
            entities.append({"type": FIGURE, "mutability": "IMMUTABLE", "data": live._asdict()})
            shown, end = shown + live.shown, token.end()
    return {
        "key": f"line{number}",
        "text": shown + line[end:],
        "type": "unstyled",
        "depth": 0,
        "inlineStyleRanges": [],
        "entityRanges": ranges,
        "data": {},
    }


def _units(text: str) -> int:
    return len(_encoded(text)) // _UNIT


def _encoded(text: str) -> bytes:
    return text.encode("utf-16-le", "surrogatepass")


def _decoded(units: bytes) -> str:
    return units.decode("utf-16-le", "replace")


def _line(block: dict[str, Any], entities: dict[str, Any]) -> str:
    """Return a block as a line of text."""
    units, told, end = _encoded(block["text"]), "", 0
    for place in sorted(block["entityRanges"], key=lambda one: one["offset"]):
        start, stop = (_UNIT * at for at in (place["offset"], place["offset"] + place["length"]))
        if not end <= start <= stop <= len(units):  # the editor's do not overlap: those would multiply the text
            raise ValueError(place)
        tokens = _tokens(entities[str(place["key"])], _decoded(units[start:stop]))
        told += _decoded(units[end:start]) + (tokens or _decoded(units[start:stop]))
        end = stop
    return told + _decoded(units[end:])


def _tokens(entity: dict[str, Any], shown: str) -> str:
    """Return what an entity stands for, once for each time it shows its value: a copy beside its source is one range.

    Empty where it is no live figure: its words stand then.
    """
    data = entity["data"]
    token = f"{{{data.get('figure')}}}"
    if entity["type"] != FIGURE or not TOKEN.fullmatch(token):
        return ""
    return token * max(1, shown.count(data.get("shown") or shown))
