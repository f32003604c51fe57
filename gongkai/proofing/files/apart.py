"""Inspecting a file apart: in a process of its own, with little memory and little time.

PDFium and Pillow are native code; whatever a stranger's file does to them, the asking process has its answer.
"""

from __future__ import annotations

import json
import resource
import signal
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from gongkai.findings import Finding
from gongkai.proofing.files.inspection import inspect_file
from gongkai.proofing.files.limits import MAX_FILE_BYTES
from gongkai.proofing.rules import RULES

_START = "import sys; sys.path.insert(0, sys.argv[1]); from gongkai.proofing.files.apart import _answer; _answer()"
_GRACE_SECONDS = 5  # the processor time allowed over `seconds`, for starting
_MAX_OPEN_FILES = 64
_MAX_WRITTEN_BYTES = 64 << 20


def inspect_apart(
    data: bytes, *, name: str, on: date, seconds: float = 20, memory_mb: int = 1024
) -> tuple[Finding, ...]:
    """Return what `inspect_file` finds, from a process of its own that gets `seconds` and `memory_mb` megabytes.

    A file that takes longer is FILE-TIMEOUT; one that breaks the process is FILE-DAMAGED. Raises nothing.
    """
    if len(data) > MAX_FILE_BYTES:
        return (Finding("FILE-TOO-LARGE", name),)
    package = str(Path(__file__).resolve().parents[3])
    arguments = [package, name, on.isoformat(), str(memory_mb << 20), str(int(seconds) + _GRACE_SECONDS)]
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-X", "utf8", "-c", _START, *arguments],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            timeout=seconds,
            start_new_session=True,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return (Finding("FILE-TIMEOUT", name, {"seconds": round(seconds)}),)
    if done.returncode == -signal.SIGXCPU:
        return (Finding("FILE-TIMEOUT", name, {"seconds": round(seconds)}),)
    return _told(done.stdout, name) if done.returncode == 0 else (Finding("FILE-DAMAGED", name),)


def _told(answer: bytes, name: str) -> tuple[Finding, ...]:
    """Return the child's findings; the child has handled the file, so it is not trusted blindly."""
    try:
        rows = json.loads(answer)
        if not isinstance(rows, list):
            raise TypeError("findings are a list")
        found = tuple(map(_finding, rows))
        for finding in found:
            RULES.tell(finding)
    except (ValueError, KeyError, TypeError, RecursionError):
        return (Finding("FILE-DAMAGED", name),)
    return found


def _finding(row: Mapping[str, Any]) -> Finding:
    return Finding(str(row["rule"]), str(row["where"]), dict(row["facts"]))


def _answer() -> None:
    """Inspect the file on standard input and write the findings to standard output; runs in the child."""
    _, name, on, memory, seconds = sys.argv[1:]
    for kind, bound in (
        (resource.RLIMIT_AS, int(memory)),
        (resource.RLIMIT_CPU, int(seconds)),
        (resource.RLIMIT_FSIZE, _MAX_WRITTEN_BYTES),
        (resource.RLIMIT_NOFILE, _MAX_OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (bound, bound))
    found = inspect_file(sys.stdin.buffer.read(), name=name, on=date.fromisoformat(on))
    rows = [{"rule": finding.rule, "where": finding.where, "facts": dict(finding.facts)} for finding in found]
    json.dump(rows, sys.stdout, ensure_ascii=False)
    sys.stdout.flush()
