"""A copy of this process that reads files for it, one after another, with bounded time and memory.

For the command line: the file is the user's own, so nothing is kept from the copy, but a file may
still make a parser loop, crash or eat memory. A copy starts in milliseconds with all that
is loaded already; only JSON comes back from it.
"""

from __future__ import annotations

import json
import os
import select
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn, Self

from gongkai.annualreport.exchange import from_dict, to_dict
from gongkai.annualreport.model import Report
from gongkai.annualreport.sources.limits import OCR_SECONDS, OFFICE_MEMORY_BYTES, OFFICE_SECONDS
from gongkai.annualreport.unreadable import Unreadable, unreadable
from gongkai.apart import MAX_ANSWER_BYTES, confine, end_session
from gongkai.findings import Finding

SECONDS = OFFICE_SECONDS + OCR_SECONDS  # for one file: what LibreOffice and tesseract may take together
MEMORY_MB = 2048
_WORKING_DAY = 8 * 3600  # seconds of processor time for all files of one copy
_LENGTH = 8  # bytes before each answer that say how long it is


class Crashed(Exception):
    """What went wrong in the copy by a fault of ours: the error's name and what it says."""


class ForkedReader:
    """Reads files by calling `read` in a copy of this process, made at the first file.

    Each file takes at most `seconds`, the copy at most `memory_mb` megabytes more than it starts with.
    Used from one thread, while no other runs: a copy of a process has only the one that copied it.
    """

    def __init__(self, read: Callable[[Path], Report], *, seconds: float = SECONDS, memory_mb: int = MEMORY_MB) -> None:
        self._call, self._seconds, self._memory = read, seconds, memory_mb << 20
        self._child = 0
        self._question = self._answer = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def read(self, path: Path) -> Report:
        """Return the report in the file.

        Raises what `read` raises of Unreadable and OSError, Crashed for anything else, and Unreadable
        where the copy took too long (READ-TIMEOUT), was out of memory (READ-TOO-LARGE) or
        crashed (READ-DAMAGED).
        """
        if not self._child:
            self._start()
        answered = False
        try:
            os.write(self._question, _sized(os.fsencode(path)))
            answer = self._received()
            answered = True
        except BrokenPipeError as error:
            raise unreadable("READ-DAMAGED", reason="crashed") from error
        finally:
            if not answered:  # too late, crashed, or Ctrl-C: the copy may be doing anything
                self.close()
        return _report(answer)

    def close(self) -> None:
        """End the copy, with everything it started."""
        child, self._child = self._child, 0
        if not child:
            return
        os.close(self._question)
        os.close(self._answer)
        end_session(child)
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)  # where it had no session of its own yet
        os.waitpid(child, 0)

    def _start(self) -> None:
        asked, self._question = os.pipe()
        self._answer, answering = os.pipe()
        self._child = os.fork()
        if not self._child:
            os.close(self._question)
            os.close(self._answer)
            _serve(self._call, asked, answering, self._memory)
        os.close(asked)
        os.close(answering)

    def _received(self) -> bytes:
        ends = time.monotonic() + self._seconds
        length = int.from_bytes(self._bytes(_LENGTH, ends), "big")
        if length > MAX_ANSWER_BYTES:
            raise unreadable("READ-TOO-LARGE", limit="answer", megabytes=MAX_ANSWER_BYTES >> 20)
        return self._bytes(length, ends)

    def _bytes(self, count: int, ends: float) -> bytes:
        got = b""
        while len(got) < count:
            if not select.select([self._answer], [], [], max(ends - time.monotonic(), 0))[0]:
                raise unreadable("READ-TIMEOUT", seconds=round(self._seconds))
            more = os.read(self._answer, count - len(got))
            if not more:
                raise unreadable("READ-DAMAGED", reason="crashed")
            got += more
        return got


def _sized(data: bytes) -> bytes:
    return len(data).to_bytes(_LENGTH, "big") + data


def _report(answer: bytes) -> Report:
    """Return the report in an answer, or raise what it says was raised."""
    told = json.loads(answer)
    match told:
        case {"report": report}:
            return from_dict(report)
        case {"refused": [rule, where, facts]}:
            raise Unreadable(Finding(rule, where, facts))
        case {"not_opened": [number, words]}:
            raise OSError(number, words)
    raise Crashed(told["fault"])


# -- in the copy -----------------------------------------------------------------------------------


def _serve(read: Callable[[Path], Report], asked: int, answering: int, memory: int) -> NoReturn:
    """Answer one path after another until there is none."""
    try:
        os.setsid()
        confine(_held() + memory, _WORKING_DAY, most_memory=OFFICE_MEMORY_BYTES)
        with os.fdopen(asked, "rb") as questions, os.fdopen(answering, "wb") as answers:
            while length := int.from_bytes(questions.read(_LENGTH), "big"):
                told = _told(read, Path(os.fsdecode(questions.read(length))))
                answers.write(_sized(json.dumps(told, default=str).encode()))
                answers.flush()
    finally:
        os._exit(0)  # nothing of the original's is ended or written a second time


def _held() -> int:
    """Return the bytes of address space that this process holds already."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    return pages * os.sysconf("SC_PAGE_SIZE")


def _told(read: Callable[[Path], Report], path: Path) -> dict[str, Any]:
    try:
        return {"report": to_dict(read(path))}
    except Unreadable as refusal:
        return _refused(refusal)
    except MemoryError:
        return _refused(unreadable("READ-TOO-LARGE", limit="memory"))
    except OSError as error:
        return {"not_opened": [error.errno, error.strerror or str(error)]}
    except Exception as error:  # a fault of ours in one file must not stop the others
        return {"fault": f"{type(error).__name__}: {error}" if str(error) else type(error).__name__}


def _refused(refusal: Unreadable) -> dict[str, Any]:
    finding = refusal.finding
    return {"refused": [finding.rule, finding.where, dict(finding.facts)]}
