"""What a year is made of: every kind of record that can be taken in, room by room."""

from __future__ import annotations

import tomllib
from importlib.resources import files

from gongkai.agencies import door as agencies
from gongkai.agencies.door import RecordKind, TallyKind, tally_records
from gongkai.cases import door as cases
from gongkai.publishing import door as publishing
from gongkai.yearend.carrying import CARRY_RELEASES
from gongkai.yearend.notes import YEAR_NOTES


def _tally_kinds() -> tuple[TallyKind, ...]:
    text = files("gongkai.yearend").joinpath("data/tallies.toml").read_text("utf-8")
    return tuple(TallyKind(**row) for row in tomllib.loads(text)["tally"])


TALLY_KINDS: tuple[TallyKind, ...] = _tally_kinds()

# In the order in which they are entered: a record stands on those before it.
RECORD_KINDS: tuple[RecordKind, ...] = (
    *agencies.RECORD_KINDS,
    *publishing.RECORD_KINDS,
    *cases.RECORD_KINDS,
    tally_records(TALLY_KINDS),
    YEAR_NOTES,
    CARRY_RELEASES,
)
