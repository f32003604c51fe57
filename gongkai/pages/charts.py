"""Charts for a page: drawn on the server as SVG, each with a sentence above and its table beneath.

Lengths across are percentages, lengths down are pixels, and there is no view box: bars follow the
width of their place while words keep their size. Colours are classes of the style sheet, since the
content security policy allows no style in a page. Bars begin at 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from typing import NamedTuple

import svg
from django.utils.safestring import SafeString

Number = int | Decimal
NOT_GIVEN = "未填"  # what stands in the place of a figure that is not there

_LABELS, _BARS = 34, 42  # percent of the width for the labels and for the longest bar; the rest is for its figure
_GAP = 6  # pixels between a bar and its words
_THICK, _THIN = 14, 7  # a bar, and the bar of the year before beneath it
_HEADING = 30
_COLUMN_AREA, _COLUMN_TOP, _COLUMN_FOOT = 120, 24, 26  # pixels: the tallest column, its figure above, the year below
_FEWEST_YEARS, _MOST_YEARS = 4, 8  # room is kept for four; more than eight do not find it on a phone


class Bar(NamedTuple):
    """One bar: what it stands for, its figure, and that of the year before where it is shown too.

    `absent` and `absent_before` are the words where there is none.
    """

    label: str
    value: Number | None
    before: Number | None = None
    absent_before: str = NOT_GIVEN
    absent: str = NOT_GIVEN


class Group(NamedTuple):
    """Bars that belong together, under a heading; without one they stand alone."""

    heading: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart ready for ``pages/chart.html``: `drawing` is empty where there is nothing above 0 to draw."""

    id: str
    title: str
    reading: str
    drawing: SafeString
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def bar_chart(
    name: str, title: str, reading: str, groups: Sequence[Group], *, unit: str, series: tuple[str, ...]
) -> Chart:
    """Return a chart of horizontal bars in groups.

    `series` names the figures: one name, or two where each bar has that of the year before. `unit` stands
    with the names in the table.
    """
    figures = [figure for group in groups for bar in group.bars for figure in (bar.value, bar.before)]
    most = max((figure for figure in figures if figure is not None), default=0)
    both = len(series) > 1
    drawing = _drawn(_rows(groups, most, both), _height(groups, both), f"{title}：{reading}") if most > 0 else ""
    rows = tuple(_told(group, bar, both) for group in groups for bar in group.bars)
    return Chart(name, title, reading, SafeString(drawing), ("", *(f"{one}（{unit}）" for one in series)), rows)


def year_chart(name: str, title: str, reading: str, years: Sequence[Bar], *, unit: str) -> Chart:
    """Return a chart of upright columns, one a year, the newest at the right; at most the last eight are drawn."""
    shown = years[-_MOST_YEARS:]
    most = max((year.value for year in shown if year.value is not None), default=0)
    height = _COLUMN_TOP + _COLUMN_AREA + _COLUMN_FOOT
    drawing = _drawn(_columns(shown, most), height, f"{title}：{reading}") if most > 0 else ""
    rows = tuple((year.label, in_digits(year.value, year.absent)) for year in years)
    return Chart(name, title, reading, SafeString(drawing), ("", unit), rows)


def in_digits(value: Number | None, absent: str = NOT_GIVEN) -> str:
    """Return a figure with its thousands marked off, or the word for none."""
    return absent if value is None else f"{value:,}"


def _told(group: Group, bar: Bar, both: bool) -> tuple[str, ...]:
    label = f"{group.heading}：{bar.label}" if group.heading else bar.label
    return (label, in_digits(bar.value, bar.absent), *((in_digits(bar.before, bar.absent_before),) if both else ()))


# -- drawing ---------------------------------------------------------------------------------------


def _drawn(shapes: Iterable[svg.Element], height: int, name: str) -> str:
    """Return the picture; `name` is what a screen reader says in its place."""
    extra = {"role": "img", "aria-label": escape(name)}
    picture = svg.SVG(width=_percent(100), height=height, class_=["chart-drawing"], elements=list(shapes), extra=extra)
    return picture.as_str()


