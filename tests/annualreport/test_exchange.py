"""The report as JSON and back: the contract of the command line, and no trust in strangers."""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.annualreport.exchange import from_dict, from_json, to_dict, to_json
from gongkai.annualreport.forms import PROVIDENT_FUND, all_forms
from gongkai.annualreport.model import Cell, How, Report, Section, Source
from gongkai.findings import Finding
from tests.annualreport.building import AGENCY, clean_report, with_cells

FORMS = st.sampled_from([*all_forms().values(), *all_forms(PROVIDENT_FUND).values()])
COUNTS = st.integers(min_value=-(10**9), max_value=10**9)
MONEY = st.decimals(min_value=-(10**9), max_value=10**9, places=4, allow_nan=False, allow_infinity=False)
WORDS = st.text(max_size=20)
SOURCES = st.builds(Source, *[st.integers(min_value=0, max_value=10**6)] * len(Source._fields))
DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 12, 31))
FINDINGS = st.builds(
    Finding,
    st.just("READ-LABEL-VARIANT"),
    WORDS,
    st.fixed_dictionaries(
        {"printed": WORDS, "official": WORDS, "rows": st.lists(st.integers() | st.none(), max_size=3)}
    ),
)


@st.composite
def cells(draw: st.DrawFn, *, money: bool) -> Cell:
    how = draw(st.sampled_from(list(How)))
    value = draw(MONEY if money else COUNTS) if how in (How.READ, How.INFERRED) else None
    return Cell(value, how, draw(WORDS), draw(st.sampled_from(["", "件", "万元"])), draw(SOURCES))


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """Return any report of any form: a few rows of it filled, maybe a row of the other form."""
    chosen = draw(FORMS)
    report = clean_report(chosen.id, draw(st.integers(min_value=2019, max_value=2030)))
    places = [
        (table, row.id, column) for table in chosen.tables.values() for row in table.rows for column in table.columns
    ]
    picked = draw(st.lists(st.sampled_from(places), max_size=8, unique_by=lambda one: (one[0].id, one[1], one[2].id)))
    filled = {
        f"{table.id}.{row}.{column.id}": draw(cells(money=column.kind == "money")) for table, row, column in picked
    }
    if chosen.id == "format_2021" and draw(st.booleans()):
        filled |= {"applications.other_processing.total": draw(cells(money=False))}
    start, end = sorted((draw(DAYS), draw(DAYS)))
    return Report(
        form=chosen,
        tables=with_cells(report, filled).tables,
        sections=tuple(Section(one.id, draw(WORDS), draw(WORDS)) for one in chosen.sections[: draw(st.integers(0, 6))]),
        agency=draw(st.none() | WORDS),
        year=draw(st.none() | st.integers(min_value=2000, max_value=2100)),
        period=draw(st.sampled_from([None, (start, end)])),
        publication_date=draw(st.none() | DAYS),
        notes=tuple(draw(st.lists(WORDS, max_size=3))),
        findings=tuple(draw(st.lists(FINDINGS, max_size=2))),
        file=draw(WORDS),
        preamble=draw(WORDS),
    )


@given(reports())
def test_what_was_written_reads_back_equal(report: Report) -> None:
    assert from_json(to_json(report)) == report


def test_the_json_is_that_of_the_contract() -> None:
    report = with_cells(
        clean_report(),
        {
            "article_20_8.administrative_institutional_fees.fees_collected_this_year": "52.15",
            "applications.granted.natural_person": Cell(3, How.READ, "3件", "件", Source(table=2, row=7)),
            "article_20_1.regulations.currently_effective": "-",
        },
    )
    data = to_dict(report)
    assert (data["schema"], data["format"], data["agency"], data["year"]) == (1, "format_2021", AGENCY, 2023)
    assert data["tables"]["article_20_8"]["administrative_institutional_fees"] == {"fees_collected_this_year": "52.15"}
    assert data["tables"]["applications"]["granted"]["natural_person"] == 3
    assert data["tables"]["article_20_1"]["regulations"]["currently_effective"] is None  # a blank is never 0
    assert data["sections"][0] == {"id": "overall_situation", "title": "一、总体情况", "text": report.sections[0].text}
    assert data["period"] == ["2023-01-01", "2023-12-31"]
    assert data["provenance"]["applications.granted.natural_person"] == {
        "how": "read",
        "raw": "3件",
        "unit": "件",
        "place": "第2个表格第7行",
        "source": {"table": 2, "row": 7},
    }
    assert set(data["tables"]) == set(report.form.tables)
    assert json.loads(to_json(report)) == data


