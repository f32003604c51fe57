"""A look at the streams of a PDF before its parser is let loose on it: how far they inflate, how often they repeat.

PDFium bounds neither: a page may inflate to a gigabyte, or draw a group that draws ten
groups that draw ten groups, until memory is gone and the process with it.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from gongkai.annualreport.sources.limits import MAX_FORMS, MAX_PDF_INFLATED_BYTES, MAX_PDF_STREAMS
from gongkai.annualreport.unreadable import unreadable

_STREAM = re.compile(rb"stream\r?\n")
_OBJECT = re.compile(rb"(\d{1,10})\s+\d{1,5}\s+obj\b")
_REFERENCE = re.compile(rb"\b(\d{1,10})\s+\d{1,5}\s+R\b")
_NAMED = re.compile(rb"/([^\s/<>\[\](){}%]+)\s+(\d{1,10})\s+\d{1,5}\s+R\b")
_DRAWS = re.compile(rb"/([^\s/<>\[\](){}%]+)\s+Do\b")
_PIECE, _INFLATED_PIECE = 1 << 14, 1 << 20
_DICTIONARY = 4_000  # bytes before a stream in which its dictionary stands
_NUMBER = 24  # bytes before ``obj`` in which the number stands
_SMALL_OBJECT = 20_000  # bytes after a number in which an object's references stand
_DEEPEST = 50  # groups in groups; PDFium itself stops there


class _Stream(NamedTuple):
    """A stream: the number of its object, its dictionary, where its bytes start."""

    number: bytes
    dictionary: bytes
    start: int


class _Form(NamedTuple):
    """A group that draws: how often it draws which name, and its dictionary."""

    draws: Counter[bytes]
    dictionary: bytes


def check_streams(data: bytes) -> None:
    """Raise Unreadable (READ-TOO-LARGE) where the streams of a PDF inflate or repeat beyond bounds.

    Pictures are left out: they are only inflated one at a time, when a page is drawn. Of an
    encrypted file nothing can be told here.
    """
    room = MAX_PDF_INFLATED_BYTES
    forms: dict[bytes, _Form] = {}
    for count, stream in enumerate(_streams(data)):
        if count > MAX_PDF_STREAMS:
            raise unreadable("READ-TOO-LARGE", limit="elements", count=MAX_PDF_STREAMS)
        if b"/Image" in stream.dictionary:
            continue
        size, draws = _inflated(data, stream, room)
        room -= size
        if room < 0:
            raise unreadable("READ-TOO-LARGE", limit="inflated", megabytes=MAX_PDF_INFLATED_BYTES >> 20)
        if draws and b"/Form" in stream.dictionary:
            forms[stream.number] = _Form(draws, stream.dictionary)
    if len(forms) > 1 and _Repetition(data, forms).most() > MAX_FORMS:
        raise unreadable("READ-TOO-LARGE", limit="depth")


def _streams(data: bytes) -> Iterator[_Stream]:
    for found in _STREAM.finditer(data):
        at = data.rfind(b"obj", max(found.start() - _DICTIONARY, 0), found.start())
        opened = _OBJECT.search(data, max(at - _NUMBER, 0), at + 3) if at >= 0 else None
        dictionary = data[max(at, found.start() - _DICTIONARY, 0) : found.start()]
        yield _Stream(opened[1] if opened else b"", dictionary, found.end())


def _inflated(data: bytes, stream: _Stream, room: int) -> tuple[int, Counter[bytes]]:
    """Return how large a stream inflates (at most a piece over `room`) and how often it draws which name.

    What is deflated several times over is reckoned a thousand times its outermost size: only bombs do that.
    """
    inflater = zlib.decompressobj()
    start, size, pending = stream.start, 0, b""
    draws: Counter[bytes] = Counter()
    try:
        while size <= room and not inflater.eof:
            if not pending:
                pending = data[start : start + _PIECE]
                start += len(pending)
            if not pending:
                break
            piece = inflater.decompress(pending, _INFLATED_PIECE)
            size += len(piece)
            draws.update(_DRAWS.findall(piece) if b"/Form" in stream.dictionary else ())
            pending = inflater.unconsumed_tail
    except zlib.error:  # not deflated, or cut off: PDFium will say
        draws = draws or Counter(_DRAWS.findall(data[start - _PIECE : start]))
    return (size * 1000 if stream.dictionary.count(b"Flate") > 1 else size), draws


class _Repetition:
    """How often groups are drawn, those inside groups counted every time."""

    def __init__(self, data: bytes, forms: dict[bytes, _Form]) -> None:
        self._data, self._forms = data, forms
        self._places = {found[1]: found.end() for found in _OBJECT.finditer(data)}
        self._known: dict[bytes, int] = {}

    def most(self) -> int:
        """Return the number for the costliest group."""
        return max(self._cost(number, 0) for number in self._forms)

    def _cost(self, number: bytes, depth: int) -> int:
        form = self._forms.get(number)
        if form is None or depth > _DEEPEST:
            return 1
        if number not in self._known:
            self._known[number] = 1  # while it is reckoned: PDFium does not go round in a circle
            names = self._names(form.dictionary)
            cost = 1 + sum(count * self._cost(names.get(name, b""), depth + 1) for name, count in form.draws.items())
            self._known[number] = min(cost, MAX_FORMS + 1)
        return self._known[number]

    def _names(self, dictionary: bytes, depth: int = 0) -> dict[bytes, bytes]:
        """Return which object each name of a dictionary is, looked up through two more objects."""
        names = dict(_NAMED.findall(dictionary))
        for number in set(_REFERENCE.findall(dictionary)) if depth < 2 else ():
            place = self._places.get(number)
            if place is not None and number not in self._forms:
                names = self._names(self._object(place), depth + 1) | names
        return names

    def _object(self, place: int) -> bytes:
        text = self._data[place : place + _SMALL_OBJECT]
        ends = [end for end in (text.find(b"endobj"), text.find(b"stream")) if end >= 0]
        return text[: min(ends, default=0)]
