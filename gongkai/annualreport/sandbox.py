"""Reading a stranger's report apart: what `gongkai.apart` answers, as a verdict with findings."""

from __future__ import annotations

import json
from typing import Any

from gongkai.annualreport.rules import RULES
from gongkai.annualreport.sources.limits import OFFICE_MEMORY_BYTES, check_file_size
from gongkai.annualreport.unreadable import Unreadable, unreadable
from gongkai.apart import MAX_ANSWER_BYTES, NoAnswer, answer_apart

_HANDLER = "gongkai.annualreport.sandbox:answer"


def read_apart(data: bytes, name: str, *, seconds: float = 20, memory_mb: int = 1024) -> dict[str, Any]:
    """Read and check a file in a separate process and return what came of it.

    Returns the contract's ``{"file", "status", "findings"}`` with ``"report"`` beside (the
    JSON of the report, None where it could not be read). Takes at most `seconds`, and
    `memory_mb` megabytes of address space (LibreOffice and tesseract have their own bound).
    What goes wrong is a finding too: READ-TIMEOUT, READ-DAMAGED, READ-TOO-LARGE. Raises nothing.
    """
    try:
        check_file_size(data)
        return _checked(_answered(data, name, seconds, memory_mb << 20), name)
    except Unreadable as refusal:
        return _unread(name, refusal)


def _answered(data: bytes, name: str, seconds: float, memory: int) -> bytes:
    """Return what the child wrote; raise Unreadable where it was too slow, crashed or wrote too much."""
    try:
        return answer_apart(_HANDLER, data, name, seconds=seconds, memory=memory, most_memory=OFFICE_MEMORY_BYTES)
    except NoAnswer as none:
        if none.how == "slow":
            raise unreadable("READ-TIMEOUT", seconds=round(seconds)) from none
        if none.how == "large":
            raise unreadable("READ-TOO-LARGE", limit="answer", megabytes=MAX_ANSWER_BYTES >> 20) from none
        raise unreadable("READ-DAMAGED", reason="crashed") from none


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


# -- in the child ----------------------------------------------------------------------------------


def answer(data: bytes, name: str) -> bytes:
    """Return the answer on one file as JSON; runs in the child."""
    return json.dumps(examined(data, name), ensure_ascii=False).encode("utf-8", "replace")


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
