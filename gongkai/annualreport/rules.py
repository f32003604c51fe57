"""The room's rule book: what each finding of the reader and the checks says."""

from __future__ import annotations

from importlib.resources import files

from gongkai.findings import RuleBook

RULES = RuleBook.of(files("gongkai.annualreport").joinpath("data/rules.toml"))
