"""A 鉴定清册 as a file for the archive's own papers: what was decided, by whom, and of each case what became of it.

It tells no name and no word of an application: what is destroyed by a list must not live on in it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, NamedTuple

from django.utils import timezone
from xlsxwriter import Workbook

from gongkai import statute
from gongkai.agencies.door import DEMONSTRATION
from gongkai.annualreport import inert
from gongkai.cases.disposals import Verdict

if TYPE_CHECKING:
    from gongkai.cases.case import Case
    from gongkai.cases.disposals import Disposal, DisposalClosing, DisposalDecision, DisposalLine

_HEAD = (
    "序号", "办件编号", "收到申请之日", "办结日期", "办理结果", "归档日期", "保管到", "鉴定结论", "执行情况",
    "执行日期", "文书份数", "文件个数", "归档文件的摘要（SHA-256）",
)  # fmt: skip
_WIDTHS = (6, 16, 13, 12, 18, 12, 12, 11, 22, 12, 9, 9, 68)
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
Cell = str | int


class FileKind(NamedTuple):
    """A kind of file: what a browser is told it is, and how its bytes are made of a list."""

    content_type: str
    made: Callable[[Disposal], bytes]


def file_of(disposal: Disposal, ending: str) -> bytes:
    """Return a list as a file, ``xlsx`` or ``csv``: the same bytes for the same record."""
    return KINDS[ending].made(disposal)


def _told(disposal: Disposal) -> Iterator[tuple[str, str]]:
    """Yield what was decided of the list as a whole, each with what it is called."""
    if disposal.agency.demonstration:
        yield "说明", DEMONSTRATION
    yield "机关", disposal.agency.name
    yield "清册编号", disposal.number
    yield "鉴定意见", disposal.opinion
    if disposal.keep_until:
        yield "延长保管到", _day(disposal.keep_until)
    yield "编制", _who(disposal)
    for one in disposal.decisions.all():
        said = f"同意。{one.reason}" if one.approved else f"不同意：{one.reason}"
        yield one.role_name, f"{_who(one)} {said}"
    if hasattr(disposal, "closing"):
        yield "执行", _who(disposal.closing)
        if disposal.closing.left:
            yield "没有销毁的", f"{'、'.join(disposal.closing.left)}（有复议或者诉讼）"


def _who(one: Disposal | DisposalDecision | DisposalClosing) -> str:
    behalf = f"（代理{one.on_behalf_of}）" if one.on_behalf_of else ""
    return f"{one.by}{behalf}，{_day(timezone.localtime(one.at))}"


def _rows(disposal: Disposal) -> Iterator[tuple[Cell, ...]]:
    """Yield each case of the list, by its order."""
    for number, line in enumerate(disposal.lines.select_related("archive__case", "destruction"), 1):
        archive = line.archive
        case = archive.case
        done, day, letters, files = _done(disposal, line)
        yield (
            number,
            case.number,
            _day(case.receipt_date),
            _day(case.closed_date),
            _outcome(case),
            _day(timezone.localtime(archive.at)),
            _day(archive.keep_until),
            line.get_verdict_display(),
            done,
            day,
            letters,
            files,
            archive.digest,
        )


def _done(disposal: Disposal, line: DisposalLine) -> tuple[str, str, Cell, Cell]:
    """Return what became of a case, on which day, and how many letters and files went."""
    destruction = getattr(line, "destruction", None)
    if destruction is not None:
        return "已销毁", _day(timezone.localtime(destruction.at)), destruction.letters, destruction.files
    if not hasattr(disposal, "closing"):
        return ("没有同意，不执行" if disposal.was_refused else "没有执行"), "", "", ""
    day = _day(timezone.localtime(disposal.closing.at))
    if line.verdict == Verdict.PROLONG:
        return f"延长保管到 {_day(disposal.keep_until)}", day, "", ""
    return "没有销毁（有复议或者诉讼）", day, "", ""


def _outcome(case: Case) -> str:
    """Return how a case ended, as the law of its day calls it."""
    return statute.outcome(case.outcome, on=case.closed_date).name if case.closed_date else ""


def _day(day: date | datetime | None) -> str:
    return f"{day:%Y-%m-%d}" if day else ""


def _csv(disposal: Disposal) -> bytes:
    """Return the list as CSV, behind a mark by which spreadsheets know its letters; no cell is taken for a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    for line in (*_told(disposal), (), _HEAD, *_rows(disposal)):
        writer.writerow([inert(one) if isinstance(one, str) else one for one in line])
    return ("\ufeff" + out.getvalue()).encode()


def _xlsx(disposal: Disposal) -> bytes:
    out = io.BytesIO()
    with Workbook(out, _OPTIONS) as book:
        book.set_properties(
            {"title": f"{disposal}鉴定清册", "created": disposal.at.astimezone(UTC).replace(tzinfo=None)}
        )
        sheet = book.add_worksheet("鉴定清册")
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        bold, cell = book.add_format({"bold": True}), book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
        head = book.add_format({"border": 1, "bold": True, "text_wrap": True, "align": "center"})
        sheet.merge_range(0, 0, 0, len(_HEAD) - 1, f"{disposal.agency.name}档案期满鉴定清册", bold)
        told = list(_told(disposal))
        for at, (name, words) in enumerate(told, 1):
            sheet.write_string(at, 0, name, bold)
            sheet.write_string(at, 2, words)
        top = len(told) + 2
        for column, (name, width) in enumerate(zip(_HEAD, _WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(top, column, name, head)
        for at, row in enumerate(_rows(disposal), top + 1):
            for column, value in enumerate(row):
                sheet.write(at, column, value, cell)
        sheet.repeat_rows(top)
    return out.getvalue()


KINDS: Mapping[str, FileKind] = {
    "xlsx": FileKind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _xlsx),
    "csv": FileKind("text/csv; charset=utf-8", _csv),
}