def test_the_single_row_of_2019_in_a_report_of_2021_keeps_its_value_and_its_parts_stay_empty() -> None:
    parts = ("other_correction_overdue", "other_fee_overdue", "other_misc")
    columns = [column.id for column in clean_report().form.tables["applications"].columns]
    changed = {f"applications.{part}.{column}": "." for part in parts for column in columns}
    report = with_cells(clean_report(), changed | {f"applications.other_processing.{column}": 2 for column in columns})
    rows = to_dict(report)["tables"]["applications"]
    assert rows["other_processing"]["total"] == 2
    assert all(value is None for part in parts for value in rows[part].values())
    assert from_dict(to_dict(report)) == report


def test_a_report_of_figures_alone_can_be_read() -> None:
    tables = {"applications": {"granted": {"total": 5, "natural_person": None}}}
    report = from_dict({"schema": 1, "format": "format_2021", "tables": tables})
    assert report.cell("applications", "granted", "total") == Cell(5, How.READ)
    assert report.cell("applications", "granted", "natural_person").how is How.BLANK
    assert report.cell("applications", "new_received", "total").how is How.ABSENT
    assert report.cell("article_20_5", "administrative_licensing", "decisions_this_year").how is How.ABSENT


# -- nonsense --------------------------------------------------------------------------------------


def _with(*path: str | int, value: Any) -> Callable[[dict[str, Any]], None]:
    """Return a change: the value at the end of `path` replaced."""

    def change(data: dict[str, Any]) -> None:
        target: Any = data
        for key in path[:-1]:
            target = target[key]
        target[path[-1]] = value

    return change


GRANTED = "applications.granted.total"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_with("schema", value=2), "数据版本 2"),
        (lambda data: data.pop("schema"), "不是本系统导出的年度报告数据"),
        (_with("format", value="format_2035"), "format_2035"),
        (_with("tables", value=[]), "tables"),
        (_with("tables", "article_99", value={}), "article_99"),
        (_with("tables", "applications", "unknown_row", value={}), "unknown_row"),
        (_with("tables", "applications", "granted", "grand_total", value=1), "grand_total"),
        (_with("tables", "applications", "granted", "total", value=1.5), "1.5"),
        (_with("tables", "applications", "granted", "total", value=True), "True"),
        (_with("tables", "applications", "granted", "total", value="NaN"), "NaN"),
        (_with("tables", "applications", "granted", "total", value="1e9"), "1e9"),
        (_with("tables", "applications", "granted", "total", value=10**400), GRANTED),
        (_with("provenance", GRANTED, "how", value="guessed"), "guessed"),
        (_with("provenance", GRANTED, "how", value="blank"), "blank"),
        (_with("provenance", GRANTED, "source", value={"row": -1}), GRANTED),
        (_with("provenance", "applications.granted.nowhere", value={}), "nowhere"),
        (_with("year", value="2023"), "2023"),
        (_with("agency", value=7), "agency"),
        (_with("period", value=["2023-12-31", "2023-01-01"]), "period"),
        (_with("publication_date", value="昨天"), "昨天"),
        (_with("sections", 0, "id", value="appendix"), "appendix"),
        (_with("notes", value="无"), "notes"),
        (_with("findings", value=[{"rule": "T9-UNKNOWN"}]), "T9-UNKNOWN"),
        (_with("findings", value=[{"rule": "READ-LABEL-VARIANT", "facts": {}}]), "READ-LABEL-VARIANT"),
    ],
)
def test_what_is_no_report_is_refused_with_a_sentence(change: Callable[[dict[str, Any]], None], words: str) -> None:
    data = to_dict(clean_report())
    change(data)
    with pytest.raises(ValueError, match=r"。$") as refused:
        from_dict(data)
    assert words in str(refused.value)


@pytest.mark.parametrize("text", ["", "{", "[1, 2]", "null", "[" * 100_000, '"report"'])
def test_what_is_no_json_or_no_object_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"。$"):
        from_json(text)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | WORDS, lambda inner: st.lists(inner) | st.dictionaries(WORDS, inner)
    )
)
def test_no_json_whatever_does_anything_but_be_refused(data: Any) -> None:
    with pytest.raises(ValueError, match=r"。$"):
        from_dict(data)


def test_money_keeps_the_decimals_it_was_printed_with() -> None:
    place = "article_20_8.administrative_institutional_fees.fees_collected_this_year"
    report = with_cells(clean_report(), {place: Cell(Decimal("0.0380"), How.READ)})
    assert (
        to_dict(report)["tables"]["article_20_8"]["administrative_institutional_fees"]["fees_collected_this_year"]
        == "0.0380"
    )
