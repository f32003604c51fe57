"""The report as CSV and as Markdown: for spreadsheets and for plain editors."""

from __future__ import annotations

import csv
import io

import pytest

from gongkai.annualreport.reading import read
from gongkai.annualreport.sources.csv import csv_report
from gongkai.annualreport.unreadable import Unreadable
from gongkai.annualreport.writers import write
from gongkai.annualreport.writers.csv import HEADER
from tests.annualreport.building import clean_report, with_cells, with_text


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_csv_has_one_row_for_each_cell_with_its_labels() -> None:
    cells = {row["table"] + "." + row["row"] + "." + row["column"]: row for row in rows(write(clean_report(), "csv"))}
    row = cells["applications.denied_state_secret.commercial_enterprise"]
    assert row["row_label"] == "三、本年度办理结果·（三）不予公开·1.属于国家秘密"
    assert row["column_label"] == "法人或其他组织·商业企业"
    assert (row["value"], row["unit"], row["how"]) == ("0", "件", "read")
    assert sum(1 for one in cells.values() if one["how"]) == 200


def test_csv_starts_with_the_mark_by_which_spreadsheets_know_utf_8() -> None:
    assert write(clean_report(), "csv").startswith(b"\xef\xbb\xbf" + ",".join(HEADER).encode())


@pytest.mark.parametrize("words", ["=1+1", "+86", "-无", "@某局", "'引", "＝1+1", "＠某局", "=cmd|'/c calc'!A1"])
def test_no_words_of_a_report_are_a_formula_for_a_spreadsheet(words: str) -> None:
    data = write(with_text(clean_report(), other_matters=words), "csv")
    assert all(row["value"][:1] not in tuple("=+@＝＠") for row in rows(data))
    found = csv_report(data)
    assert found.text("other_matters") == words


def test_a_negative_change_stays_a_number() -> None:
    place = "article_20_5.administrative_licensing.change_this_year"
    found = csv_report(write(with_cells(clean_report("format_2019_trial", 2020), {place: -12}), "csv"))
    assert found.value(*place.split(".")) == -12


def test_another_csv_is_no_report_of_ours() -> None:
    with pytest.raises(Unreadable) as refused:
        read("姓名,电话\n甲,1\n".encode(), "通讯录.csv")
    assert refused.value.finding.rule == "READ-NOT-A-REPORT"


@pytest.mark.parametrize(
    "spoilt",
    [
        b"report,format,,,,format_1999,,\r\n",
        b"report,format,,,,format_2021,,\r\napplications,granted,total,,,many,,read\r\n",
        b"report,format,,,,format_2021,,\r\napplications,nothing,total,,,1,,read\r\n",
        b"report,format,,,,format_2021,,\r\napplications,granted,total,,,,,read\r\n",
        b"report,format,,,,format_2021,,\r\nreport,year,,,,soon,,\r\n",
    ],
)
def test_nonsense_in_our_csv_is_refused_with_a_reason(spoilt: bytes) -> None:
    with pytest.raises(Unreadable) as refused:
        csv_report(",".join(HEADER).encode() + b"\r\n" + spoilt)
    assert refused.value.finding.rule == "READ-DAMAGED"
    assert refused.value.finding.facts["reason"]


def test_a_file_that_a_spreadsheet_saved_again_still_reads() -> None:
    text = write(clean_report(), "csv").decode("utf-8-sig").replace("\r\n", "\n")
    assert csv_report(text.encode()) == csv_report(write(clean_report(), "csv"))


def test_markdown_has_headings_and_tables_as_wide_as_their_rules() -> None:
    text = write(clean_report(), "md").decode()
    assert text.startswith("# 清河市住房公积金管理中心2023年政府信息公开工作年度报告\n")
    assert "\n## 三、收到和处理政府信息公开申请情况\n" in text
    for block in text.split("\n\n"):
        if block.startswith("|"):
            assert len({line.count("|") for line in block.splitlines()}) == 1
            assert set(block.splitlines()[1]) == set("| -")
