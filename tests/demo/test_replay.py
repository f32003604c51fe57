"""The promise replayed: from the records of two years come exactly the reports the two centres published.

Everything but a few records is taken in once; each test takes in the rest, or something
else, and sees what changes and what does not.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from gongkai.agencies.door import Agency, Designation, Office, Person, take_in
from gongkai.demo.generating import write_records
from gongkai.demo.guides import GUIDE_DAY, publish_guide
from gongkai.demo.lists import publish_lists
from gongkai.demo.records import declared
from gongkai.publishing.door import GuidePage, missing_elements
from gongkai.yearend.door import RECORD_KINDS, build
from tests.samples import SAMPLES

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 27, 2, tzinfo=UTC)
YEARS = {"shizuishan": 2023, "yiyang": 2020}
# What the two published reports state, as ../shared/replay.json has it.
STATED: dict[str, dict[str, Any]] = {
    "shizuishan": {
        "publishing.items_published": 386,
        "publishing.items_published.overview": 11,
        "publishing.items_published.dynamics": 294,
        "publishing.items_published.policy": 58,
        "publishing.items_published.interpretation": 5,
        "publishing.items_published.notice": 8,
        "publishing.items_published.public_messages": 10,
        "publishing.sections_opened": 2,
        "cases.new_received": 0,
        "cases.fee_notices": 0,
        "cases.fee_noticed_yuan": 0,
        "cases.fee_received_yuan": 0,
    },
    "yiyang": {
        "publishing.items_published": 227,
        "publishing.normative_documents.newly_made": 3,
        "publishing.normative_documents.newly_disclosed": 3,
        "publishing.normative_documents.disclosed_total": 13,
        "oversight.procurement_projects": 20,
        "oversight.procurement_amount_yuan": "4987097",
        "cases.new_received": 0,
    },
}
NEW_SECTION = "news/policy-month"
LEFT_OUT: dict[str, Callable[[dict[str, Any]], bool]] = {
    "sections.csv": lambda row: row["path"] == NEW_SECTION,
    "information.jsonl": lambda row: row["section"] == NEW_SECTION or row["reference"] == the_message(),
    "normative_documents.jsonl": lambda row: row["document_number"] == "演示规〔2020〕2号",
    "explainers.jsonl": lambda row: row["explains"] == "演示规〔2020〕2号",
    "validity_events.csv": lambda row: (row["agency"], row["act"]) == ("yiyang", "废止"),
    "tallies.csv": lambda row: row["kind"] == "oversight.procurement_projects" and row["since"] == "2020-10-01",
    "year_notes.csv": lambda row: row["reference"] == "2023-11",
}


# -- records ---------------------------------------------------------------------------------------


def the_message() -> str:
    """Return the reference of one message of the public."""
    return next(row["reference"] for row in ALL["information.jsonl"] if row["section"] == "messages")


def read(path: Path) -> list[dict[str, Any]]:
    text = path.read_text("utf-8")
    return (
        [json.loads(line) for line in text.splitlines()]
        if path.suffix == ".jsonl"
        else list(csv.DictReader(text.splitlines()))
    )


def folder_of(place: Path, records: dict[str, list[dict[str, Any]]]) -> Path:
    """Return a folder with these records, file by file."""
    place.mkdir()
    for name, rows in records.items():
        lines = (json.dumps(row, ensure_ascii=False) for row in rows)
        (place / f"{name.partition('.')[0]}.jsonl").write_text("\n".join(lines), "utf-8")
    return place


def load(folder: Path) -> None:
    person, _ = Person.objects.get_or_create(username="loader")
    take_in(folder, RECORD_KINDS, by=person, at=AT, source="演示数据")


ALL: dict[str, list[dict[str, Any]]] = {}


@pytest.fixture(scope="module", autouse=True)
def most_of_it(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[None]:
    """Take in everything but what LEFT_OUT names, for all tests of this module."""
    written = tmp_path_factory.mktemp("demo") / "all"
    for year in write_records(written):
        for path in year.iterdir():
            ALL.setdefault(path.name, []).extend(read(path))
    kept = {name: [row for row in rows if not LEFT_OUT.get(name, lambda row: False)(row)] for name, rows in ALL.items()}
    with django_db_blocker.unblock(), transaction.atomic():
        load(folder_of(tmp_path_factory.mktemp("demo") / "kept", kept))
        yield
        transaction.set_rollback(True)


@pytest.fixture
def rest() -> dict[str, list[dict[str, Any]]]:
    """Return the records that were left out, file by file."""
    return {name: [row for row in ALL[name] if is_out(row)] for name, is_out in LEFT_OUT.items()}


def built(slug: str, year: int | None = None) -> dict[str, Any]:
    return build(Agency.objects.get(slug=slug), year or YEARS[slug]).as_dict()


def numbers(slug: str) -> dict[str, Any]:
    """Return every figure and every cell of the agency's year, by name."""
    told = built(slug)
    cells = {
        f"{table}.{row}.{column}": value
        for table, rows in told["tables"].items()
        for row, columns in rows.items()
        for column, value in columns.items()
    }
    return cells | {figure: counted["value"] for figure, counted in told["figures"].items()}


