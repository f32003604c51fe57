"""Handling a stranger's file apart: in a process of its own, with little memory and little time.

Whatever a file does to the parts that read it (an endless loop, a crash of native code,
gigabytes), the asking process gets an answer in bounded time, and nothing is left behind.
Pure: no Django, network, database; what the answer means is the room's that asks.
"""

from __future__ import annotations

import ctypes
import fcntl
import importlib
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

MAX_ANSWER_BYTES = 32 << 20
_MAX_WRITTEN_BYTES = 256 << 20  # one file; LibreOffice writes the DOCX that it makes
_MAX_OPEN_FILES = 512
_PREFIX = "gongkai-apart-"
_PATH = "/usr/local/bin:/usr/bin:/bin"
_NEW_SECONDS = 2  # a folder is made a moment before it is held
_GRACE_SECONDS = 5  # the processor time allowed over `seconds`, for starting
_DIE_WITH_PARENT, _NO_NEW_PRIVILEGES = 1, 38  # prctl
_START = "import sys; sys.path.insert(0, sys.argv[1]); from gongkai.apart import _answer; _answer()"


class NoAnswer(Exception):
    """The process gave none: it was too `slow`, it `crashed`, or its answer was too `large` (`how`)."""

    def __init__(self, how: str) -> None:
        super().__init__(how)
        self.how = how


def answer_apart(
    handler: str,
    data: bytes,
    *arguments: str,
    seconds: float,
    memory: int,
    most_memory: int | None = None,
    most_answer: int = MAX_ANSWER_BYTES,
) -> bytes:
    """Return what ``handler(data, *arguments)`` returns in a process of its own, as bytes.

    `handler` is written ``module:function``; it gets the bytes and strings, and gives bytes. The
    process has `seconds`, `memory` bytes of address space (programs it starts may have
    `most_memory`), an empty folder as home and nothing of our environment. Raises NoAnswer.
    """
    bounds = [str(memory), str(most_memory or memory), str(int(seconds) + _GRACE_SECONDS)]
    command = [sys.executable, "-I", "-X", "utf8", "-c", _START, _package_parent(), handler, *bounds, *arguments]
    with (
        folder_of_its_own() as home,
        tempfile.TemporaryFile(dir=home) as question,  # without a name
        tempfile.TemporaryFile(dir=home) as answer,
    ):
        question.write(data)
        question.seek(0)
        process = subprocess.Popen(
            command,
            stdin=question,
            stdout=answer,
            stderr=subprocess.DEVNULL,
            cwd=home,
            env=clean_environment(home),
            start_new_session=True,
        )
        _await(process, seconds)
        if answer.seek(0, os.SEEK_END) > most_answer:
            raise NoAnswer("large")
        answer.seek(0)
        return answer.read()


def _await(process: subprocess.Popen[bytes], seconds: float) -> None:
    """Wait until the process is done, and end all of it; raise NoAnswer where it was too slow or crashed."""
    try:
        code = process.wait(timeout=seconds)
    except subprocess.TimeoutExpired as error:
        raise NoAnswer("slow") from error
    finally:
        end_session(process.pid)
        process.wait()
    if code:
        raise NoAnswer("slow" if code in (-signal.SIGXCPU, -signal.SIGKILL) else "crashed")


def clean_environment(home: Path | str) -> dict[str, str]:
    """Return the environment of a program that reads strangers' files: where programs are, and a home of its own."""
    return {"PATH": os.environ.get("PATH", _PATH), "LANG": "C.UTF-8", "HOME": str(home), "TMPDIR": str(home)}


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
    return str(Path(__file__).resolve().parents[1])


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
    """Hand what stands on standard input to the handler, and its answer to standard output; runs in the child."""
    _, handler, memory, most_memory, seconds, *arguments = sys.argv[1:]
    confine(int(memory), int(seconds), most_memory=int(most_memory))
    module, _, name = handler.partition(":")
    handle: Callable[..., bytes] = getattr(importlib.import_module(module), name)
    sys.stdout.buffer.write(handle(sys.stdin.buffer.read(), *arguments))
    sys.stdout.flush()


def confine(memory: int, seconds: int, *, most_memory: int = 0) -> None:
    """Bound what this process may use; `most_memory` is the hard bound, for programs it starts."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    for kind, soft, hard in (
        (resource.RLIMIT_AS, memory, max(memory, most_memory)),
        (resource.RLIMIT_CPU, seconds, seconds + 1),
        (resource.RLIMIT_FSIZE, _MAX_WRITTEN_BYTES, _MAX_WRITTEN_BYTES),
        (resource.RLIMIT_NOFILE, _MAX_OPEN_FILES, _MAX_OPEN_FILES),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        resource.setrlimit(kind, (soft, hard))
