"""How much of a file is looked at: every bound in one place, and what is raised beyond it.

Set 2026-11-27. A list of 10,000 people is a workbook with 1 MB of XML and 100,000 cells; a handbook of 200 pages
has 200,000 characters.
"""

from __future__ import annotations

from typing import Any

from gongkai.findings import Finding

_MEGABYTE = 1 << 20

MAX_FILE_BYTES = 50 * _MEGABYTE
MAX_MEMBERS = 5_000  # files in a zip
MAX_PART_BYTES = 64 * _MEGABYTE  # one file in a zip, inflated
MAX_INFLATED_BYTES = 192 * _MEGABYTE  # all files in a zip that are looked at
MAX_BLOCKS = 300_000  # cells, paragraphs, lines
MAX_CHARACTERS = 4_000_000
MAX_PICTURES = 100  # inside one document
MAX_TOLD = 20  # findings of one rule on one file
MAX_PAGES = 300
MAX_PAGE_OBJECTS = 20_000


class Unexamined(Exception):
    """A file, or the rest of it, that is not looked at; carries the finding that says so."""

    def __init__(self, rule: str, **facts: Any) -> None:
        super().__init__(rule)
        self.rule, self.facts = rule, facts

    def finding(self, where: str) -> Finding:
        """Return the finding, at that place."""
        return Finding(self.rule, where, self.facts)
