"""The project's own small files, one for every manner, are read as their expected values say.

Those named ``hand-…`` were typed by hand; the others are frozen output of the generators.
"""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from gongkai import annualreport
from gongkai.annualreport.forms import form
from gongkai.annualreport.model import Place
from tests.annualreport.manners.catalogue import MANNERS
from tests.annualreport.manners.fixtures import PLAN
from tests.annualreport.manners.judging import Expected, complaints

FOLDER = Path(__file__).parent / "fixtures"
FILES = sorted(path.name.removesuffix(".expected.json") for path in FOLDER.glob("*.expected.json"))


def meaning(name: str) -> dict[str, Any]:
    """Return what the file means."""
    loaded: dict[str, Any] = json.loads((FOLDER / f"{name}.expected.json").read_text("utf-8"))
    return loaded


def expected_cells(name: str) -> dict[Place, Expected]:
    """Return every place of the file's form: what is not listed is not in the file."""
    told = meaning(name)
    tables = told["tables"]
    places = [
        Place(table.id, row.id, column.id)
        for table in form(told["format"]).tables.values()
        for row in table.rows
        for column in table.columns
        if not (
            "other_processing" in tables.get("applications", {})
            and row.id.startswith("other_")
            and table.id[:2] == "ap"
        )
    ]
    places += [
        Place("applications", "other_processing", column)
        for column in tables["applications"].get("other_processing", {})
    ]
    cells = {}
    for place in places:
        value = tables.get(place.table, {}).get(place.row, {}).get(place.column)
        figure = Decimal(value) if isinstance(value, str) else value
        cells[place] = Expected(figure, must=str(place) not in told["may"])
    return cells


@pytest.mark.parametrize("name", FILES)
def test_a_fixture_is_read_as_its_expected_values_say(name: str) -> None:
    report = annualreport.read((FOLDER / name).read_bytes(), name)
    assert complaints(report, expected_cells(name)) == []
    told = meaning(name)
    assert (report.agency, report.year, report.form.id) == (told["agency"], told["year"], told["format"])


@pytest.mark.parametrize("name", FILES)
def test_a_fixture_is_known_by_its_content_and_not_by_its_name(name: str) -> None:
    data = (FOLDER / name).read_bytes()
    named, unnamed = annualreport.read(data, "report.bin"), annualreport.read(FOLDER / name)
    assert dict(named.cells()) == dict(unnamed.cells())


def test_every_manner_has_a_fixture() -> None:
    """Encodings and the product's own JSON are rendered in other tests; a picture of a table is one edit away."""
    assert {row[1] for row in PLAN} >= set(MANNERS) - {"text_gb18030", "text_utf16", "own_json", "pdf_unruled"}
    assert {f"{row[0]}.{MANNERS[row[1]].suffix}" for row in PLAN} <= set(FILES)
