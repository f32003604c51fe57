"""What the reader of a page sees of a report."""

import pytest

from gongkai.annualreport import form
from gongkai.yearend.presentation import number_findings, present
from gongkai.yearend.shown import judge
from tests.yearend.examples import a_report

AGENCY = "某市住房公积金管理中心"


def a_finding(rule="T3-BALANCE", severity="error", where="applications.granted.total", **facts):
    return {
        "rule": rule,
        "severity": severity,
        "where": where,
        "facts": facts,
        "message": "两边不相等。",
        "law": "国办公开办函〔2021〕30号",
        "advice": "请核对。",
    }


def cell(view, table, row, column):
    wanted = f"at-{table}-{row}-{column}"
    return next(
        cell
        for section in view.sections
        for shown in section.tables
        for line in shown.rows
        for cell in line.cells
        if cell.anchor == wanted
    )


def test_the_six_sections_stand_in_the_order_of_the_form():
    view = present(a_report(AGENCY), [])
    assert [section.title[0] for section in view.sections] == list("一二三四五六")
    assert [len(section.tables) for section in view.sections] == [0, 4, 1, 1, 0, 0]


def test_a_blank_is_shown_as_a_blank_and_never_as_0():
    report = a_report(AGENCY)
    report["tables"]["applications"]["granted"]["total"] = None
    shown = cell(present(report, []), "applications", "granted", "total")
    assert shown.text == ""
    assert (shown.manner.sign, shown.manner.word) == ("—", "空白")


def test_a_table_the_report_does_not_have_is_not_shown_as_zeros():
    report = a_report(AGENCY)
    del report["tables"]["review_litigation"]
    assert cell(present(report, []), "review_litigation", "cases", "reconsideration_total").text == ""


@pytest.mark.parametrize(
    ("how", "value", "word"),
    [("inferred", 7, "推算"), ("blank", None, "空白"), ("unread", None, "未能确定"), ("absent", None, "未找到")],
)
def test_each_manner_of_coming_to_a_value_has_its_sign_and_word(how, value, word):
    report = a_report(AGENCY)
    report["tables"]["applications"]["granted"]["total"] = value
    report["provenance"] = {
        "applications.granted.total": {"how": how, "raw": "1l", "unit": "", "source": {"table": 5, "row": 3}}
    }
    view = present(report, [])
    shown = cell(view, "applications", "granted", "total")
    assert shown.manner.word == word
    assert shown.manner.sign
    assert shown.told == f"{word}，原文“1l”，第5个表格第3行"
    assert (shown.manner, 1) in view.tally


def test_a_value_that_was_read_carries_no_sign_but_tells_its_place():
    report = a_report(AGENCY)
    report["provenance"] = {
        "applications.granted.total": {"how": "read", "raw": "0", "unit": "", "source": {"table": 5, "row": 3}}
    }
    view = present(report, [])
    assert cell(view, "applications", "granted", "total").manner.sign == ""
    table = next(table for section in view.sections for table in section.tables if table.id == "applications")
    line = next(line for line in table.trace if line.place)
    assert (line.row, line.column, line.text, line.raw, line.place) == (
        "（一）予以公开",
        "总计",
        "0",
        "0",
        "第5个表格第3行",
    )


def texts_of(headers):
    return [header.text for header in headers]


def table_of(view, table_id):
    return next(table for section in view.sections for table in section.tables if table.id == table_id)


def test_each_cell_names_all_its_headers():
    view = present(a_report(AGENCY), [])
    table = table_of(view, "applications")
    every = [*(header for line in table.head for header in line), *(one for row in table.rows for one in row.headers)]
    words = {header.id: header.text for header in every}
    assert len(words) == len(every)
    shown = cell(view, "applications", "denied_third_party_rights", "research_institution")
    assert [words[one] for one in shown.headers.split()] == [
        "申请人情况",
        "法人或其他组织",
        "科研机构",
        "三、本年度办理结果",
        "（三）不予公开",
        "4.保护第三方合法权益",
    ]


def test_the_disputes_have_three_rows_of_headers_and_no_row_label():
    table = table_of(present(a_report(AGENCY), []), "review_litigation")
    assert texts_of(table.head[0]) == ["行政复议", "行政诉讼"]
    assert texts_of(table.head[1])[-2:] == ["未经复议直接起诉", "复议后起诉"]
    assert [(row.headers, len(row.cells)) for row in table.rows] == [((), 15)]


def test_a_unit_is_printed_where_neither_label_nor_caption_has_it():
    view = present(a_report(AGENCY, 2020, "format_2019_trial"), [])
    head = table_of(view, "article_20_9").head[0]
    assert [(header.text, header.note) for header in head[1:]] == [("采购项目数量", "项"), ("采购总金额", "元")]
    fees = table_of(present(a_report(AGENCY), []), "article_20_8")
    assert [header.note for header in fees.head[0][1:]] == [""]


def test_a_change_keeps_its_sign():
    report = a_report(AGENCY, 2020, "format_2019_trial")
    report["tables"]["article_20_5"]["administrative_licensing"]["change_this_year"] = 1036
    report["tables"]["article_20_6"]["administrative_penalty"]["change_this_year"] = -4
    view = present(report, [])
    assert cell(view, "article_20_5", "administrative_licensing", "change_this_year").text == "+1036"
    assert cell(view, "article_20_6", "administrative_penalty", "change_this_year").text == "-4"