def _percent(share: float) -> svg.Length:
    return svg.Length(round(share, 2), "%")


def _pitch(both: bool) -> int:
    """Return how many pixels a bar takes with its distance to the next."""
    return _THICK + (_THIN + 8 if both else 0) + 12


def _height(groups: Sequence[Group], both: bool) -> int:
    return sum(_group_height(group, both) for group in groups)


def _group_height(group: Group, both: bool) -> int:
    bars = 0 if _says_nothing(group) else len(group.bars) * _pitch(both)
    return (_HEADING if group.heading else 0) + bars


def _says_nothing(group: Group) -> bool:
    """Tell whether a group under a heading has 0 everywhere, so that one line says it all."""
    return bool(group.heading) and all(bar.value == 0 and not bar.before for bar in group.bars)


def _rows(groups: Sequence[Group], most: Number, both: bool) -> Iterator[svg.Element]:
    top = 0
    for group in groups:
        yield from _group(group, top, most, both)
        top += _group_height(group, both)


def _group(group: Group, top: int, most: Number, both: bool) -> Iterator[svg.Element]:
    nothing = _says_nothing(group)
    if group.heading:
        yield _words(f"{group.heading}：各栏都是 0" if nothing else group.heading, 0, top + 18, "chart-heading")
        top += _HEADING
    if nothing:
        return
    axis = _percent(_LABELS)
    yield svg.Line(x1=axis, x2=axis, y1=top, y2=top + len(group.bars) * _pitch(both) - 4, class_=["chart-axis"])
    for at, bar in enumerate(group.bars):
        yield from _bar(bar, top + at * _pitch(both) + 4, most, both)


def _bar(bar: Bar, top: int, most: Number, both: bool) -> Iterator[svg.Element]:
    yield _words(bar.label, _LABELS, top + _THICK - 2, "chart-label", away=-_GAP)
    width = _width(bar.value, most)
    yield from _strip(width, top, _THICK, "chart-bar")
    yield _words(in_digits(bar.value, bar.absent), _LABELS + width, top + _THICK - 2, "chart-figure", away=_GAP)
    if both:
        width, top = _width(bar.before, most), top + _THICK + 4
        yield from _strip(width, top, _THIN, "chart-bar chart-bar--before")
        yield _words(
            f"上年 {in_digits(bar.before, bar.absent_before)}",
            _LABELS + width,
            top + _THIN + 2,
            "chart-before",
            away=_GAP,
        )


def _width(value: Number | None, most: Number) -> float:
    """Return a bar's length in percent; a figure below 0 has none, its words stand alone."""
    return float(max(value or 0, 0) / most) * _BARS


def _strip(width: float, top: int, thick: int, kind: str) -> Iterator[svg.Element]:
    if width:
        yield svg.Rect(x=_percent(_LABELS), y=top, width=_percent(width), height=thick, class_=kind.split())


def _columns(years: Sequence[Bar], most: Number) -> Iterator[svg.Element]:
    ground = _COLUMN_TOP + _COLUMN_AREA
    slot = 100 / max(len(years), _FEWEST_YEARS)
    for at, year in enumerate(years):
        height = round(float(max(year.value or 0, 0) / most) * _COLUMN_AREA)
        if height:
            left, wide = _percent((at + 0.22) * slot), _percent(slot * 0.56)
            yield svg.Rect(x=left, y=ground - height, width=wide, height=height, class_=["chart-bar"])
        middle = (at + 0.5) * slot
        yield _words(in_digits(year.value, year.absent), middle, ground - height - _GAP, "chart-figure chart-middle")
        yield _words(year.label, middle, ground + 18, "chart-year chart-middle")
    yield svg.Line(x1=0, x2=_percent(100), y1=ground, y2=ground, class_=["chart-axis"])


def _words(words: str, across: float, down: int, kind: str, *, away: int = 0) -> svg.Text:
    """Return words whose base line is `down` pixels from the top; the part escapes nothing by itself."""
    return svg.Text(text=escape(words), x=_percent(across), y=down, dx=away or None, class_=kind.split())
