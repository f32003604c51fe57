"""`gongkai yearend import`: a folder of reports, what is taken in, what is named, how it is stopped and goes on."""

from __future__ import annotations

import json
from datetime import date

import pytest

from gongkai import annualreport
from gongkai.agencies.door import Relation, RelationKind, Role
from gongkai.cli import main, taking_in
from gongkai.yearend.receiving import ReceivedReport
from tests.annualreport.building import clean_report
from tests.publishing.examples import a_person
from tests.yearend.examples import LONG_AGO, an_agency

pytestmark = pytest.mark.django_db

YEAR = 2024
CALL = ["--department", "yunze-office", "--year", str(YEAR), "--by", "officer", "--day", "2025-01-20"]


@pytest.fixture(autouse=True)
def department(settings):
    settings.HAS_SECRET_KEY = True
    department = an_agency("yunze-office", name="云泽市人民政府办公室", short_name="市政府办")
    for slug, name in (("water", "云泽市水务局"), ("fund", "云泽市住房公积金管理中心"), ("park", "云泽市园林局")):
        agency = an_agency(slug, name=name)
        kind = RelationKind.DISCLOSURE_SUPERVISOR
        Relation.objects.create(agency=agency, kind=kind, other=department, since=LONG_AGO)
    a_person("officer", department, Role.SUPERVISOR)
    return department


@pytest.fixture
def folder(tmp_path):
    home = tmp_path / "年报"
    home.mkdir()
    put(home / "a.html", "云泽市水务局")
    put(home / "b.docx", "住房公积金管理中心")  # written without its city
    put(home / "park.md", "园林处")  # called by the agency's slug
    return home


def put(path, agency, year=YEAR):
    path.parent.mkdir(exist_ok=True)
    kind = path.suffix[1:]
    path.write_bytes(annualreport.write(clean_report(year=year, agency=agency), kind))


def run(folder, capsys):
    code = main(["yearend", "import", str(folder), *CALL, "--json"])
    said = capsys.readouterr()
    return code, json.loads(said.out), said.err


def test_a_folder_is_taken_in_agency_by_agency_and_once(folder, capsys):
    code, told, _ = run(folder, capsys)
    assert (code, told["received"], told["not_taken"]) == (0, 3, [])
    rows = {row.agency.slug: row for row in ReceivedReport.objects.all()}
    assert {slug: row.file_name for slug, row in rows.items()} == {
        "water": "a.html",
        "fund": "b.docx",
        "park": "park.md",
    }
    assert rows["fund"].file.read() == (folder / "b.docx").read_bytes()
    assert {row.day for row in rows.values()} == {date(2025, 1, 20)}
    assert annualreport.from_dict(rows["fund"].report).cell("applications", "granted", "total").source is not None
    code, told, _ = run(folder, capsys)
    assert (code, told["received"], told["known"]) == (0, 0, 3)


def test_every_file_that_is_not_taken_is_named_and_all_the_rest_are_in(folder, capsys):
    put(folder / "c.html", "丰谷县教育局")
    put(folder / "d.html", "云泽市水务局", year=2023)
    (folder / "e.docx").write_bytes(b"PK\x03\x04 broken")
    put(folder / "再" / "a.md", "云泽市水务局")
    (folder / "再" / "同一份.html").write_bytes((folder / "a.html").read_bytes())
    code, told, said = run(folder, capsys)
    assert (code, told["received"], told["known"], told["refused"]) == (1, 3, 1, 4)
    assert {one["file"]: [finding["rule"] for finding in one["findings"]] for one in told["not_taken"]} == {
        "c.html": ["COLLECT-UNKNOWN"],
        "d.html": ["COLLECT-SECOND"],
        "e.docx": ["COLLECT-UNREADABLE"],
        "再/a.md": ["COLLECT-SECOND"],
    }
    assert "c.html：文件写明的机关是“丰谷县教育局”" in said
    code, told, _ = run(folder, capsys)  # what was second stays second
    assert (code, told["received"], told["known"], told["refused"]) == (1, 0, 4, 4)


def test_ctrl_c_leaves_what_is_in_and_the_next_run_goes_on(folder, capsys, monkeypatch):
    answer, read = taking_in._answer, []

    def stops(path):
        read.append(path)
        if len(read) == 2:
            raise KeyboardInterrupt
        return answer(path)

    monkeypatch.setattr(taking_in, "_answer", stops)
    code, told, said = run(folder, capsys)
    assert (code, told["interrupted"], told["received"]) == (130, True, 1)
    assert "处理了前 1 份（共 3 份）" in said
    monkeypatch.setattr(taking_in, "_answer", answer)
    assert run(folder, capsys)[1] == told | {"interrupted": False, "received": 2, "known": 1}


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        (("officer", "nobody"), "没有登录名为 nobody 的人员"),
        (("yunze-office", "nowhere"), "没有代号为 nowhere 的机关"),
        (("yunze-office", "water"), "没有“主管部门人员”的岗位"),
    ],
)
def test_who_does_not_act_for_the_department_takes_nothing_in(folder, capsys, changed, sentence):
    call = [changed[1] if word == changed[0] else word for word in CALL]
    assert main(["yearend", "import", str(folder), *call]) == 2
    assert sentence in capsys.readouterr().err
    assert not ReceivedReport.objects.exists()


def test_a_folder_without_a_report_ends_with_2(tmp_path, capsys):
    assert main(["yearend", "import", str(tmp_path / "nowhere"), *CALL]) == 2
    assert main(["yearend", "import", str(tmp_path), *CALL]) == 2
    assert "共 0 份文件" in capsys.readouterr().out
