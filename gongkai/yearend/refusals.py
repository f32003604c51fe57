"""Why an act on a year's report is refused: findings of this room's rules."""

from __future__ import annotations

from gongkai.findings import Refusal
from gongkai.yearend.rules import RULES


class Refused(Refusal):
    """An act on a year's report was not done."""

    book = RULES


refuse_on = Refused.on
