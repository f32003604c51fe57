"""Proofreading: every check laid on a text."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from gongkai.findings import Finding
from gongkai.proofing.checks import CHECKS, Check
from gongkai.proofing.lists import TermLists, shipped_lists
from gongkai.proofing.text import Reading, Text


def proofread(
    text: Text, *, on: date, lists: TermLists | None = None, checks: Iterable[Check] = CHECKS
) -> tuple[Finding, ...]:
    """Return what the checks found in a text, in their order; empty where nothing was found.

    `on` is the text's issue date: a name that was right on that day is not outdated. `lists` are the
    flagged terms, those of the room unless given. A place is ``body.3[12:30]``: the block's id and
    characters of its text, from 0, the last one excluded; a link's place is its block. Raises nothing.
    """
    reading = Reading(text, on, shipped_lists() if lists is None else lists)
    return tuple(finding for one in checks for finding in one(reading))
