"""How the work lies in an agency: what is open and what is late, office by office, for those who lead or supervise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple

from django.utils import timezone

from gongkai.agencies.door import Agency, Role
from gongkai.desk.agenda import Line, queues
from gongkai.pages.door import Bar, Chart, Group, bar_chart

LEADING = (Role.DISCLOSURE_OFFICE_HEAD, Role.LEADER)
OVERSEERS = (*LEADING, Role.INSPECTOR, Role.SUPERVISOR, Role.ADMINISTRATOR)
NOBODY = "（没有指定科室）"


class Load(NamedTuple):
    """What lies with one office of one agency: how much is open, how much of it is due today, and late."""

    agency: Agency
    office: str
    open: int
    today: int
    late: int


def everything_due(agencies: Collection[Agency], at: datetime) -> list[Line]:
    """Return all that is due in these agencies, whoever is to do it, the most urgent first."""
    today = timezone.localdate(at)
    lines = [Line(due, queue, today) for queue in queues() for due in queue.find(agencies, at)]
    return sorted(lines, key=lambda line: (line.due.due_date is None, line.due.due_date or today))


def loads(lines: Iterable[Line]) -> list[Load]:
    """Return the work by agency and office, the office with most that is late first."""
    found: dict[tuple[Agency, str], list[str]] = defaultdict(list)
    for line in lines:
        found[line.due.agency, line.due.office or NOBODY].append(line.group)
    rows = [
        Load(agency, office, len(groups), groups.count("today"), groups.count("overdue"))
        for (agency, office), groups in found.items()
    ]
    return sorted(rows, key=lambda row: (-row.late, -row.open, row.agency.slug, row.office))


def load_chart(rows: Collection[Load]) -> Chart:
    """Return what is late and what is open as bars, an office each; with its agency where there are several."""
    several = len({row.agency for row in rows}) > 1
    names = {row: f"{row.agency.short_name} {row.office}" if several else row.office for row in rows}
    groups = (
        Group("已逾期", tuple(Bar(names[row], row.late) for row in rows)),
        Group("全部待办", tuple(Bar(names[row], row.open) for row in rows)),
    )
    return bar_chart("workload", "各科室的待办和逾期", reading(rows), groups, unit="件", series=("件数",))


def reading(rows: Collection[Load]) -> str:
    """Return the chart in one sentence."""
    late, everything = sum(row.late for row in rows), sum(row.open for row in rows)
    if not late:
        return f"现在待办 {everything} 件，没有逾期。"
    most = max(rows, key=lambda row: row.late)
    return f"现在待办 {everything} 件，其中逾期 {late} 件，最多的是{most.office}（{most.late} 件）。"
