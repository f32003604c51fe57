"""What was found in a file: its text, seen and hidden, and findings about the file itself."""

from __future__ import annotations

from typing import Any

from gongkai.findings import Finding
from gongkai.proofing.files.limits import MAX_BLOCKS, MAX_CHARACTERS, Unexamined
from gongkai.proofing.text import Block


class Contents:
    """The text of a file in blocks, each with its place in the file, and what was told on the way."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.seen: list[Block] = []
        self.hidden: list[Block] = []
        self.findings: list[Finding] = []
        self._blocks, self._characters = MAX_BLOCKS, MAX_CHARACTERS

    def where(self, place: str = "") -> str:
        """Return the place as findings give it: the file's name, then the place in the file."""
        return f"{self.name}#{place}" if place else self.name

    def add(self, place: str, text: str, *, label: str = "", hidden: bool = False) -> None:
        """Take a stretch of text; raise Unexamined (FILE-TOO-LARGE) where it becomes too much."""
        if not text.strip():
            return
        self._blocks -= 1
        self._characters -= len(text)
        if self._blocks < 0 or self._characters < 0:
            raise Unexamined("FILE-TOO-LARGE")
        (self.hidden if hidden else self.seen).append(Block(self.where(place), text, label))

    def tell(self, rule: str, place: str = "", **facts: Any) -> None:
        """Take a finding about the file."""
        self.findings.append(Finding(rule, self.where(place), facts))
