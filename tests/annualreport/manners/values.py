"""Random figures of a whole report that agree with the form's own arithmetic."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

from hypothesis import strategies as st

from gongkai.annualreport.forms import Form, form
from gongkai.annualreport.model import Place

Value = int | Decimal | None

APPLICANTS = (
    "natural_person",
    "commercial_enterprise",
    "research_institution",
    "social_welfare_organization",
    "legal_service_institution",
    "other_organization",
)
DISPUTES = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
RESULTS = ("upheld", "corrected", "other_result", "pending")
NOT_LEAVES = ("new_received", "carried_over_in", "processed_total", "carried_over_out")
OTHER_PARTS = ("other_correction_overdue", "other_fee_overdue", "other_misc")


@dataclass
class Truth:
    """What the source prints: the figures by place, and who reports on which year.

    `single_other`: a report on the form of 2021 that keeps the one row （六）其他处理.
    """

    form: Form
    year: int
    agency: str
    single_other: bool = False
    figures: dict[Place, Value] = field(default_factory=dict)


def figure(rng: Random, busy: float = 0.25) -> int:
    """Return a count as offices have them: mostly nothing, seldom thousands."""
    if rng.random() > busy:
        return 0
    ceiling = rng.choices((9, 30, 400, 6000, 60000), (40, 30, 20, 8, 2))[0]
    return rng.randint(1, ceiling)


def leaf_rows(form_id: str, single_other: bool) -> list[str]:
    """Return the ids of the result rows that the processed total adds up, as this report prints them."""
    rows = [row.id for row in form(form_id).tables["applications"].rows if row.id not in NOT_LEAVES]
    if single_other and form_id == "format_2021":
        return [row for row in rows if row not in OTHER_PARTS] + ["other_processing"]
    return rows


def _applicant_column(rng: Random, leaves: list[str], busy: float) -> dict[str, int]:
    column = {row: figure(rng, busy) for row in leaves}
    column["processed_total"] = sum(column.values())
    column["carried_over_out"] = figure(rng, busy) % 90
    everything = column["processed_total"] + column["carried_over_out"]
    column["carried_over_in"] = rng.randint(0, min(everything, 40)) if rng.random() < busy else 0
    column["new_received"] = everything - column["carried_over_in"]
    return column


def applications(rng: Random, leaves: list[str], calm: bool = False) -> dict[Place, Value]:
    """Return the table of applications: each row and each column adds up. `calm`: nothing came in."""
    usual = (0.3, 0.06, 0.01, 0.02, 0.02, 0.02)
    columns = {
        who: _applicant_column(rng, leaves, 0.0 if calm else busy * rng.choice((0.5, 1, 3)))
        for who, busy in zip(APPLICANTS, usual, strict=True)
    }
    cells: dict[Place, Value] = {}
    for row in (*NOT_LEAVES, *leaves):
        cells |= {Place("applications", row, who): columns[who][row] for who in APPLICANTS}
        cells[Place("applications", row, "total")] = sum(columns[who][row] for who in APPLICANTS)
    return cells


def disputes(rng: Random, busy: float = 0.3) -> dict[Place, Value]:
    """Return the fifteen figures of reconsideration and litigation, each group with its sum."""
    cells: dict[Place, Value] = {}
    for group in DISPUTES:
        four = {result: min(figure(rng, busy), 4000) for result in RESULTS}
        four["total"] = sum(four.values())
        cells |= {Place("review_litigation", "cases", f"{group}_{result}"): n for result, n in four.items()}
    return cells


def _single(rng: Random, kind: str, column_id: str) -> Value:
    if column_id == "procurement_amount":
        whole = rng.choice((0, rng.randint(1, 99) * 1000, rng.randint(1, 60_000_000)))
        return Decimal(whole)
    if kind == "money":
        places = rng.choice((0, 1, 2, 2, 4))
        return Decimal(rng.choice((0, rng.randint(1, 90_000_000)))).scaleb(-places)
    if kind == "change":
        return figure(rng, 0.5) * rng.choice((1, -1))
    return figure(rng, 0.5)


def proactive(rng: Random, report_form: Form) -> dict[Place, Value]:
    """Return the figures of section two, which no sum ties together."""
    return {
        Place(table.id, row.id, column.id): _single(rng, column.kind, column.id)
        for table in report_form.tables.values()
        if table.id.startswith("article_")
        for row in table.rows
        for column in table.columns
    }


_CITIES = ("云泽市", "青岚市", "临川县", "海州市白塔区", "北湖省南坪市", "望江自治县")
_ORGANS = ("住房公积金管理中心", "人民政府", "财政局", "人民政府办公室", "水务局", "市场监督管理局", "教育体育局")


def truth(rng: Random, form_id: str | None = None, single_other: bool = False, calm: bool = False) -> Truth:
    """Return a whole report's figures, drawn with `rng`, on the form of that id (drawn too, when None)."""
    form_id = form_id or rng.choice(("format_2021", "format_2019_trial"))
    year = rng.randint(2021, 2025) if form_id == "format_2021" else rng.choice((2019, 2020))
    report_form = form(form_id)
    leaves = leaf_rows(form_id, single_other)
    return Truth(
        form=report_form,
        year=year,
        agency=rng.choice(_CITIES) + rng.choice(_ORGANS),
        single_other=single_other,
        figures=proactive(rng, report_form) | applications(rng, leaves, calm) | disputes(rng, 0 if calm else 0.3),
    )


def printed(value: Value) -> str:
    """Return a figure as an office types it, an empty string for none."""
    if value is None:
        return ""
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def truths() -> st.SearchStrategy[Truth]:
    """Draw a report of either form, sometimes a mixture of both."""
    return st.builds(
        lambda seed, form_id, single: truth(Random(seed), form_id, single_other=single),
        st.integers(0, 2**32),
        st.sampled_from(("format_2021", "format_2019_trial")),
        st.booleans(),
    )
