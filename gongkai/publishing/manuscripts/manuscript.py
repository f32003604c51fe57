"""What a manuscript holds, and its form as JSON between the process that read it and the one that asked."""

from __future__ import annotations

import base64
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from gongkai.findings import Finding

_LONGEST_QUOTE = 60  # characters of what was dropped


class Unusable(Exception):
    """A file that cannot become a draft; `finding` says why."""

    def __init__(self, rule: str, **facts: Any) -> None:
        super().__init__(rule)
        self.finding = Finding(rule, facts=facts)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the text, in the order of reading.

    `kind` is ``text`` (`markup`: paragraphs, h2, h3, lists, bold, links), ``table`` (`rows`, all of
    one length; `title` and `unit` where they stood above it) or ``picture`` (`file`: its number
    among the files; `words`: what it shows, for those who do not see it, empty where nobody said).
    """

    kind: str
    markup: str = ""
    title: str = ""
    unit: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    file: int = -1
    words: str = ""


@dataclass(frozen=True, slots=True)
class EnclosedFile:
    """A picture, an embedded file, or a table too large for a page (as CSV), with a name of its kind."""

    name: str
    data: bytes
    picture: bool = False


class Said(NamedTuple):
    """What a document says of itself: empty, or None, where it does not, or where it was not understood."""

    title: str = ""
    document_number: str = ""
    issue_date: date | None = None
    effective_date: date | None = None
    last_date: date | None = None


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A document as it was read. `said` is what it says of itself, as far as it was recognised: proposals."""

    said: Said
    pieces: tuple[Piece, ...]
    files: tuple[EnclosedFile, ...] = ()
    findings: tuple[Finding, ...] = ()

    def to_json(self) -> bytes:
        """Return it as JSON."""
        told = {
            "said": [*self.said[:2], *(day.isoformat() if day else "" for day in self.said[2:])],
            "pieces": [_plain(piece) for piece in self.pieces],
            "files": [[one.name, base64.b64encode(one.data).decode(), one.picture] for one in self.files],
            "findings": [[one.rule, one.where, dict(one.facts)] for one in self.findings],
        }
        return json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")

    @classmethod
    def from_json(cls, data: bytes) -> Manuscript:
        """Return the manuscript told; raise ValueError, KeyError or TypeError where it is none."""
        told = json.loads(data)
        title, number, *days = map(str, told["said"])
        files = tuple(
            EnclosedFile(str(name), base64.b64decode(held, validate=True), bool(picture))
            for name, held, picture in told["files"]
        )
        pieces = tuple(map(_piece, told["pieces"]))
        if any(piece.kind == "picture" and not 0 <= piece.file < len(files) for piece in pieces):
            raise ValueError("a picture without its file")
        return cls(
            said=Said(title, number, *(date.fromisoformat(day) if day else None for day in days)),
            pieces=pieces,
            files=files,
            findings=tuple(Finding(str(rule), str(where), dict(facts)) for rule, where, facts in told["findings"]),
        )


def _plain(piece: Piece) -> dict[str, Any]:
    return {name: value for name in Piece.__slots__ if (value := getattr(piece, name)) not in ("", (), -1)}


def _piece(told: Mapping[str, Any]) -> Piece:
    rows = tuple(tuple(map(str, row)) for row in told.get("rows", ()))
    words = {name: str(told.get(name, "")) for name in ("kind", "markup", "title", "unit", "words")}
    return Piece(rows=rows, file=int(told.get("file", -1)), **words)


@dataclass
class Losses:
    """What is dropped or changed while a document is read: how often, and the first words of it."""

    counts: Counter[str] = field(default_factory=Counter)
    quotes: dict[str, list[str]] = field(default_factory=dict)

    def tell(self, rule: str, *words: str, count: int = 1) -> None:
        """Count `count` more of what `rule` names, and keep words of it."""
        self.counts[rule] += count
        self.quotes.setdefault(rule, []).extend(filter(None, (" ".join(one.split()) for one in words)))

    def findings(self, order: Sequence[str]) -> tuple[Finding, ...]:
        """Return a finding for each rule of `order` that was told, with `count` and `words`."""
        return tuple(
            Finding(rule, facts={"count": self.counts[rule], "words": _quoted(self.quotes[rule])})
            for rule in order
            if self.counts[rule]
        )


def _quoted(words: Sequence[str]) -> str:
    """Return the words in quotation marks, as many as are read at a glance."""
    said = "、".join(f"“{one[:_LONGEST_QUOTE]}{'…' if len(one) > _LONGEST_QUOTE else ''}”" for one in words[:5])
    return said + ("等" if len(words) > 5 else "") if said else "（没有文字）"