def test_a_2021_report_that_prints_other_processing_as_one_row_is_shown_so():
    report = a_report(AGENCY)
    rows = report["tables"]["applications"]
    for part in ("other_correction_overdue", "other_fee_overdue", "other_misc"):
        del rows[part]
    rows["other_processing"] = dict.fromkeys(rows["granted"], 3)
    view = present(report, [])
    assert cell(view, "applications", "other_processing", "total").text == "3"
    shown = [row.anchor for section in view.sections for table in section.tables for row in table.rows]
    assert "at-applications-other_misc" not in shown
    assert shown.index("at-applications-other_processing") == shown.index("at-applications-processed_total") - 1


def test_a_2019_report_that_prints_its_parts_is_shown_so():
    report = a_report(AGENCY, 2020, "format_2019_trial")
    rows = report["tables"]["applications"]
    del rows["other_processing"]
    rows["other_misc"] = dict.fromkeys(rows["granted"], 2)
    assert cell(present(report, []), "applications", "other_misc", "total").text == "2"


def test_findings_come_gravest_first_and_are_numbered():
    findings = [a_finding(severity="notice"), a_finding(severity="error"), a_finding(severity="warning")]
    views = number_findings(findings, form("format_2021"))
    assert [(view.number, view.severity) for view in views] == [(1, "error"), (2, "warning"), (3, "notice")]
    assert len({view.sign for view in views}) == 3


@pytest.mark.parametrize(
    ("where", "place", "target"),
    [
        (
            "applications.denied_state_secret.total",
            "三、收到和处理政府信息公开申请情况 · 三、本年度办理结果 · （三）不予公开 · 1.属于国家秘密 · 总计",
            "at-applications-denied_state_secret-total",
        ),
        ("article_20_1", "第二十条第（一）项", "at-article_20_1"),
        (
            "review_litigation.cases.reconsideration_total",
            "四、政府信息公开行政复议、行政诉讼情况 · 行政复议 · 总计",
            None,
        ),
        ("text.overall_situation[2:5]", "一、总体情况", "section-overall_situation"),
        ("text.other_matters", "六、其他需要报告的事项", "section-other_matters"),
        ("proactive_disclosure", "二、主动公开政府信息情况", "section-proactive_disclosure"),
        ("year", "报告年度", ""),
        ("", "全文", ""),
        ("something.else", "something · else", ""),
    ],
)
def test_a_place_is_said_in_words_and_leads_to_the_page(where, place, target):
    (view,) = number_findings([a_finding(where=where)], form("format_2021"))
    assert view.place == place
    if target is not None:
        assert view.target == target


def test_every_target_stands_on_the_page():
    report = a_report(AGENCY)
    ids = {"section-preamble"}
    for section in present(report, []).sections:
        ids.add(section.anchor)
        for table in section.tables:
            ids.add(table.anchor)
            ids |= {row.anchor for row in table.rows} | {one.anchor for row in table.rows for one in row.cells}
    wheres = ["applications", "applications.granted", "applications.granted.total", "text.overall_situation"]
    assert {view.target for view in number_findings(map_where(wheres), form("format_2021"))} <= ids


def map_where(wheres):
    return [a_finding(where=where) for where in wheres]


def test_a_cell_shows_the_findings_about_it():
    view = present(a_report(AGENCY), [a_finding()])
    assert [one.number for one in cell(view, "applications", "granted", "total").findings] == [1]
    assert cell(view, "applications", "granted", "natural_person").findings == ()


def test_a_passage_that_a_finding_speaks_of_is_marked_in_the_text():
    report = a_report(AGENCY)
    report["sections"][0]["text"] = "主动公开386条。\n依申请公开0件。"
    view = present(report, [a_finding("TEXT-BREAKDOWN", where="text.overall_situation[4:8]")])
    first, second = view.sections[0].paragraphs
    assert [(span.text, len(span.findings)) for span in first] == [("主动公开", 0), ("386条", 1), ("。", 0)]
    assert "".join(span.text for span in second) == "依申请公开0件。"


def test_passages_that_overlap_and_cross_lines_lose_no_character():
    text = "甲乙丙丁\n戊己庚辛"
    report = a_report(AGENCY)
    report["sections"][0]["text"] = text
    findings = [a_finding(where=f"text.overall_situation[{a}:{b}]") for a, b in ((1, 6), (3, 7), (0, 99))]
    paragraphs = present(report, findings).sections[0].paragraphs
    assert "\n".join("".join(span.text for span in line) for line in paragraphs) == text


def test_errors_of_the_document_are_counted_apart_from_what_was_not_read():
    findings = [
        a_finding("READ-CELL-UNREAD"),
        a_finding(),
        a_finding(severity="warning"),
        a_finding("READ-OCR-USED", "notice"),
    ]
    verdict = judge(number_findings(findings, form("format_2021")))
    assert (verdict.status, verdict.errors, verdict.unread, verdict.doubts, verdict.hints) == ("errors", 1, 1, 1, 1)


def test_no_finding_is_clean_but_a_file_that_was_not_read_never_is():
    assert judge(()).status == "clean"
    assert judge((), unreadable=True).status == "unreadable"
