"""The declared demo records: right figures, evidently not the centres' own words."""

import filecmp
import json
import re

import pytest

from gongkai import annualreport
from gongkai.demo.generating import write_records
from gongkai.demo.records import declared
from tests.house.place import PROJECT
from tests.samples import SAMPLES, needs_samples

REPORTS = {"shizuishan-2023.json": "shizuishan-2023.txt", "yiyang-2020.json": "yiyang-2020.txt"}
INVENTED = ("shizuishan-2022.json",)


@pytest.mark.parametrize("name", [*REPORTS, *INVENTED])
def test_a_demo_report_is_one_the_engine_takes(name):
    report = annualreport.from_dict(declared(name))
    assert annualreport.to_dict(report)["tables"] == declared(name)["tables"]


@pytest.mark.parametrize("name", [*REPORTS, *INVENTED])
def test_a_demo_report_has_no_error(name):
    findings = annualreport.check(annualreport.from_dict(declared(name)))
    assert annualreport.status(findings) == "clean"


def test_two_figures_for_one_thing_are_still_asked_about():
    findings = annualreport.check(annualreport.from_dict(declared("yiyang-2020.json")))
    assert "TEXT-TWO-FIGURES" in {finding.rule for finding in findings}


@pytest.mark.parametrize("name", [*REPORTS, *INVENTED])
def test_a_demo_report_says_it_is_one(name):
    assert "演示数据，非该中心发布" in declared(name)["notes"][0]


@pytest.mark.parametrize("name", INVENTED)
def test_a_year_that_is_invented_says_so(name):
    assert "数字和文字都为演示而拟" in declared(name)["notes"][0]


def test_the_two_years_of_one_centre_follow_from_each_other():
    before, after = (annualreport.from_dict(declared(f"shizuishan-{year}.json")) for year in (2022, 2023))
    findings = [annualreport.RULES.tell(finding) for finding in annualreport.check(after, previous=before)]
    assert [one["rule"] for one in findings if one["severity"] != "notice"] == []


@needs_samples
@pytest.mark.parametrize(("name", "sample"), REPORTS.items())
def test_the_figures_are_those_of_the_real_report(name, sample):
    expected = SAMPLES / f"{sample}.expected.json"
    assert declared(name)["tables"] == json.loads(expected.read_text("utf-8"))["tables"]


@needs_samples
@pytest.mark.parametrize(("name", "sample"), REPORTS.items())
def test_no_sentence_is_the_centres_own(name, sample):
    wide = str.maketrans({",": "，", "(": "（", ")": "）"})
    theirs = "".join((SAMPLES / sample).read_text("utf-8").split()).translate(wide)
    ours = "".join(section["text"] for section in declared(name)["sections"])
    sentences = [sentence for part in ours.split("\n") for sentence in part.split("。") if len(sentence) > 14]
    assert sentences
    assert [sentence for sentence in sentences if sentence in theirs] == []


def test_the_contacts_are_evidently_invented():
    for office in (office for agency in declared("agencies.json") for office in agency["offices"]):
        assert office.get("email", "@example.invalid").endswith("@example.invalid")
        for told in ("name", "address", "hours", "telephone"):
            assert "演示" in office[told]


def test_the_generator_writes_what_stands_in_the_folder_demo(tmp_path):
    for folder in write_records(tmp_path):
        here = PROJECT / "demo" / folder.name
        names = sorted(path.name for path in folder.iterdir())
        assert sorted(path.name for path in here.iterdir()) == names
        assert filecmp.cmpfiles(folder, here, names, shallow=False)[0] == names


GUIDE_TEXTS = ("legal_basis", "conditions", "materials", "fee")  # digits of a telephone or a house stand elsewhere


def told_in(item):
    """Return the blocks of an item, and what a guide says; a chart's figures count opinions, nothing else."""
    blocks = [block for block in item.get("blocks", []) if block["type"] != "chart"]
    assert all(one["value"]["unit"] == "条" for one in item.get("blocks", []) if one["type"] == "chart")
    return f"{blocks} {' '.join(item.get(name, '') for name in GUIDE_TEXTS)}"


def test_no_item_can_be_taken_for_real_policy(tmp_path):
    """No limit, rate or amount of money: digits stand in days, and in charts of how many opinions were taken up."""
    write_records(tmp_path)
    texts = [json.loads(line) for path in tmp_path.glob("*/*.jsonl") for line in path.read_text("utf-8").splitlines()]
    words = " ".join(f"{one['title']} {one.get('body', '')} {told_in(one)}" for one in texts)
    assert re.sub(r"\d{1,2}(?:月|日)", "", words) == re.sub(r"\d", "", re.sub(r"\d{1,2}(?:月|日)", "", words))
    assert not re.search("[%％]|万元|利率为|额度为", words)
    assert all(one["source"].startswith("演示") or "（演示）" in one["source"] for one in texts)
