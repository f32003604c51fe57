"""A process that stands ready to read files apart, one after another.

`sandbox.read_apart` starts a process for each file, which costs more than reading it. For
thousands of files one process reads many, under the same bounds; only JSON comes back from it,
and where a file makes it crash, hang or grow, it is ended and the next file gets a new one.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from contextlib import ExitStack, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from gongkai.annualreport.flattening import CELL, FINDING, HEAD, Rows, flattened
from gongkai.annualreport.rules import RULES
from gongkai.annualreport.sandbox import examined
from gongkai.annualreport.sources.limits import OFFICE_MEMORY_BYTES
from gongkai.annualreport.unreadable import Unreadable, unreadable
from gongkai.apart import MAX_ANSWER_BYTES, clean_environment, confine, end_session, folder_of_its_own
from gongkai.findings import Finding

FILES_PER_PROCESS = 500  # then a new one, so that nothing a file leaves behind adds up
MEMORY_MB = 1024
_GRACE_SECONDS = 5  # of processor time for each file, beyond what it may take by the clock
_START = (
    "import sys; sys.path.insert(0, sys.argv[1]); from gongkai.annualreport.standing_reader import _serve; _serve()"
)


class StandingReader:
    """Reads files in a process of its own, one at a time.

    Each takes at most `seconds`, and `memory_mb` megabytes of address space. `give_up` may be
    called from another thread; everything else from one.
    """

    def __init__(self, *, seconds: float, memory_mb: int = MEMORY_MB) -> None:
        self.seconds = seconds
        self._memory_mb = memory_mb
        self._child: _Child | None = None
        self._given_up = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def read(self, data: bytes, name: str) -> Rows:
        """Return the rows of a file; what goes wrong is a finding: READ-TIMEOUT, READ-DAMAGED, READ-TOO-LARGE."""
        used = self._child is not None
        rows = self._asked(data, name)
        if used and self._child is None and _may_be_spoilt(rows) and not self._given_up:
            rows = self._asked(data, name)  # perhaps an earlier file's fault: once more, in a process of its own
        return rows

    def give_up(self) -> None:
        """End the process whatever it is doing; the file that is being read counts as unread."""
        self._given_up = True
        child = self._child
        if child is not None:
            end_session(child.process.pid)

    def close(self) -> None:
        """End the process, with everything it started, and leave nothing behind."""
        child, self._child = self._child, None
        if child is not None:
            child.end()

    def _asked(self, data: bytes, name: str) -> Rows:
        if self._child is None:
            self._child = _Child(self._memory_mb, self.seconds)
        if self._given_up:
            self.close()
        try:
            if self._child is None:
                raise unreadable("READ-DAMAGED", reason="crashed")
            rows = _checked(self._child.ask(data, name, self.seconds), name)
        except Unreadable as refusal:
            self.close()
            return unread(name, refusal.finding)
        if self._child.files >= FILES_PER_PROCESS or _may_be_spoilt(rows):
            self.close()
        return rows


class _Child:
    """The process, its folder, and how many files it has been asked for."""

    def __init__(self, memory_mb: int, seconds: float) -> None:
        self.files = 0
        self.late = False
        self._folder = ExitStack()
        home = self._folder.enter_context(folder_of_its_own())
        limits = [str(memory_mb << 20), str(FILES_PER_PROCESS * (int(seconds) + _GRACE_SECONDS))]
        self.process = subprocess.Popen(
            [sys.executable, "-I", "-X", "utf8", "-c", _START, str(Path(__file__).resolve().parents[2]), *limits],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=home,
            env=clean_environment(home),
            start_new_session=True,
        )

    def ask(self, data: bytes, name: str, seconds: float) -> bytes:
        """Return the answer on one file; raise Unreadable where none came, or none in time."""
        self.files += 1
        timer = threading.Timer(seconds, self._too_late)
        timer.start()
        try:
            answer = self._answer(data, name)
        finally:
            timer.cancel()
        if self.late:
            raise unreadable("READ-TIMEOUT", seconds=round(seconds))
        if len(answer) > MAX_ANSWER_BYTES:
            raise unreadable("READ-TOO-LARGE", limit="answer", megabytes=MAX_ANSWER_BYTES >> 20)
        if not answer.endswith(b"\n"):
            raise unreadable("READ-DAMAGED", reason="crashed")
        return answer

    def _answer(self, data: bytes, name: str) -> bytes:
        """Return the line that the process writes, cut off where it ended before its time."""
        question, answer = self.process.stdin, self.process.stdout
        assert question is not None
        assert answer is not None
        with suppress(BrokenPipeError):
            question.write(json.dumps({"name": name, "bytes": len(data)}).encode() + b"\n" + data)
            question.flush()
        return answer.readline(MAX_ANSWER_BYTES + 1)

    def _too_late(self) -> None:
        self.late = True
        end_session(self.process.pid)

    def end(self) -> None:
        """End the process and everything it started, and remove its folder."""
        end_session(self.process.pid)
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            with suppress(OSError):  # what could not be written any more
                assert stream is not None
                stream.close()
        self._folder.close()


def unread(name: str, finding: Finding) -> Rows:
    """Return the rows of a file that could not be read: the finding alone."""
    return flattened({"file": name, "status": "unreadable", "report": None, "findings": [RULES.tell(finding)]})


def rows_of(data: bytes, name: str, seconds: float) -> Rows:
    """Return the rows of a file, read by the reader that stands ready for this thread (on a cluster: by its worker)."""
    reader: StandingReader | None = getattr(_OWN, "reader", None)
    if reader is None or reader.seconds != seconds:
        reader = _OWN.reader = StandingReader(seconds=seconds)
    return reader.read(data, name)


_OWN = threading.local()


def _checked(answer: bytes, name: str) -> Rows:
    """Return the rows in an answer; the process has handled strangers' files, so it is not trusted blindly."""
    try:
        rows = Rows(*json.loads(answer))
        sound = _row(rows.head, HEAD) and all(_row(one, CELL) for one in rows.cells)
        if sound and all(_row(one, FINDING) for one in rows.findings):
            return rows._replace(head=[name, *rows.head[1:]])
    except (ValueError, TypeError, RecursionError):
        pass
    raise unreadable("READ-DAMAGED", reason="crashed")


def _row(values: Any, columns: tuple[str, ...]) -> bool:
    """Tell whether these are values for the columns: texts or nothing, the year a number."""
    if not isinstance(values, list) or len(values) != len(columns):
        return False
    return all(
        value is None or type(value) is (int if column == "year" else str)
        for value, column in zip(values, columns, strict=True)
    )


def _may_be_spoilt(rows: Rows) -> bool:
    """Tell whether the process had better not read on: it crashed, or had no memory left."""
    return any(one[0] in ("READ-DAMAGED", "READ-TOO-LARGE") for one in rows.findings)


# -- in the process --------------------------------------------------------------------------------


def _serve() -> None:
    """Answer one file after another until there is none; runs in the process."""
    confine(int(sys.argv[2]), int(sys.argv[3]), most_memory=OFFICE_MEMORY_BYTES)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what a part prints is no answer
    while header := sys.stdin.buffer.readline():
        question = json.loads(header)
        rows = flattened(examined(sys.stdin.buffer.read(question["bytes"]), question["name"]))
        answers.write(json.dumps(rows, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
        answers.flush()
