"""The rule book of this room, beside the engine's own."""

from __future__ import annotations

from importlib.resources import files
from types import MappingProxyType

from gongkai.annualreport import RULES as ENGINE_RULES
from gongkai.findings import RuleBook

OWN = RuleBook.load(files("gongkai.yearend").joinpath("data/rules.toml"))
RULES = RuleBook(MappingProxyType({**ENGINE_RULES.rules, **OWN.rules}))
