"""The room's rule book: what each finding says, how bad it is, and what to do."""

from __future__ import annotations

from importlib.resources import files

from gongkai.findings import RuleBook

RULES = RuleBook.of(files("gongkai.proofing").joinpath("data/rules.toml"))
