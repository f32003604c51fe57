"""住房公积金年度报告 (建金〔2015〕26号): another form in the same engine, in words and in tables."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

import pytest

from gongkai.annualreport import RULES, NotWritten, check, compare, from_dict, read, roll_up, status, to_dict, write
from gongkai.annualreport.forms import form
from gongkai.annualreport.model import How, Place, Report
from gongkai.annualreport.rollup import Mixed
from gongkai.annualreport.unreadable import Unreadable
from gongkai.findings import Finding
from tests.annualreport.building import clean_report
from tests.annualreport.fund import GAINS, IN_TABLES, IN_WORDS, LOANS, OPERATIONS, changed, in_tables, in_words

FORM = form("provident_fund_annual")


def value(report: Report, place: str) -> Decimal | int | None:
    table, row = place.split(".")
    return report.value(table, row, "value")


def found(report: Report, previous: Report | None = None) -> dict[str, Finding]:
    told = {finding.rule: finding for finding in check(report, previous)}
    assert all(RULES.tell(finding)["message"] for finding in told.values())
    return told


# -- reading ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "printed"),
    [
        ("operations.new_employers", "345"),
        ("operations.paying_employees", "23.45"),
        ("operations.deposited", "53.20"),
        ("operations.deposited_total", "523.40"),
        ("operations.deposit_balance", "205.25"),
        ("operations.withdrawing_employees", "9.87"),
        ("operations.withdrawal_rate", "67.99"),
        ("operations.largest_loan", "70"),
        ("operations.loans_granted", "0.63"),
        ("operations.lent", "26.40"),
        ("operations.repaid", "16.20"),
        ("operations.lent_total", "298.76"),
        ("operations.loan_balance", "168.30"),
        ("operations.loan_rate", "82.00"),
        ("operations.bond_balance", "0"),
        ("operations.use_rate", "82.00"),
        ("finances.to_public_housing", "1.10"),
        ("finances.management_spending", "0.312055"),
        ("risk.overdue", "0.020196"),
        ("risk.overdue_rate", "0.12"),
    ],
)
def test_a_figure_of_the_text_is_read_in_the_unit_of_the_form(place: str, printed: str) -> None:
    assert str(value(read(IN_WORDS), place)) == printed


def test_the_rate_told_beside_the_gains_is_no_part_of_them() -> None:
    report = read(in_words(("6.51%。增值收益率1.83%", "6.51%。其中，增值收益率1.83%")))
    assert value(report, "finances.gains_rate") == Decimal("1.83")
    parts = read(in_words(("增值收益3.60亿元，", "其中，增值收益3.60亿元，")))
    assert value(parts, "finances.gains") is None


def test_the_report_says_whose_it_is_and_of_which_year() -> None:
    in_html, in_docx = read(IN_WORDS), read(IN_TABLES)
    assert (in_html.form, in_html.agency, in_html.year) == (FORM, "清河市住房公积金管理中心", 2025)
    assert (in_docx.form, in_docx.agency, in_docx.year) == (FORM, "临湖市住房公积金管理中心", 2025)
    assert (in_html.publication_date, in_docx.publication_date) == (date(2026, 3, 31), date(2026, 3, 20))
    assert [section.id for section in in_html.sections] == [section.id for section in FORM.sections]


def test_tables_are_read_by_their_headings_with_the_unit_of_column_label_or_line_above() -> None:
    report = read(IN_TABLES)
    assert value(report, "operations.paying_employees") == Decimal("15.234")
    assert value(report, "operations.deposited") == Decimal("31.24605")
    assert value(report, "operations.loans_granted") == Decimal("0.3215")
    assert value(report, "operations.lent") == Decimal("11.8955")
    assert value(report, "finances.income") == Decimal("3.62204")
    assert str(report.cell("finances", "income", "value").source) == "第3个表格第2行第2格"


@pytest.mark.parametrize("file", [IN_WORDS, IN_TABLES], ids=["words", "tables"])
def test_a_clean_report_shows_nothing_and_every_figure_says_where_it_stands(file: object) -> None:
    report = read(file)
    assert check(report) == ()
    assert all(any(cell.source) and cell.raw for _, cell in report.cells() if cell.how is How.READ)
    assert from_dict(json.loads(json.dumps(to_dict(report)))) == report


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("缴存额53.20亿元，", "缴存额约53.20亿元，"),
        ("缴存额53.20亿元，", "缴存额53.20，"),
        ("缴存额53.20亿元，", "缴存额53.20亿元，另有一处写作缴存额多少。缴存额52.30亿元，"),
    ],
)
def test_a_figure_that_is_not_certain_is_left_empty_and_said(old: str, new: str) -> None:
    report = read(in_words((old, new)))
    cell = report.cell("operations", "deposited", "value")
    assert (cell.value, cell.how) == (None, How.UNREAD)
    assert found(report)["READ-CELL-UNREAD"].where == "operations.deposited.value"
    assert status(check(report)) == "errors"


@pytest.mark.parametrize(
    "new",
    [
        "2024年，缴存额49.16亿元，",
        "上年缴存额49.16亿元，",
        "其中，市本级缴存额49.16亿元，",
        "比上年缴存额增加53.20亿元，",
        "缴存额、提取额分别为53.20亿元、36.17亿元，",
        "缴存额、贷款额53.20亿元、26.40亿元，",
        "归集扩面缴存额53.20亿元，",
        "清东管理部：缴存额8.80亿元，",
        "预计缴存额60.00亿元，",
    ],
)
def test_what_speaks_of_another_year_a_part_or_a_list_is_not_taken(new: str) -> None:
    report = read(in_words(("缴存额53.20亿元，", new)))
    assert value(report, "operations.deposited") is None
    assert "缴存额" in found(report)["PF-ITEM-MISSING"].facts["items"]


def test_the_same_figure_rounded_elsewhere_is_the_same_figure() -> None:
    report = read(in_words(("缴存额53.20亿元，", "缴存额53.20亿元（见下）。2025年，缴存额531987.40万元，")))
    assert value(report, "operations.deposited") == Decimal("53.19874")


def test_the_balance_of_loans_to_other_cities_is_not_that_of_the_centre() -> None:
    report = read(in_words(("异地贷款余额2.05亿元", "贷款余额2.05亿元")))
    assert value(report, "operations.loan_balance") == Decimal("168.30")


def test_without_a_heading_that_names_the_year_two_figures_leave_the_row_open() -> None:
    headless = (("项目", "单位", "甲", "乙", "丙"), *OPERATIONS[1:])
    report = read(in_tables(operations=headless))
    assert value(report, "operations.deposited") is None
    assert report.cell("operations", "deposited", "value").how is How.UNREAD


def test_without_a_unit_no_amount_is_taken() -> None:
    unitless = tuple((row[0].replace("（万元）", ""), *row[1:]) for row in LOANS)
    assert value(read(in_tables(loans=unitless)), "operations.loan_balance") is None


def test_plain_text_with_wrapped_lines_is_read_alike() -> None:
    report = read(IN_WORDS)
    lines = [report.preamble] + [f"{section.title}\n{section.text}" for section in report.sections]
    paragraphs = "\n".join(lines).split("\n")
    wrapped = "\n".join("\n".join(line[at : at + 38] for at in range(0, len(line), 38)) for line in paragraphs if line)
    again = read(wrapped.encode())
    assert {place: cell.value for place, cell in again.cells()} == {place: cell.value for place, cell in report.cells()}


@pytest.mark.parametrize("seed", range(12))
def test_a_figure_that_was_changed_is_read_as_changed_or_not_at_all(seed: int) -> None:
    """Blemishes of words and figures: never a figure that is not printed for that item."""
    rng, changes, wanted = Random(seed), [], {}
    for words, place in (
        ("缴存总额523.40", "deposited_total"),
        ("提取额36.17", "withdrawn"),
        ("贷款余额168.30", "loan_balance"),
    ):
        figure = f"{rng.randint(1, 900)}.{rng.randint(10, 99)}"
        label = words.rstrip("0123456789.")
        wanted[place] = Decimal(figure)
        changes.append(
            (
                f"{words}亿元",
                rng.choice(("{0}{1}亿元", "{0} {1} 亿元", "{0}：{1}亿元", "{0}为{1}亿元")).format(label, figure),
            )
        )
    report = read(in_words(*changes))
    for place, figure in wanted.items():
        assert report.value("operations", place, "value") == figure


# -- which report ----------------------------------------------------------------------------------


def test_a_disclosure_report_of_a_provident_fund_centre_is_not_taken_for_it() -> None:
    for kind in ("html", "docx", "md"):
        report = clean_report()
        assert "住房公积金" in (report.agency or "")
        assert read(write(report, kind)).form.id == "format_2021"


def test_a_title_that_says_disclosure_decides_whatever_the_headings() -> None:
    changes = (
        "<h1>清河市住房公积金2025年年度报告</h1>",
        "<h1>清河市住房公积金管理中心2025年政府信息公开工作年度报告</h1>",
    )
    with pytest.raises(Unreadable, match="法定表格"):
        read(in_words(changes))


def test_a_title_on_two_lines_and_a_missing_title_are_known_by_the_headings() -> None:
    broken = ("<h1>清河市住房公积金2025年年度报告</h1>", "<h1>清河市住房公积金<br>2025年年度报告</h1>")
    assert read(in_words(broken)).year == 2025
    lines = "一、机构概况\n略。\n二、业务运行情况\n2025年末，住房公积金缴存总额12.00亿元。\n三、主要财务数据\n略。\n"
    nameless = read(lines.encode())
    assert (nameless.form, nameless.year, nameless.agency) == (FORM, None, None)
    assert {"PF-YEAR-UNKNOWN", "PF-CENTRE-UNKNOWN", "PF-SECTION-MISSING"} <= set(found(nameless))


# -- checking --------------------------------------------------------------------------------------


def test_pf_3_the_balance_is_the_total_less_what_was_withdrawn() -> None:
    assert "PF-BALANCE" not in found(read(IN_WORDS))
    wrong = found(read(in_words(("缴存余额205.25亿元", "缴存余额205.52亿元"))))["PF-BALANCE"]
    assert (wrong.facts["left"], wrong.facts["right"], wrong.facts["difference"]) == ("523.40", "523.67", "0.27")
    assert RULES.tell(wrong)["severity"] == "error"


def test_pf_4_the_gains_are_divided_without_a_rest() -> None:
    assert "PF-DISTRIBUTION" not in found(read(IN_WORDS))
    wrong = found(read(in_words(("建设补充资金1.10亿元", "建设补充资金1.00亿元"))))["PF-DISTRIBUTION"]
    assert wrong.facts["difference"] == "0.10"
    assert RULES.tell(wrong)["severity"] == "error"


def test_the_gains_are_income_less_expenditure() -> None:
    wrong = found(read(in_tables(gains=changed(GAINS, "增值收益", column=1, to="19,203.20"))))
    assert wrong["PF-GAINS"].facts["difference"] == "0.000100"


def test_pf_5_a_rate_is_right_to_its_printed_decimals() -> None:
    assert "PF-RATE" not in found(read(IN_WORDS))
    for printed, passes in (("82.00", True), ("82.0", True), ("82", True), ("81.00", False), ("82.01", False)):
        words = ("个人住房贷款余额占缴存余额的82.00%", f"个人住房贷款余额占缴存余额的{printed}%")
        assert ("PF-RATE" not in found(read(in_words(words)))) is passes, printed
    wrong = found(read(in_words(("个人住房贷款余额占缴存余额的82.00%", "个人住房贷款余额占缴存余额的81.00%"))))[
        "PF-RATE"
    ]
    assert (wrong.facts["printed"], wrong.facts["expected"]) == ("81.00", "82.00")
    assert wrong.where == "operations.loan_rate.value"


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("占当年缴存额的67.99%", "占当年缴存额的76.99%", "operations.withdrawal_rate.value"),
        ("总和占缴存余额的82.00%", "总和占缴存余额的83.00%", "operations.use_rate.value"),
        ("逾期率0.12‰", "逾期率0.12%", "risk.overdue_rate.value"),
    ],
)
def test_every_rate_is_computed_again(old: str, new: str, where: str) -> None:
    assert found(read(in_words((old, new))))["PF-RATE"].where == where


def test_a_sum_without_one_of_its_figures_has_no_verdict_and_that_is_said() -> None:
    told = found(read(in_words(("提取总额318.15亿元，", ""))))
    assert "PF-BALANCE" not in told
    assert told["SUM-UNVERIFIED"].where == "operations"


def test_totals_follow_from_last_years_report() -> None:
    before = in_words(
        ("2025年年度报告_", "2024年年度报告_"),
        ("<h1>清河市住房公积金2025年年度报告</h1>", "<h1>清河市住房公积金2024年年度报告</h1>"),
    ).decode()
    before = before.replace("2025年", "2024年").replace("缴存总额523.40", "缴存总额470.20")
    before = before.replace("提取总额318.15", "提取总额281.98").replace("298.76亿元", "272.36亿元")
    before = before.replace("贷款余额168.30", "贷款余额158.10")
    last_year = read(before.encode())
    assert last_year.year == 2024
    assert not {"PF-TOTAL", "PF-LOANS", "PREV-YEAR"} & set(found(read(IN_WORDS), last_year))
    wrong = read(
        in_words(("缴存总额523.40亿元", "缴存总额532.40亿元"), ("回收个人住房贷款16.20", "回收个人住房贷款12.60"))
    )
    assert found(wrong, last_year)["PF-TOTAL"].facts["difference"] == 9
    assert found(wrong, last_year)["PF-LOANS"].facts["difference"] == "3.60"


def test_another_report_is_no_last_years_report() -> None:
    assert "PREV-OTHER" in found(read(IN_WORDS), clean_report(year=2024))
    assert "PREV-OTHER" in {finding.rule for finding in check(clean_report(year=2026), read(IN_WORDS))}


def test_pf_1_it_is_due_at_the_end_of_march() -> None:
    report = read(IN_WORDS)
    assert "PF-LATE" not in found(replace(report, publication_date=date(2026, 3, 31)))
    late = found(replace(report, publication_date=date(2026, 4, 1)))["PF-LATE"]
    assert late.facts == {"published": "2026-04-01", "due": "2026-03-31"}
    assert "PF-EARLY" in found(replace(report, publication_date=date(2025, 3, 20)))
    assert "PUB-LATE" not in found(replace(report, publication_date=date(2026, 4, 1)))


def test_a_head_that_is_missing_or_empty_is_an_error() -> None:
    missing = found(read(in_words(("<h2>五、社会经济效益</h2>", ""))))
    assert missing["PF-SECTION-MISSING"].where == "text.benefits"
    text = IN_WORDS.read_text("utf-8")
    start, end = text.index("<p>（一）缴存业务"), text.index("<h2>六、")
    assert found(read((text[:start] + text[end:]).encode()))["PF-SECTION-EMPTY"].where == "text.benefits"


def test_its_figures_may_be_mistaken_only_by_the_law_of_its_own_report() -> None:
    for changes in (
        ("缴存总额523.40", "缴存总额423.40"),
        ("<h2>五、社会经济效益</h2>", ""),
        ("占当年缴存额的67.99", "占当年缴存额的7.99"),
    ):
        for finding in check(read(in_words(changes))):
            assert "政府信息公开" not in RULES[finding.rule].law


def test_two_years_are_compared_item_by_item_and_a_share_has_no_change_in_percent() -> None:
    changes = {change.place: change for change in compare(read(IN_TABLES), read(IN_WORDS)).changes}
    deposited = changes[Place("operations", "deposited", "value")]
    assert (deposited.difference, deposited.percent) == (Decimal("21.953950"), Decimal("70.3"))
    rate = changes[Place("operations", "withdrawal_rate", "value")]
    assert (rate.difference, rate.percent) == (Decimal("-2.15"), None)


# -- what is not done with it ----------------------------------------------------------------------


def test_it_is_written_as_json_only() -> None:
    report = read(IN_WORDS)
    again = read(write(report, "json"))
    assert replace(again, file=report.file) == report
    with pytest.raises(NotWritten):
        write(report, "html")


def test_a_file_of_ours_cannot_hide_an_item_that_was_not_read() -> None:
    told = to_dict(read(in_words(("缴存额53.20亿元，", "缴存额约53.20亿元，"))))
    told["findings"] = []
    again = read(json.dumps(told).encode())
    assert [(finding.rule, finding.where) for finding in again.findings] == [
        ("READ-CELL-UNREAD", "operations.deposited.value")
    ]


def test_rates_are_not_added_up() -> None:
    with pytest.raises(Mixed):
        roll_up([read(IN_WORDS), read(IN_TABLES)])
    rolled = roll_up([clean_report(year=2025), replace(clean_report(year=2025), agency="临湖市水务局"), read(IN_WORDS)])
    assert [one.reason for one in rolled.set_apart] == ["other_form"]
