"""How a run of all tests is handed out to its workers: file by file, what takes longest before the rest."""

from __future__ import annotations

from typing import Any

JOURNEYS = "tests/journeys/"
LONGEST_FIRST = ("tests/pages/test_migrations.py", JOURNEYS, "tests/demo/", "tests/config/", "tests/house/")


def turn_of(nodeid: str) -> int:
    """Return when a test's turn comes: a long file begun last would keep one worker alone at the end."""
    return next((turn for turn, name in enumerate(LONGEST_FIRST) if nodeid.startswith(name)), len(LONGEST_FIRST))


def by_file(config: Any, log: Any) -> Any:
    """Return what hands out file by file, the journeys in one piece: they share a served demonstration."""
    from xdist.scheduler import LoadFileScheduling

    class ByFile(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return JOURNEYS if nodeid.startswith(JOURNEYS) else str(super()._split_scope(nodeid))

    config.option.loadscopereorder = False  # by turn, not by how many tests a file has
    return ByFile(config, log)
