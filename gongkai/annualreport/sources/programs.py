"""Starting the two programs that help to read: LibreOffice and tesseract.

Each runs in a process group of its own that is ended with everything it started, with
bounded time and memory and an environment that holds no secrets.
"""

from __future__ import annotations

import os
import resource
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from gongkai.annualreport.unreadable import unreadable
from gongkai.apart import clean_environment


def run(
    arguments: Sequence[str], *, seconds: float, memory: int, home: Path | str, stdin: bytes = b"", **extra: str
) -> tuple[int, bytes]:
    """Run a program and return its exit code and standard output; `extra` are environment variables.

    Raises Unreadable (READ-TIMEOUT) when it is not done after `seconds`; then nothing of it is left running.
    """
    with _memory_of_children(memory):
        process = subprocess.Popen(
            arguments,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=home,
            env=clean_environment(home) | extra,
            process_group=0,
        )
    try:
        output, _ = process.communicate(stdin, timeout=max(seconds, 0.1))
    except subprocess.TimeoutExpired as error:
        raise unreadable("READ-TIMEOUT", seconds=round(seconds)) from error
    finally:
        _end(process)
    return process.returncode, output


def _end(process: subprocess.Popen[bytes]) -> None:
    """End what is left of the program's process group, and let go of its pipes."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(BrokenPipeError):
                pipe.close()
    process.wait()


@contextmanager
def _memory_of_children(limit: int) -> Iterator[None]:
    """Let processes started meanwhile have `limit` bytes of address space, as far as our own hard limit allows."""
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
