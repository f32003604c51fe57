"""Where a finding points to, in words."""

import pytest

from gongkai.annualreport import all_forms, column_label, place_in_words, row_label
from tests.annualreport.building import clean_report, with_text

APPLICATIONS = "三、收到和处理政府信息公开申请情况"
DISPUTES = "四、政府信息公开行政复议、行政诉讼情况"


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ("", "全文"),
        ("agency", "机关名称"),
        ("previous", "上一年度报告"),
        ("applications", APPLICATIONS),
        ("applications.granted", f"{APPLICATIONS} · 三、本年度办理结果 · （一）予以公开"),
        ("applications.granted.total", f"{APPLICATIONS} · 三、本年度办理结果 · （一）予以公开 · 总计"),
        ("applications.natural_person", f"{APPLICATIONS} · 自然人"),
        ("applications.other_processing.total", f"{APPLICATIONS} · 三、本年度办理结果 · （六）其他处理 · 总计"),
        ("review_litigation.cases.reconsideration_total", f"{DISPUTES} · 行政复议 · 总计"),
        ("text.overall_situation", "一、总体情况"),
        ("text.other_matters", "六、其他需要报告的事项"),
        ("text.overall_situation[2:6]", "一、总体情况 · 第3至6字 · “主动公开”"),
        ("something.new", "something.new".replace(".", " · ")),
    ],
)
def test_a_place_is_told_in_the_words_of_the_form(tables, where, words):
    assert place_in_words(where, tables) == words


@pytest.fixture
def tables():
    return with_text(clean_report(), overall_situation="全年主动公开信息")


def test_without_a_report_a_place_is_left_as_it_stands():
    assert place_in_words("applications.granted.total") == "applications · granted · total"


def test_with_the_form_alone_the_titles_are_the_forms_and_nothing_is_quoted():
    form = all_forms()["format_2021"]
    assert place_in_words("text.overall_situation[2:6]", form) == "一、总体情况"
    assert place_in_words("proactive_disclosure", form) == "二、主动公开政府信息情况"


def test_a_long_stretch_of_text_is_cut():
    report = with_text(clean_report(), overall_situation="字" * 100)
    assert place_in_words("text.overall_situation[0:100]", report).endswith("“" + "字" * 40 + "…”")


def test_columns_of_the_same_name_are_told_apart_by_their_group(tables):
    assert column_label(tables.form, "review_litigation", "reconsideration_upheld") == "行政复议结果维持"
    assert column_label(tables.form, "applications", "other_organization") == "其他"


def test_what_no_form_knows_keeps_its_id(tables):
    assert row_label(tables.form, "applications", "unheard_of") == "unheard_of"
    assert column_label(tables.form, "applications", "unheard_of") == "unheard_of"
