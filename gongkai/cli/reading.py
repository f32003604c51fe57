"""The one reader of a command: each file is read in a copy of the process, with bounded time and memory."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongkai.annualreport import ForkedReader, Report

_standing: list[ForkedReader] = []


def read_bounded(path: Path) -> Report:
    """Return the report in the file; raise as `ForkedReader.read` does."""
    from gongkai import annualreport

    if not _standing:
        _standing.append(annualreport.ForkedReader(lambda path: annualreport.read(path)))
    return _standing[0].read(path)


def end_reading() -> None:
    """End the copy that has read, where there is one."""
    while _standing:
        _standing.pop().close()
