"""What statute raises instead of guessing; each says why in a Chinese sentence."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def _sentences() -> Mapping[str, str]:
    return tomllib.loads(files("gongkai.statute").joinpath("data/refusals.toml").read_text("utf-8"))


class Refusal(Exception):
    """A refusal: its id in ``data/refusals.toml`` and the facts it is about; str() is the Chinese sentence."""

    def __init__(self, refusal: str, **facts: Any) -> None:
        self.refusal = refusal
        self.facts = facts
        super().__init__(_sentences()[refusal].format_map(facts))


class LawUnknown(Refusal, LookupError):
    """No dated row speaks for that day: the room refuses rather than apply another day's law."""


class YearUnknown(LawUnknown):
    """The rest days of that year are not known (the yearly notice of 国务院办公厅 is not loaded)."""


class NoticeInvalid(Refusal, ValueError):
    """A yearly notice contradicts itself or the law; loading it would shift deadlines."""


class LocalDueInvalid(Refusal, ValueError):
    """A local rule sets a report's date later than the law does."""


class SettingInvalid(Refusal, ValueError):
    """An agency sets what the law does not leave to it, or a value out of bounds."""


class CaseMalformed(Refusal, ValueError):
    """A case as data does not have the shape it must have; `place` of the facts says where."""


class CountInvalid(Refusal, ValueError):
    """A number of applications or pages that cannot be."""


class OutcomeUndecided(Refusal, ValueError):
    """Several contents, nothing given, and no principal reason chosen: one application is one row."""
