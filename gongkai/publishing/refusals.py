"""Why an act of this room is refused: findings, each a rule with its article and advice."""

from __future__ import annotations

from importlib.resources import files

from gongkai.findings import Refusal, RuleBook

_DATA = files("gongkai.publishing").joinpath("data")
RULES = RuleBook.load(_DATA.joinpath("rules.toml"), _DATA.joinpath("manuscripts.toml"))


class Refused(Refusal):
    """An act on information was not done."""

    book = RULES


refuse_on = Refused.on
