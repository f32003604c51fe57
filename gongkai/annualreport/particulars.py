"""Whose report it is, of which year, for which period, published when: from its own words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from gongkai.annualreport.document import Document
from gongkai.annualreport.layout import Layout
from gongkai.annualreport.titles import YEAR, Title, number, simple, title_of

_PERIOD = re.compile(
    r"(?P<y1>20\d\d)年(?P<m1>\d{1,2})月(?P<d1>\d{1,2})日起?[至到—－\-~～]+(?:(?P<y2>20\d\d)年)?(?P<m2>\d{1,2})月(?P<d2>\d{1,2})日"
)
_DAY = r"(?P<y>20\d\d)[-年/.](?P<m>\d{1,2})[-月/.](?P<d>\d{1,2})"
_PUBLISHED = (
    re.compile(rf"(?:发布|公开|发文|成文|生成|公布|录入)(?:日期|时间)[:：]?{_DAY}"),
    re.compile(rf"(?:^|[\s|])(?:日期|时间)[:：]{_DAY}", re.MULTILINE),
)
_DATE = re.compile(_DAY)
_PUBLISHER = re.compile(r"(?:发布机构|发布单位|信息来源|来源|公开主体|责任单位)[:：](?P<agency>[\u4e00-\u9fff]{4,30})")
_AREA = ("区", "市", "县", "州", "盟", "旗")


class Particulars(NamedTuple):
    """What a report says of itself; None where it does not."""

    agency: str | None
    year: int | None
    period: tuple[date, date] | None
    publication_date: date | None


def particulars(document: Document, layout: Layout) -> Particulars:
    """Return agency, year, period and publication date as the document states them."""
    head = simple(layout.preamble)
    body = simple("\n".join(section.text for section in layout.sections))
    title = title_of(document.title, layout.preamble)
    period = _period(f"{head}\n{body}")
    return Particulars(
        agency=_agency(title, document, head, body),
        year=title.year or _year(head, period, body),
        period=period,
        publication_date=published_on(simple(document.published), head),
    )


def _year(head: str, period: tuple[date, date] | None, body: str) -> int | None:
    """Return the year that the period, the opening or most of the text speaks of."""
    if period:
        return period[0].year
    stated = re.search(rf"{YEAR}[^。\n]{{0,12}}(?:政府信息公开|政务公开)", head)
    if stated:
        return number(stated["year"])
    counted = Counter(re.findall(r"(20[12]\d)年", body)).most_common(2)
    if counted and (len(counted) == 1 or counted[0][1] > counted[1][1]):
        return int(counted[0][0])
    return None


# -- dates ---------------------------------------------------------------------------------------


def _period(text: str) -> tuple[date, date] | None:
    for found in _PERIOD.finditer(text):
        start = _date(found["y1"], found["m1"], found["d1"])
        end = _date(found["y2"] or found["y1"], found["m2"], found["d2"])
        if start and end and start <= end:
            return start, end
    return None


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def published_on(claimed: str, head: str) -> date | None:
    """Return the day that the file's metadata claim, or a line of the folded text `head` that says so."""
    for pattern, text in ((_DATE, claimed), *((pattern, head) for pattern in _PUBLISHED)):
        found = pattern.search(text)
        if found:
            return _date(found["y"], found["m"], found["d"])
    return None


# -- agency --------------------------------------------------------------------------------------


def _agency(title: Title, document: Document, head: str, body: str) -> str | None:
    publishers = tuple(_published_by(document, head))
    name = title.agency or next(iter(publishers), "")
    return _with_city(_completed(name, publishers), body) or None


def _published_by(document: Document, head: str) -> Iterator[str]:
    found = _PUBLISHER.search(head)
    for name in (document.agency, found["agency"] if found else ""):
        if re.fullmatch(r"[\u4e00-\u9fff]{4,30}", name):
            yield name


def _completed(name: str, publishers: tuple[str, ...]) -> str:
    """Return the organ's name where the title names only the area (某实验区 → 某实验区管委会)."""
    if not name.endswith(_AREA):
        return name
    for publisher in publishers:
        organ = re.sub(r"(?<=[委员]会)办公[室厅]$|(?<=政府)办公[室厅]$", "", publisher)
        if organ.startswith(name):
            return organ
    return name


def _with_city(name: str, body: str) -> str:
    """Return the name with its city where the title leaves it out (市住房公积金管理中心 → 益阳市…)."""
    if not name.startswith(_AREA):
        return name
    full = Counter(re.findall(rf"[\u4e00-\u9fff]{{2,3}}{re.escape(name)}", body))
    best = full.most_common(1)
    return best[0][0] if best else name
