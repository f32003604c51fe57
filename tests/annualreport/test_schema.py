"""The published JSON Schema: what is written fits it, what is no report does not."""

from __future__ import annotations

import copy

import jsonschema
import pytest

from gongkai.annualreport import all_forms, form, json_schema, read, to_dict
from gongkai.annualreport.forms import PROVIDENT_FUND
from gongkai.annualreport.rollup import roll_up
from tests.annualreport.building import clean_report, with_cells
from tests.annualreport.fund import IN_WORDS
from tests.samples import SAMPLES, needs_samples

VALIDATOR = jsonschema.Draft202012Validator(json_schema(), format_checker=jsonschema.FormatChecker())
FEES = "article_20_8.administrative_institutional_fees.fees_collected_this_year"


def faults(report: object) -> list[str]:
    return [error.message for error in VALIDATOR.iter_errors(report)]


def test_the_schema_itself_is_sound():
    jsonschema.Draft202012Validator.check_schema(json_schema())


@pytest.mark.parametrize("form_id", [*all_forms(), *all_forms(PROVIDENT_FUND)])
def test_a_report_of_each_form_fits(form_id):
    if form_id in all_forms():
        assert faults(to_dict(clean_report(form_id))) == []
    assert f"tables_{form(form_id).id}" in json_schema()["$defs"]


@needs_samples
def test_what_is_read_from_real_reports_fits():
    texts = sorted(SAMPLES.glob("*.txt"))
    assert texts
    assert [faults(to_dict(read(path.read_bytes(), path.name))) for path in texts] == [[] for _ in texts]


def test_a_report_of_every_figure_in_running_text_fits():
    told = to_dict(read(IN_WORDS.read_bytes(), IN_WORDS.name))
    assert (told["format"] in all_forms(PROVIDENT_FUND), faults(told)) == (True, [])


def test_a_sum_and_cells_of_every_kind_fit():
    report = with_cells(
        clean_report(), {"applications.granted.total": "-", "applications.denied_state_secret.total": "?"}
    )
    report = with_cells(report, {FEES: "0.038", "applications.other_processing.total": 3})
    assert faults(to_dict(report)) == []
    assert faults(roll_up([report]).as_dict()) == []


@pytest.mark.parametrize(
    ("where", "value"),
    [
        (("tables", "applications", "granted", "total"), 1.5),
        (("tables", "applications", "granted", "total"), "3件"),
        (("tables", "applications", "granted", "totals"), 3),
        (("tables", "applications", "grants"), {}),
        (("tables", "article_20_9"), {}),
        (("format",), "format_1999"),
        (("schema",), 2),
        (("year",), "2023"),
        (("publication_date",), "2024-02-30"),
    ],
)
def test_what_is_no_report_does_not_fit(where, value):
    told = copy.deepcopy(to_dict(clean_report()))
    place = told
    for key in where[:-1]:
        place = place[key]
    place[where[-1]] = value
    assert faults(told)


def test_a_table_that_is_missing_does_not_fit():
    told = to_dict(clean_report())
    del told["tables"]["applications"]
    assert faults(told)
