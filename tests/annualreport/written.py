"""Random valid reports for the writers, and what of a report has to come back from a file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from random import Random
from typing import Any

from hypothesis import strategies as st

from gongkai.annualreport.model import ABSENT, Cell, How, Place, Report, Section
from tests.annualreport.manners import prose
from tests.annualreport.manners.values import Truth, truths

_WORDS = (
    "门户网站 政务公开专栏 规范性文件 政策解读 依申请公开 办理流程 业务培训 监督保障 “三审三校” 《条例》 缴存职工 "
    "信息处理费 微信公众号 12329热线 社会评议 责任追究 提取、贷款业务 （试行） 3次 386条 95.6% 2.5万元 A类 APP Web页面"
).split()
_STARTS = ("", "", "（一）", "（二）", "一是", "1.", "（1）", "2023 年 1 月 31 日，")


def sentences() -> st.SearchStrategy[str]:
    """Draw a paragraph as offices write: numbered or not, short or over several lines, never a table's words."""
    phrase = st.lists(st.sampled_from(_WORDS), min_size=2, max_size=9).map("".join)
    body = st.lists(phrase, min_size=1, max_size=9).map("，".join)
    return st.builds(lambda start, words, more: f"{start}加强{words}。{more}", st.sampled_from(_STARTS), body, extra())


def extra() -> st.SearchStrategy[str]:
    """Draw what may follow a sentence: nothing, or another that is numbered."""
    return st.sampled_from(("", "", "（二）下一步打算。", "二是持续改进。", "2.抓好落实。"))


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """Draw a valid report of either form, or a mixture: figures that add up, some cells blank, prose around them."""
    truth = draw(truths())
    rng = Random(draw(st.integers(0, 2**32)))
    form = truth.form
    texts = {
        "overall_situation": "\n".join(draw(st.lists(sentences(), min_size=1, max_size=6))),
        "problems_and_improvements": "\n".join(draw(st.lists(sentences(), min_size=1, max_size=3))),
        "other_matters": draw(st.one_of(st.just("无。"), sentences())),
    }
    published = draw(st.one_of(st.none(), st.dates(date(truth.year + 1, 1, 1), date(truth.year + 1, 3, 31))))
    return Report(
        form=form,
        tables=_tables(truth, rng, blanks=draw(st.sampled_from((0.0, 0.0, 0.1, 0.9)))),
        sections=tuple(Section(one.id, one.title, texts.get(one.id, "")) for one in form.sections),
        agency=truth.agency,
        year=truth.year,
        period=draw(st.sampled_from((None, (date(truth.year, 1, 1), date(truth.year, 12, 31))))),
        publication_date=published,
        preamble=draw(st.sampled_from(("", "\n".join(prose.title(truth, rng))))),
    )


def _tables(truth: Truth, rng: Random, blanks: float) -> dict[str, dict[str, dict[str, Cell]]]:
    tables: dict[str, dict[str, dict[str, Cell]]] = {
        table.id: {row.id: dict.fromkeys((column.id for column in table.columns), ABSENT) for row in table.rows}
        for table in truth.form.tables.values()
    }
    for (table_id, row, column), value in truth.figures.items():
        blank = rng.random() < blanks
        cell = Cell(None, How.BLANK) if blank else Cell(value, How.READ)
        tables[table_id].setdefault(row, {})[column] = cell
    return tables


def printed_cells(report: Report) -> dict[Place, tuple[Any, How]]:
    """Return what a document of this report shows: each figure, and a blank where none is certain.

    Rows of the form in whose place the source prints the other form's are not shown, nor a
    table of which the report has neither a cell nor the section.
    """
    shown = {}
    for place, cell in report.cells():
        if not _is_replaced(report, place) and not _is_missing(report, place.table):
            shown[place] = (cell.value, How.BLANK if cell.value is None else How.READ)
    return shown


def _is_missing(report: Report, table: str) -> bool:
    cells = (cell for row in report.tables[table].values() for cell in row.values())
    return report.section(report.form.tables[table].section) is None and all(cell.how is How.ABSENT for cell in cells)


def _is_replaced(report: Report, place: Place) -> bool:
    return any(
        place.row in (equal.whole, *equal.parts)
        and all(cell.how is How.ABSENT for cell in report.tables[place.table][place.row].values())
        for equal in report.form.equivalences
        if equal.table == place.table and _prints_other_side(report, equal.whole, equal.parts, place.row)
    )


def _prints_other_side(report: Report, whole: str, parts: tuple[str, ...], row: str) -> bool:
    other = parts if row == whole else (whole,)
    rows = report.tables["applications"]
    return any(cell.how is not How.ABSENT for one in other for cell in rows.get(one, {}).values())


def read_cells(report: Report) -> dict[Place, tuple[Any, How]]:
    """Return what was read, without what the document does not have."""
    return {place: (cell.value, cell.how) for place, cell in report.cells() if cell.how is not How.ABSENT}


def essence(report: Report) -> Mapping[str, Any]:
    """Return all that a report says besides its figures, and that every format has to carry."""
    return {
        "form": report.form.id,
        "agency": report.agency,
        "year": report.year,
        "publication_date": report.publication_date,
        "sections": [(one.id, one.title, words(one.text)) for one in report.sections],
    }


def words(text: str) -> list[str]:
    """Return the lines of a text with single spaces: a printed page has no other."""
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]