def changes(act: Callable[[], None]) -> dict[str, tuple[Any, Any]]:
    """Return what `act` changes in both years: each number's name with its value before and after."""
    before = {slug: numbers(slug) for slug in YEARS}
    act()
    after = {slug: numbers(slug) for slug in YEARS}
    return {
        f"{slug} {name}": (before[slug].get(name), value)
        for slug in YEARS
        for name, value in after[slug].items()
        if before[slug].get(name) != value
    }


# -- the promise -----------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", YEARS)
def test_the_records_of_a_year_give_the_published_report(slug, rest, tmp_path):
    load(folder_of(tmp_path / "rest", rest))
    told = built(slug)
    assert told["tables"] == declared(f"{slug}-{YEARS[slug]}.json")["tables"]
    assert {name: told["figures"][name]["value"] for name in STATED[slug]} == STATED[slug]
    assert told["figures"]["publishing.items_published"]["records"] == STATED[slug]["publishing.items_published"]
    assert [finding for finding in told["findings"] if finding["severity"] == "error"] == []
    assert told["status"] == "clean"


@pytest.mark.skipif(
    not SAMPLES.is_dir(), reason="published reports are not redistributed; put them in ../shared/samples"
)
@pytest.mark.parametrize("slug", YEARS)
def test_what_is_held_against_them_here_is_what_they_published(slug):
    year = f"{slug}-{YEARS[slug]}"
    sample = json.loads((SAMPLES / f"{year}.txt.expected.json").read_text("utf-8"))
    assert declared(f"{year}.json")["tables"] == sample["tables"]
    stated = json.loads((SAMPLES.parent / "replay.json").read_text("utf-8"))[year]
    rooms = ("publishing.", "cases.", "oversight.procurement_")
    assert {name: value for name, value in stated.items() if name.startswith(rooms)} == STATED[slug]


def test_the_sentences_say_the_figures(rest, tmp_path):
    load(folder_of(tmp_path / "rest", rest))
    (text,) = (one["text"] for one in built("shizuishan")["sections"] if one["id"] == "overall_situation")
    assert "全年主动公开政府信息386条，其中概况类11条、政务动态类294条、政策类58条" in text
    assert "全年新开设网站栏目2个。" in text


# -- one record of each kind -----------------------------------------------------------------------

ITEMS = "publishing.items_published"
DOCUMENTS = "publishing.normative_documents"
FORM_DOCUMENTS = "article_20_1.normative_documents"


def test_one_item_changes_its_class_and_the_whole(rest, tmp_path):
    item = [row for row in rest["information.jsonl"] if row["section"] == "messages"]
    assert changes(lambda: load(folder_of(tmp_path / "one", {"information": item}))) == {
        f"shizuishan {ITEMS}": (373, 374),
        f"shizuishan {ITEMS}.public_messages": (9, 10),
    }


