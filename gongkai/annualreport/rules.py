"""The room's rule book: what each finding of the reader and the checks says.

`RULES` reads its rows from ``data/rules.toml`` when the first of them is asked for, so that
reading and checking a report pay nothing for sentences nobody looks at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from importlib.resources import files

from gongkai.findings import Rule, RuleBook


class _Rows(Mapping[str, Rule]):
    """The rules by id, read from the data at the first question."""

    @cached_property
    def _read(self) -> Mapping[str, Rule]:
        return RuleBook.load(files("gongkai.annualreport").joinpath("data/rules.toml")).rules

    def __getitem__(self, rule_id: str) -> Rule:
        return self._read[rule_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._read)

    def __len__(self) -> int:
        return len(self._read)


RULES = RuleBook(_Rows())
