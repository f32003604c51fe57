"""Figures that the running text states for cells of tables two: they may settle glued digits.

Only for choosing among splits that the digits admit anyway; a cell that is legible is
never touched by what the text says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from gongkai.annualreport.model import Section

_FILE = r"(?:行政)?规范性文件"
_STATED = {
    "issued_this_year": rf"(?:制发|制定|制作|印发|出台|发布)[^，。；\d]{{0,8}}{_FILE}(?:共|合计)?\s*(\d+)\s*[件个份]",
    "repealed_this_year": rf"废止[^，。；\d]{{0,8}}{_FILE}\s*(\d+)\s*[件个份]",
    "currently_effective": rf"现行有效[^，。；\d]{{0,8}}{_FILE}\s*(\d+)\s*[件个份]",
}


def stated(sections: Iterable[Section]) -> Mapping[str, int]:
    """Return column id → figure that the text gives for normative documents, where it gives one only."""
    text = "\n".join(section.text for section in sections)
    found = {column: set(map(int, re.findall(pattern, text))) for column, pattern in _STATED.items()}
    return {column: next(iter(figures)) for column, figures in found.items() if len(figures) == 1}
