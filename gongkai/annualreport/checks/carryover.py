"""This year's report against last year's: what was carried over must arrive.

Each check needs `previous` and is silent without it. Column by column, and across the
change of format from 2020 to 2021: the two rows compared exist in both forms.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gongkai.annualreport.checks.amounts import add, plain, with_totals
from gongkai.annualreport.checks.naming import group_of, label_of
from gongkai.annualreport.checks.phrases import phrases
from gongkai.annualreport.checks.sentences import excerpt, sentences_of
from gongkai.annualreport.model import ABSENT, Report
from gongkai.findings import Finding

_CURRENT_FORM, _TRIAL_FORM = "format_2021", "format_2019_trial"


def comparable(report: Report, previous: Report | None = None) -> Iterator[Finding]:
    """Yield a finding where `previous` is not the same agency's report of the year before."""
    if previous is None:
        return
    if report.form.report != previous.form.report:
        yield Finding("PREV-OTHER", "", {"title": report.form.title, "previous": previous.form.title})
        return
    if report.year is not None and previous.year is not None and previous.year != report.year - 1:
        yield Finding("PREV-YEAR", "year", {"year": report.year, "previous": previous.year})
    if not _same_agency(report.agency, previous.agency):
        yield Finding("PREV-AGENCY", "agency", {"agency": report.agency, "previous": previous.agency})


def _same_agency(one: str | None, other: str | None) -> bool:
    if not one or not other:
        return True  # an agency that is not known is told by AGENCY-UNKNOWN
    offices = phrases().scope["offices"]
    short, long = sorted((offices.sub("", one), offices.sub("", other)), key=len)
    return long.endswith(short) or long.startswith(short)


def year_before(report: Report, previous: Report | None) -> Report | None:
    """Return the previous report where comparing makes sense."""
    return previous if previous is not None and not any(comparable(report, previous)) else None


# -- applications ----------------------------------------------------------------------------------


def carried_over(report: Report, previous: Report | None = None) -> Iterator[Finding]:
    """Yield a finding for each column whose 上年结转 is not last year's 结转下年度."""
    before = year_before(report, previous)
    if before is None:
        return
    arriving = with_totals(report, "applications").get("carried_over_in", {})
    leaving = with_totals(before, "applications").get("carried_over_out", {})
    unread = 0
    for column in report.form.tables["applications"].columns:
        now, then = (add((row.get(column.id, ABSENT),)) for row in (arriving, leaving))
        if not (now.certain and then.certain):
            unread += 1
        elif now.value != then.value:
            facts = {
                "column": label_of("applications", column.id),
                "now": plain(now.value),
                "before": plain(then.value),
                "year": before.year if before.year is not None else (report.year or 0) - 1,
                "blanks": now.blanks + then.blanks,
            }
            yield _explained(report, f"applications.carried_over_in.{column.id}", facts)
    if unread:
        yield Finding("CARRY-UNVERIFIED", "applications.carried_over_in", {"count": unread})


def _explained(report: Report, where: str, facts: dict[str, Any]) -> Finding:
    """Return the finding, a milder one where the report itself explains the difference."""
    for sentence in sentences_of(report):
        if phrases().scope["carry_explained"].search(sentence.text):
            return Finding("T3-CARRY-EXPLAINED", where, facts | {"quote": excerpt(sentence.text)})
    return Finding("T3-CARRY", where, facts)


# -- proactive disclosure --------------------------------------------------------------------------


def stock_of_documents(report: Report, previous: Report | None = None) -> Iterator[Finding]:
    """Yield a finding for each kind of document whose 现行有效 does not follow from last year's."""
    before = year_before(report, previous)
    if before is None or not report.form.id == before.form.id == _CURRENT_FORM:
        return
    table = "article_20_1"
    for row in report.form.tables[table].rows:
        stock = before.value(table, row.id, "currently_effective")
        issued = report.value(table, row.id, "issued_this_year")
        repealed = report.value(table, row.id, "repealed_this_year")
        now = report.value(table, row.id, "currently_effective")
        if stock is None or issued is None or repealed is None or now is None or now == stock + issued - repealed:
            continue
        facts = {"row": row.label, "before": plain(stock), "issued": plain(issued), "repealed": plain(repealed)}
        facts |= {"expected": plain(stock + issued - repealed), "now": plain(now)}
        yield Finding("T2-EFFECTIVE", f"{table}.{row.id}.currently_effective", facts)


def stock_of_items(report: Report, previous: Report | None = None) -> Iterator[Finding]:
    """Yield a finding for each row of items (2019 form) whose 上一年项目数量 does not follow from last year's."""
    before = year_before(report, previous)
    if before is None or not report.form.id == before.form.id == _TRIAL_FORM:
        return
    for table_id, table in report.form.tables.items():
        for row in table.rows:
            stock = before.value(table_id, row.id, "items_previous_year")
            change = before.value(table_id, row.id, "change_this_year")
            now = report.value(table_id, row.id, "items_previous_year")
            if stock is None or change is None or now is None or now == stock + change:
                continue
            facts = {"row": row.label, "before": plain(stock), "change": plain(change)}
            facts |= {"expected": plain(stock + change), "now": plain(now)}
            yield Finding("T2-ITEMS", f"{table_id}.{row.id}.items_previous_year", facts)


# -- disputes --------------------------------------------------------------------------------------


def pending_disputes(report: Report, previous: Report | None = None) -> Iterator[Finding]:
    """Yield a finding for each group whose cases pending last year are neither closed nor pending now."""
    before = year_before(report, previous)
    if before is None:
        return
    for identity in report.form.identities_of("T4-SUM"):
        pending = next(column for column in identity.right if column.endswith("_pending"))
        was = before.cell(identity.table, "cases", pending)
        now = add(report.cell(identity.table, "cases", column) for column in identity.right)
        if was.value is not None and now.certain and was.value > now.value:
            facts = {"group": group_of(identity.table, pending), "before": plain(was.value), "now": plain(now.value)}
            yield Finding("T4-PENDING", f"{identity.table}.cases.{pending}", facts)


# -- text ------------------------------------------------------------------------------------------


def copied_text(report: Report, previous: Report | None = None) -> Iterator[Finding]:
    """Yield a finding for each section that largely repeats last year's, with the share and the passages."""
    before = year_before(report, previous)
    if before is None:
        return
    from gongkai.annualreport.similarity import repetition  # costs milliseconds that most checks need not pay

    limits = phrases().copied
    for section in report.sections:
        if len(section.text) < limits["shortest"]:
            continue
        found = repetition(section.text, before.text(section.id))
        rule = "TEXT-COPIED" if found.percent >= limits["copied"] else "TEXT-SIMILAR"
        if found.percent >= limits["similar"]:
            passages = [passage._asdict() for passage in found.passages]
            facts = {"section": section.title, "percent": found.percent, "example": excerpt(found.passages[0].text)}
            yield Finding(rule, f"text.{section.id}", facts | {"passages": passages})


__all__ = [
    "carried_over",
    "comparable",
    "copied_text",
    "pending_disputes",
    "stock_of_documents",
    "stock_of_items",
    "year_before",
]
