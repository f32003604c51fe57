"""What is timed: one report read, one report read and checked."""

from __future__ import annotations

from gongkai import annualreport
from gongkai.annualreport.checks import check


def read_only(data: bytes) -> int:
    """Read one report; return the number of findings about the reading."""
    return len(annualreport.read(data).findings)


def read_and_check(data: bytes) -> int:
    """Read and check one report; return the number of findings, so that nothing is left undone."""
    return len(list(check(annualreport.read(data))))
