"""What stands right above a table: the unit its amounts are in, and the year it is of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from gongkai.annualreport.records import Record
from gongkai.annualreport.titles import YEAR, number, simple

_UNIT = r"(?:[千百十]?[万亿]?|[千百十万亿美]{1,3})(?:元|件|个|项|条|份|次)"
_NAMED = re.compile(rf"单位[:：]?(?:人民币)?(?P<units>{_UNIT}(?:[、，,/和或及]{_UNIT})*)(?![\u4e00-\u9fff])")
_ALONE = re.compile(rf"[（(]?(?:金额|计量|货币)?{_NAMED.pattern}[）)]?")
_YEAR = re.compile(rf"{YEAR}(?!以来|至|到|[—－~-]|\d)")
_YEAR_BEFORE = re.compile(r"(?:上|去)一?年度?(?!结转|度?末|相比|同期|制作|项目|数量|现行)")
_OF_A_TABLE = re.compile(r"表|情况|统计|数据|附[:：件]")
_SENTENCE = re.compile(r"[。；;，,]|[较比]|同期|结转|根据|按照|印发|通知")
_LONGEST = 50  # characters of a caption
_NEAREST = 2  # lines above a table that may be its captions


def lines_above(text: str) -> tuple[str, ...]:
    """Return the lines right above a table, where `text` ends: the nearest short ones, no sentences."""
    lines: list[str] = []
    for line in reversed(text.rstrip().split("\n")):
        words = "".join(simple(line).split())
        if not words:
            continue
        if len(words) > _LONGEST or "。" in words or len(lines) == _NEAREST:
            break
        lines.append(words)
    return tuple(lines)


def unit_in(line: str, *, alone: bool = False) -> str:
    """Return the unit that a caption names (元, 万元, 千件), empty for none or several.

    Of 件 and 万元 named together the amount's is returned: counts need none. `alone`: only
    where the line says nothing else.
    """
    words = "".join(line.split())
    found = _ALONE.fullmatch(words) if alone else _NAMED.search(words)
    units = set(re.split("[、，,/和或及]", found["units"])) if found else set()
    money = {unit for unit in units if unit.endswith("元")} or units
    return money.pop() if len(money) == 1 else ""


def with_unit(records: Iterable[Record], above: Sequence[str]) -> Iterator[Record]:
    """Yield a table's records with the unit that stands above them: over the table, or in a row of its own."""
    unit = next(filter(None, map(unit_in, above)), "")
    for record in records:
        if record.pieces and not record.values:
            unit = unit_in("".join(record.texts), alone=True) or unit
        yield record._replace(unit=unit) if unit else record


def other_year(line: str, year: int) -> str:
    """Return the words by which a caption gives its table to another year than `year`, empty if it does not."""
    words = "".join(simple(line).split())
    if len(words) > _LONGEST or _SENTENCE.search(words):
        return ""
    years = list(_YEAR.finditer(words))
    if years:
        stated = _OF_A_TABLE.search(words) or _YEAR.fullmatch(words.strip("（）()"))
        return years[0][0] if stated and all(number(found["year"]) != year for found in years) else ""
    before = _YEAR_BEFORE.search(words)
    return before[0] if before and _OF_A_TABLE.search(words) else ""
