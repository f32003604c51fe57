"""Whose words they are: the name of another agency, left standing where a report speaks of itself.

Only names that open a clause and are followed by what an office says of itself count; superiors whose rules
are followed, and the departments that a government's report speaks of, stand elsewhere or are left out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from gongkai.annualreport.checks.phrases import phrases
from gongkai.annualreport.checks.sentences import Sentence, excerpt, place_of, sentences_of
from gongkai.annualreport.model import Report
from gongkai.annualreport.roster import called, compare_with_list
from gongkai.findings import Finding

_OFTEN = 2  # times that a name must be left in the text: once may be a slip of the pattern, or of the pen


def other_agency(report: Report, _previous: Report | None = None) -> Iterator[Finding]:
    """Yield a finding for each other agency whose name the report gives itself: in a title, or more than once."""
    names = phrases().names
    if report.agency is None or names["speaks_of_others"].search(report.agency):
        return
    found: defaultdict[str, list[tuple[Sentence, str]]] = defaultdict(list)
    titled: set[str] = set()
    for sentence in sentences_of(report, with_any=names["organ"]):
        for pattern in ("title", "itself"):
            for one in names[pattern].finditer(sentence.text):
                if _is_another(one["name"], report.agency):
                    found[one["name"]].append((sentence, one[0].lstrip("。；，：")))
                    titled |= {one["name"]} if pattern == "title" else set()
    for name, places in found.items():
        if len(places) >= _OFTEN or name in titled:
            yield _finding(report, name, places)


def _finding(report: Report, name: str, places: list[tuple[Sentence, str]]) -> Finding:
    sentence, words = places[0]
    facts = {"quote": excerpt(words), "name": name, "agency": report.agency, "count": len(places)}
    return Finding("TEXT-OTHER-AGENCY", place_of(report, sentence, words), facts)


def _is_another(name: str, agency: str) -> bool:
    """Tell whether a name is certainly not the agency's: not written shorter, with its city, or one of its parts."""
    one, other = sorted((called(name), called(agency)), key=len)
    if _is_short_for(one, other) or name.startswith(agency):
        return False
    missing, _ = compare_with_list([agency], [name])
    return bool(missing)


def _is_short_for(short: str, long: str) -> bool:
    """Tell whether the characters of one name stand in the other in the same order (市公积金中心)."""
    return re.fullmatch(".*?".join(map(re.escape, ["", *short, ""])), long) is not None
