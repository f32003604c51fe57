"""A department's sum as a document: whose reports were added, who is missing, what is not in every cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from gongkai import annualreport
from gongkai.annualreport import Report, RollUp, Section, Summand

if TYPE_CHECKING:
    from gongkai.yearend.collection import Collection

_CELLS_NAMED = 40  # in a document; the page names all


def sum_as_document(total: RollUp, collection: Collection) -> Report:
    """Return the sum as a report to be written: its title and opening say what it is."""
    headings = tuple(Section(one.id, one.title, "") for one in total.form.sections if one.kind == "tables")
    return replace(total.report(), preamble="\n".join(_opening(total, collection)), sections=headings)


def _opening(total: RollUp, collection: Collection) -> Iterator[str]:
    department, year = collection.department.name, collection.year
    yield f"{department}{year}年政府信息公开工作年度报告汇总表"
    yield (
        f"本表由{len(total.reports)}个机关的{year}年度报告逐格相加，不是{department}自己的年度报告。"
        f"相加的是：{_named(total.reports)}。"
    )
    if missing := [one.agency.short_name for one in collection.entries if one.is_missing]:
        yield f"还没有报告、没有加进来的有{len(missing)}个机关：{'、'.join(missing)}。"
    if total.set_apart:
        yield f"格式或者年度不同、没有加进来的：{_named(one.report for one in total.set_apart)}。"
    if total.unbalanced:
        yield f"自身勾稽不符、仍然加进来的：{_named(one.report for one in total.unbalanced)}。"
    yield from _lacking(total)


def _lacking(total: RollUp) -> Iterator[str]:
    """Yield that some cells are not the sum of every report, and of which they lack."""
    lacking = list(total.incomplete.items())
    if not lacking:
        return
    told = (
        f"{annualreport.place_in_words(str(place), total.form)}（缺{_named(reports)}）"
        for place, reports in lacking[:_CELLS_NAMED]
    )
    more = "等" if len(lacking) > _CELLS_NAMED else ""
    yield f"有{len(lacking)}格不是每份报告都有数，或者没有读准：{'；'.join(told)}{more}。"


def _named(reports: Iterable[Summand]) -> str:
    return "、".join(one.agency or "没有写明机关的一份" for one in reports)
