"""Reading a manuscript apart: the file comes from anybody's computer, and native code opens its XML and pictures."""

from __future__ import annotations

import json

from gongkai.apart import NoAnswer, answer_apart
from gongkai.proofing import MAX_FILE_BYTES
from gongkai.publishing.manuscripts.manuscript import Manuscript, Unusable

_HANDLER = "gongkai.publishing.manuscripts.apart:answer"
_MAX_ANSWER_BYTES = 128 << 20  # pictures and embedded files, in base64
_REFUSED, _READ = b"-", b"+"


def read_apart(data: bytes, *, seconds: float = 30, memory_mb: int = 1024) -> Manuscript:
    """Return what `read_manuscript` reads, from a process of its own with `seconds` and `memory_mb` megabytes.

    Raises Unusable: what that raises, FILE-TIMEOUT for a file that takes longer, FILE-TOO-LARGE
    for one that holds too much, FILE-DAMAGED for one that breaks the process.
    """
    if len(data) > MAX_FILE_BYTES:
        raise Unusable("FILE-TOO-LARGE")
    try:
        told = answer_apart(_HANDLER, data, seconds=seconds, memory=memory_mb << 20, most_answer=_MAX_ANSWER_BYTES)
    except NoAnswer as none:
        rule = {"slow": "FILE-TIMEOUT", "large": "FILE-TOO-LARGE"}.get(none.how, "FILE-DAMAGED")
        raise Unusable(rule, **({"seconds": round(seconds)} if none.how == "slow" else {})) from none
    return _believed(told)


def _believed(told: bytes) -> Manuscript:
    """Return the child's manuscript; the child has handled the file, so it is not trusted blindly."""
    try:
        if told[:1] == _REFUSED:
            refused = json.loads(told[1:])
            raise Unusable(str(refused["rule"]), **dict(refused["facts"]))
        return Manuscript.from_json(told[1:])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Unusable("FILE-DAMAGED") from error


def answer(data: bytes) -> bytes:
    """Return what was read as JSON after a sign for whether it could be; runs in the child."""
    from gongkai.publishing.manuscripts.reading import read_manuscript

    try:
        return _READ + read_manuscript(data).to_json()
    except Unusable as refusal:
        told = {"rule": refusal.finding.rule, "facts": dict(refusal.finding.facts)}
    except MemoryError:
        told = {"rule": "FILE-TOO-LARGE", "facts": {}}
    return _REFUSED + json.dumps(told).encode()
