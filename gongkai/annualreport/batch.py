"""Thousands of reports to Parquet: read apart, in parallel, in order; one bad file is a row, never a stop.

The two files are described in `parquet`. Who reads is exchangeable: processes of this machine
(`LocalReaders`), or anything else that takes a file's bytes and promises its rows.
"""

from __future__ import annotations

import os
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from types import TracebackType
from typing import Any, Protocol, Self

from gongkai.annualreport.flattening import Rows
from gongkai.annualreport.parquet import ParquetFiles, findings_path
from gongkai.annualreport.sources.limits import MAX_FILE_BYTES
from gongkai.annualreport.standing_reader import StandingReader, unread
from gongkai.annualreport.unreadable import Unreadable
from gongkai.findings import Finding

SECONDS = 60  # for one file: a scanned or legacy report takes long, a page milliseconds
_FILES_AHEAD = 16  # for each reader: so far may others read on while one is slow


class Promise(Protocol):
    """Rows to come."""

    def result(self) -> Rows:
        """Return the rows, as soon as they are there; raise Unreadable where the file cannot be read at all."""
        ...


class Readers(AbstractContextManager["Readers"], Protocol):
    """Who reads the files: `count` of them at a time. Leaving the context gives up what is being read."""

    count: int

    def submit(self, path: Path, name: str) -> Promise:
        """Have a file read, to be called `name`, and return the promise of its rows."""
        ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a batch did: files by status, rows of both files, whether it was interrupted."""

    out: Path
    files: int
    cells: int
    findings: int
    interrupted: bool
    statuses: Counter[str] = field(default_factory=Counter)

    @property
    def done(self) -> int:
        """Return how many of the files have their rows written."""
        return self.statuses.total()

    def as_dict(self) -> dict[str, Any]:
        """Return the outcome as JSON values."""
        return {
            "cells_file": str(self.out),
            "findings_file": str(findings_path(self.out)),
            "files": self.files,
            "done": self.done,
            "statuses": {status: self.statuses[status] for status in ("clean", "errors", "unreadable")},
            "cells": self.cells,
            "findings": self.findings,
            "interrupted": self.interrupted,
        }


def files_in(folder: Path) -> list[Path]:
    """Return the files in a folder and the folders below it, in order of their names.

    Hidden files are left out, and the ``~$`` files that an open word processor leaves.
    """
    below = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in below if not _hidden(path.relative_to(folder)))


def _hidden(path: Path) -> bool:
    return any(part.startswith((".", "~$")) for part in path.parts)


def batch(
    folder: Path, out: Path, readers: Readers | None = None, advanced: Callable[[Rows], None] = lambda rows: None
) -> Outcome:
    """Read and check every report in `folder`, and write `out` (cells) and its findings beside it.

    `advanced` is called with the rows of each file when they are written, in the order of the
    names. KeyboardInterrupt ends the reading: the rows so far are written, and the outcome says
    so. Raises OSError where `out` cannot be written.
    """
    ours = {path.resolve() for path in (out, findings_path(out))}
    files = [path for path in files_in(folder) if path.resolve() not in ours]
    statuses: Counter[str] = Counter()
    interrupted = False
    with ParquetFiles(out) as tables:
        try:
            with readers or LocalReaders() as hands:
                for rows in _read_all(files, folder, hands):
                    statuses[rows.status] += 1  # first: a file whose rows are written is never left out of the count
                    tables.add(rows)
                    advanced(rows)
        except KeyboardInterrupt:
            interrupted = True
    return Outcome(out, len(files), tables.cells, tables.findings, interrupted, statuses)


# -- reading ---------------------------------------------------------------------------------------


def _read_all(files: Iterable[Path], folder: Path, readers: Readers) -> Iterator[Rows]:
    """Yield the rows of each file, in order; only a bounded number of files is read ahead."""
    promised: deque[tuple[str, Promise]] = deque()
    for path in files:
        name = path.relative_to(folder).as_posix()
        promised.append((name, readers.submit(path, name)))
        if len(promised) >= readers.count * _FILES_AHEAD:
            yield _kept(*promised.popleft())
    while promised:
        yield _kept(*promised.popleft())


def _kept(name: str, promise: Promise) -> Rows:
    try:
        return promise.result()
    except Unreadable as refusal:
        return unread(name, refusal.finding)


def contents(path: Path) -> bytes:
    """Return a file's bytes, one more than may be where it is too large; raise Unreadable where it cannot be opened."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise Unreadable(Finding("READ-UNREADABLE", facts={"reason": error.strerror or str(error)})) from error


class LocalReaders:
    """Processes of this machine: `count` of them (default: one for each processor), `seconds` for each file.

    Files and rows travel through queues written in C. A lock written in Python, as a Future and an executor
    have, stays locked for ever when Ctrl-C strikes between its taking and its use.
    """

    def __init__(self, count: int | None = None, *, seconds: float = SECONDS) -> None:
        self.count = count or len(os.sched_getaffinity(0))
        self._readers = [StandingReader(seconds=seconds) for _ in range(self.count)]
        self._asked: SimpleQueue[_Asked | None] = SimpleQueue()
        self._threads = [Thread(target=self._serve, args=(reader,), daemon=True) for reader in self._readers]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        with suppress(Empty):
            while True:
                self._asked.get_nowait()
        for reader in self._readers:
            reader.give_up()
            self._asked.put(None)
        for thread in self._threads:
            thread.join()
        for reader in self._readers:
            reader.close()

    def submit(self, path: Path, name: str) -> Promise:
        """Have the next idle process read the file."""
        asked = _Asked(path, name)
        self._asked.put(asked)
        return asked

    def _serve(self, reader: StandingReader) -> None:
        while asked := self._asked.get():
            asked.fulfil(reader)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A file to be read, and what comes of it."""

    path: Path
    name: str
    _came: SimpleQueue[Rows | Exception] = field(default_factory=SimpleQueue)

    def fulfil(self, reader: StandingReader) -> None:
        """Have the file read."""
        try:
            self._came.put(reader.read(contents(self.path), self.name))
        except Exception as error:  # whatever it is, it belongs to who waits for the rows
            self._came.put(error)

    def result(self) -> Rows:
        """Return the rows once they are there; raise what reading raised. Asked once."""
        came = self._came.get()
        if isinstance(came, Exception):
            raise came
        return came
