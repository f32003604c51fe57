"""Reading a stranger's file apart: in a process of its own, with little memory and little time.

Whatever a file does to the parts that read it (an endless loop, a crash of native code,
gigabytes), the asking process gets an answer in bounded time, and nothing is left behind.
"""

from __future__ import annotations

import ctypes
import fcntl
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from gongkai.annualreport.rules import RULES
from gongkai.annualreport.sources.limits import MAX_FILE_BYTES, OFFICE_MEMORY_BYTES, check_file_size
from gongkai.annualreport.sources.programs import clean_environment
from gongkai.annualreport.unreadable import Unreadable, unreadable

MAX_ANSWER_BYTES = 32 << 20
_MAX_WRITTEN_BYTES = 256 << 20  # one file; LibreOffice writes the DOCX that it makes
_MAX_OPEN_FILES = 512
_PREFIX = "gongkai-apart-"
_NEW_SECONDS = 2  # a folder is made a moment before it is held
_GRACE_SECONDS = 5  # the processor time allowed over `seconds`, for starting
_DIE_WITH_PARENT, _NO_NEW_PRIVILEGES = 1, 38  # prctl
_START = "import sys; sys.path.insert(0, sys.argv[1]); from gongkai.annualreport.sandbox import _answer; _answer()"


def read_apart(data: bytes, name: str, *, seconds: float = 20, memory_mb: int = 1024) -> dict[str, Any]:
    """Read and check a file in a separate process and return what came of it.

    Returns the contract's ``{"file", "status", "findings"}`` with ``"report"`` beside (the
    JSON of the report, None where it could not be read). Takes at most `seconds`, and
    `memory_mb` megabytes of address space (LibreOffice and tesseract have their own bound).
    What goes wrong is a finding too: READ-TIMEOUT, READ-DAMAGED, READ-TOO-LARGE. Raises nothing.
    """
    try:
        check_file_size(data)
        with folder_of_its_own() as home:
            return _checked(_run(data, name, home, seconds, memory_mb << 20), name)
    except Unreadable as refusal:
        return _unread(name, refusal)


def _run(data: bytes, name: str, home: Path, seconds: float, memory: int) -> bytes:
    """Return what the child wrote; raise Unreadable where it was too slow, crashed or wrote too much."""
    arguments = [_package_parent(), name, str(memory), str(int(seconds) + _GRACE_SECONDS)]
    with tempfile.TemporaryFile(dir=home) as question, tempfile.TemporaryFile(dir=home) as answer:  # without a name
        question.write(data)
        question.seek(0)
        process = subprocess.Popen(
            [sys.executable, "-I", "-X", "utf8", "-c", _START, *arguments],
            stdin=question,
            stdout=answer,
            stderr=subprocess.DEVNULL,
            cwd=home,
            env=clean_environment(home),
            start_new_session=True,
        )
        try:
            code = process.wait(timeout=seconds)
        except subprocess.TimeoutExpired as error:
            raise unreadable("READ-TIMEOUT", seconds=round(seconds)) from error
        finally:
            end_session(process.pid)
            process.wait()
        if code in (-signal.SIGXCPU, -signal.SIGKILL):
            raise unreadable("READ-TIMEOUT", seconds=round(seconds))
        if code:
            raise unreadable("READ-DAMAGED", reason="crashed")
        if answer.seek(0, os.SEEK_END) > MAX_ANSWER_BYTES:
            raise unreadable("READ-TOO-LARGE", limit="answer", megabytes=MAX_ANSWER_BYTES >> 20)
        answer.seek(0)
        return answer.read()


@contextmanager
def folder_of_its_own() -> Iterator[Path]:
    """Make a temporary folder for a process that reads apart; held by a lock, and removed at the end."""
    with tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True) as home:
        held = os.open(home, os.O_RDONLY | os.O_DIRECTORY)
        fcntl.flock(held, fcntl.LOCK_EX)
        try:
            yield Path(home)
        finally:
            os.close(held)


def clear_left_behind(now: float) -> int:
    """Remove the folders of processes that were killed before they could, and return how many those were.

    `now` is the moment, in seconds since the epoch. A folder that somebody still holds is left
    alone, and so is one that was made this very moment.
    """
    left = [path for path in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*") if _is_left_behind(path, now)]
    for path in left:
        shutil.rmtree(path, ignore_errors=True)
    return len(left)


def _is_left_behind(path: Path, now: float) -> bool:
    try:
        held = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return False
    try:
        about = os.fstat(held)
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return about.st_uid == os.getuid() and now - about.st_mtime > _NEW_SECONDS
    except OSError:  # held by a living process
        return False
    finally:
        os.close(held)


def _package_parent() -> str:
    """Return the folder that holds this package; the child is started without any path of ours."""
    return str(Path(__file__).resolve().parents[2])


def _checked(answer: bytes, name: str) -> dict[str, Any]:
    """Return the child's answer as it should look: the child has handled the file, so it is not trusted blindly."""
    try:
        told = json.loads(answer)
        return {
            "file": name,
            "status": str(told["status"]),
            "report": told["report"],
            "findings": list(told["findings"]),
        }
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise unreadable("READ-DAMAGED", reason="crashed") from error


def _unread(name: str, refusal: Unreadable) -> dict[str, Any]:
    return {"file": name, "status": "unreadable", "report": None, "findings": [RULES.tell(refusal.finding)]}


def end_session(leader: int) -> None:
    """End every process of the session that `leader` began, in whatever process group it is."""
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, ValueError, IndexError):
            fields = (entry / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
            if int(fields[3]) == leader:
                os.kill(int(entry.name), signal.SIGKILL)
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


# -- in the child ----------------------------------------------------------------------------------


def _answer() -> None:
    """Read the file on standard input and write the answer to standard output; runs in the child."""
    _, name, memory, seconds = sys.argv[1:]
    confine(int(memory), int(seconds))
    answer = examined(sys.stdin.buffer.read(MAX_FILE_BYTES + 1), name)
    json.dump(answer, sys.stdout, ensure_ascii=False)
    sys.stdout.flush()


def confine(memory: int, seconds: int) -> None:
    """Bound what this process may use; the hard bound of memory leaves room for LibreOffice beside it."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    for kind, soft, hard in (
        (resource.RLIMIT_AS, memory, max(memory, OFFICE_MEMORY_BYTES)),
        (resource.RLIMIT_CPU, seconds, seconds + 1),
        (resource.RLIMIT_FSIZE, _MAX_WRITTEN_BYTES, _MAX_WRITTEN_BYTES),
        (resource.RLIMIT_NOFILE, _MAX_OPEN_FILES, _MAX_OPEN_FILES),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        resource.setrlimit(kind, (soft, hard))


def examined(data: bytes, name: str) -> dict[str, Any]:
    """Return the answer on one file, read and checked in this very process."""
    from gongkai.annualreport.checks import check, status
    from gongkai.annualreport.exchange import to_dict
    from gongkai.annualreport.reading import read

    try:
        report = read(data, name)
        findings = check(report)
    except Unreadable as refusal:
        return _unread(name, refusal)
    except MemoryError:
        return _unread(name, unreadable("READ-TOO-LARGE", limit="memory"))
    told = [RULES.tell(finding) for finding in findings]
    return {"file": name, "status": status(findings), "report": to_dict(report), "findings": told}
