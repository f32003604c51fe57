"""What became of a process."""

from __future__ import annotations

import time
from pathlib import Path

SOON = 5.0  # seconds: a signal is sent at once, but a busy machine takes a moment to deliver it


def is_running(pid: int) -> bool:
    """Tell whether the process is there and not merely waiting to be buried."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def ends_soon(pid: int) -> bool:
    """Tell whether a process that was told to end has ended."""
    until = time.monotonic() + SOON
    while is_running(pid) and time.monotonic() < until:
        time.sleep(0.02)
    return not is_running(pid)