def test_a_section_counts_with_what_stands_in_it(rest, tmp_path):
    assert changes(lambda: load(folder_of(tmp_path / "section", {"sections": rest["sections.csv"]}))) == {}
    within = [row for row in rest["information.jsonl"] if row["section"] == NEW_SECTION]
    assert changes(lambda: load(folder_of(tmp_path / "items", {"information": within}))) == {
        "shizuishan publishing.sections_opened": (1, 2),
        f"shizuishan {ITEMS}": (373, 385),
        f"shizuishan {ITEMS}.dynamics": (282, 294),
    }


def test_one_document_is_an_item_too(rest, tmp_path):
    document = {"normative_documents": rest["normative_documents.jsonl"]}
    assert changes(lambda: load(folder_of(tmp_path / "one", document))) == {
        f"yiyang {ITEMS}": (225, 226),
        f"yiyang {ITEMS}.policy": (33, 34),
        f"yiyang {DOCUMENTS}.made": (2, 3),
        f"yiyang {DOCUMENTS}.in_force": (12, 13),
        f"yiyang {DOCUMENTS}.newly_made": (2, 3),
        f"yiyang {DOCUMENTS}.newly_disclosed": (2, 3),
        f"yiyang {DOCUMENTS}.disclosed_total": (12, 13),
        f"yiyang {FORM_DOCUMENTS}.newly_made_this_year": (2, 3),
        f"yiyang {FORM_DOCUMENTS}.newly_disclosed_this_year": (2, 3),
        f"yiyang {FORM_DOCUMENTS}.disclosed_total": (12, 13),
    }


def test_one_repeal_takes_a_document_out_of_force_and_stays_disclosed(rest, tmp_path):
    assert changes(lambda: load(folder_of(tmp_path / "one", {"validity_events": rest["validity_events.csv"]}))) == {
        f"yiyang {DOCUMENTS}.repealed": (0, 1),
        f"yiyang {DOCUMENTS}.in_force": (12, 11),
    }


def test_one_tally_changes_its_own_figure_and_cell(rest, tmp_path):
    assert changes(lambda: load(folder_of(tmp_path / "one", {"tallies": rest["tallies.csv"]}))) == {
        "yiyang oversight.procurement_projects": (14, 20),
        "yiyang article_20_9.government_centralized_procurement.procurement_projects": (14, 20),
    }


def test_one_note_changes_no_number_and_stands_in_its_section(rest, tmp_path):
    before = built("shizuishan")
    assert changes(lambda: load(folder_of(tmp_path / "one", {"year_notes": rest["year_notes.csv"]}))) == {}
    after = built("shizuishan")
    changed = [one["id"] for was, one in zip(before["sections"], after["sections"], strict=True) if was != one]
    assert changed == ["other_matters"]


CASE = {
    "agency": "shizuishan",
    "number": "2023-1",
    "channel": "当面提交",
    "arrival_date": "2023-03-06",
    "applicant_class": "自然人",
    "description": "2022年度归集使用情况",
    "outcome": "予以公开",
    "closed_date": "2023-03-20",
}
DISPUTE = {
    "agency": "shizuishan",
    "reference": "演示复〔2023〕1号",
    "route": "行政复议",
    "body": "演示市人民政府",
    "filed_date": "2023-05-04",
}


def test_one_case_is_received_and_ended_in_its_column(tmp_path):
    changed = changes(lambda: load(folder_of(tmp_path / "one", {"cases": [CASE]})))
    rows = ("new_received", "granted", "processed_total")
    cells = {f"shizuishan applications.{row}.{column}" for row in rows for column in ("natural_person", "total")}
    assert set(changed) == cells | {"shizuishan cases.new_received", "shizuishan cases.processed"}
    assert set(changed.values()) == {(0, 1)}


def test_one_dispute_is_pending_until_its_result(tmp_path):
    cell = "shizuishan review_litigation.cases.reconsideration_"
    assert changes(lambda: load(folder_of(tmp_path / "one", {"disputes": [DISPUTE]}))) == {
        "shizuishan cases.reconsiderations": (0, 1),
        f"{cell}pending": (0, 1),
        f"{cell}total": (0, 1),
    }
    result = {
        "agency": "shizuishan",
        "reference": DISPUTE["reference"],
        "begun_date": "2023-05-04",
        "result": "维持",
        "closed_date": "2023-06-20",
    }
    assert changes(lambda: load(folder_of(tmp_path / "result", {"dispute_instances": [result]}))) == {
        f"{cell}pending": (1, 0),
        f"{cell}upheld": (0, 1),
    }


# -- others' records -------------------------------------------------------------------------------


def test_records_of_another_agency_and_of_other_years_change_nothing(rest, tmp_path):
    load(folder_of(tmp_path / "rest", rest))
    before = {slug: built(slug) for slug in YEARS}
    load(folder_of(tmp_path / "others", _of_another_agency()))
    load(folder_of(tmp_path / "years", _of_other_years()))
    assert {slug: built(slug) for slug in YEARS} == before
    assert built("yunhu", 2023)["figures"][ITEMS]["value"] == 386
    assert built("shizuishan", 2021)["figures"][ITEMS]["value"] == 1


OF_DOCUMENTS = ("normative_documents.jsonl", "validity_events.csv", "explainers.jsonl", "service_guides.jsonl")


def _of_another_agency() -> dict[str, list[dict[str, Any]]]:
    """Return the records of Shizuishan's year as those of a third agency, with a case besides."""
    agency = {"slug": "yunhu", "name": "云湖市住房公积金管理中心", "short_name": "云湖公积金", "city": "云湖市"}
    theirs = {
        name.partition(".")[0]: [row | {"agency": "yunhu"} for row in rows if row["agency"] == "shizuishan"]
        for name, rows in ALL.items()
        if name not in ("agencies.csv", *OF_DOCUMENTS)
    }
    return {"agencies": [agency], **theirs, "cases": [CASE | {"agency": "yunhu"}]}


def _of_other_years() -> dict[str, list[dict[str, Any]]]:
    """Return records of years before and after both reports, of the same agencies."""
    item = {"agency": "shizuishan", "section": "notices", "title": "另一年的公告", "body": "内容。"}
    document = ALL["normative_documents.jsonl"][-1]
    changed = {
        "document_number": "演示规〔2021〕1号",
        "index_number": "",
        "issue_date": "2021-05-01",
        "publication_date": "2021-05-08",
        "effective_date": "2021-06-01",
    }
    tally = {"kind": "oversight.procurement_projects", "value": "9", "source": "演示数据"}
    return {
        "information": [
            item | {"reference": "2021-1", "publication_date": "2021-12-31"},
            item | {"reference": "2024-1", "publication_date": "2024-01-01"},
        ],
        "normative_documents": [document | changed],
        "tallies": [tally | {"agency": "yiyang", "since": "2021-01-01", "day": "2021-12-31"}],
        "cases": [CASE | {"number": "2021-1", "arrival_date": "2021-03-08", "closed_date": "2021-03-22"}],
        "year_notes": [
            {
                "agency": "shizuishan",
                "reference": "2024-1",
                "part": "监督保障",
                "day": "2024-02-01",
                "text": "略。",
                "source": "略",
            }
        ],
    }


@pytest.mark.parametrize("slug", YEARS)
def test_the_disclosure_section_lacks_none_of_its_parts_and_counts_nothing_more(slug):
    agency, importer = Agency.objects.get(slug=slug), Person.objects.first()
    office = Office.objects.create(
        agency=agency,
        name="某办公室",
        address="某路1号",
        hours="工作日",
        telephone="0",
        email="a@example.invalid",
        since=GUIDE_DAY,
    )
    Designation.objects.update_or_create(agency=agency, since=GUIDE_DAY, defaults={"office": office})
    before = built(slug)["figures"]
    publish_guide(agency, batch="演示", by=importer, at=AT)
    publish_lists(agency, batch="演示", by=importer, at=AT)
    guide = GuidePage.objects.get(url_path__contains=f"/{slug}/")
    assert (guide.live, list(missing_elements(guide))) == (True, [])
    assert built(slug)["figures"] == before
