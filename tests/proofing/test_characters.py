"""Characters, doubled words, punctuation, pairs."""

from __future__ import annotations

import pytest

from gongkai.proofing import Block, Text
from tests.proofing.writing import found_in, quoted


@pytest.mark.parametrize(
    ("words", "right"),
    [
        ("材料己经备齐", "已"),
        ("己完成整改", "已"),
        ("由自已负责", "己"),
        ("尚末办结", "未"),
        ("逾期末缴存", "未"),
        ("年未余额", "末"),
        ("周未和节假日", "末"),
    ],
)
def test_a_character_that_cannot_be_meant_is_found(words: str, right: str) -> None:
    (finding,) = found_in(words)["CHAR-CONFUSED"]
    assert finding.facts["right"] == right


@pytest.mark.parametrize(
    "words",
    [
        "自己完成申报，克己奉公，严于律己",
        "本人自己由窗口办理",
        "去年未发生逾期",
        "年末按时结转，期末达到，月末及时对账，季末缴存",
        "各自已的",
        "来自已申请的单位",
        "周末经中心批准",
    ],
)
def test_the_same_characters_are_right_elsewhere(words: str) -> None:
    assert "CHAR-CONFUSED" not in found_in(words)


@pytest.mark.parametrize("words", ["自2O24年起", "第l2号", "共3O件", "国办发〔2O24〕5号"])
def test_a_letter_in_a_number_is_found(words: str) -> None:
    assert "CHAR-LETTER" in found_in(words)


@pytest.mark.parametrize("words", ["H5页面", "C0机房", "一体化O2O服务", "ISO9001号", "IPv6，4G、5G", "2024年"])
def test_letters_and_numbers_side_by_side_are_right(words: str) -> None:
    assert found_in(words) == {}


def test_characters_nobody_sees_are_told_with_their_place() -> None:
    text = Text((Block("title", "通知"), Block("body.0", "公积\u200b\u200b金\u202e")))
    first, second = found_in(text)["CHAR-INVISIBLE"]
    assert (quoted(text, first), first.facts["count"], first.facts["code"]) == ("\u200b\u200b", 2, "U+200B")
    assert quoted(text, second) == "\u202e"


@pytest.mark.parametrize("words", ["国办发[2024]3号", "国办发（2024）3号", "国办发【2024】03号", "国办发［2024］ 3号"])
def test_a_document_number_has_its_year_in_hexagonal_brackets(words: str) -> None:
    (finding,) = found_in(words)["DOCNO-BRACKETS"]
    assert finding.facts["right"] == "〔2024〕3号"


def test_numbers_that_are_no_document_numbers_keep_their_brackets() -> None:
    for words in ("国办发〔2024〕3号", "中华人民共和国国务院令（第711号）", "统计（2024年）3号表"):
        assert not {"DOCNO-BRACKETS", "DOCNO-FORM"} & set(found_in(words)), words


@pytest.mark.parametrize(
    "words", ["规范的的管理", "完成了了任务", "认真落实落实要求", "关于关于印发", "住房公积金住房公积金", "对于于此"]
)
def test_a_doubled_word_is_a_warning(words: str) -> None:
    assert "DOUBLED-WORD" in found_in(words)


@pytest.mark.parametrize(
    "words",
    [
        "以服务为目的的机构，有的的确困难",
        "为了了解情况，除了了解政策，明了了然",
        "以及及时办理，参与与监督，行为为主",
        "一个一个地办，一步一步来，研究研究，讨论讨论",
        "人人参与，天天公开，件件有着落，事事有回音",
        "吉林省吉林市，海口市，百分之百",
        "就是是否公开的问题，现在在办的业务",
        "稳定和和谐",
        "由由窗口",
        "市人民政府政府信息公开工作主管部门",
        "国家有关规定规定应当主动公开的其他政府信息",
        "配售型保障性住房住房公积金贷款",
    ],
)
def test_words_that_are_said_twice_or_meet_are_right(words: str) -> None:
    assert "DOUBLED-WORD" not in found_in(words)


def test_doubled_punctuation_is_a_notice() -> None:
    for words in ("办理。。", "办理，，请", "办理。，请", "名称：：", "！。"):
        assert "DOUBLED-MARK" in found_in(f"请{words}"), words
    for words in ("办理……", "办理——请", "（办理）。", "“办理。”", "什么？！"):
        assert found_in(f"请{words}") == {}, words


@pytest.mark.parametrize("words", ["各科室,各管理部", "如下:", "办理.", "部门(单位)", "谁负责?请回答", "共有;其中"])
def test_half_width_marks_among_chinese_are_a_notice(words: str) -> None:
    found = found_in(f"{words}请")
    assert set(found) == {"HALF-WIDTH"}


@pytest.mark.parametrize(
    "words",
    [
        "时间9:00-17:00，缴存2,000.50元，比例1:3",
        "见https://www.example.gov.cn/a,b;c?d=1，邮箱xxgk@example.gov.cn。",
        "1.总体情况 2.其他",
        "H5、IPv6(v6)、Ctrl+C, Ctrl+V",
        "一.总体情况",
    ],
)
def test_figures_web_addresses_and_foreign_words_keep_their_marks(words: str) -> None:
    assert found_in(words) == {}


def test_one_line_is_told_once_with_all_its_marks() -> None:
    (finding,) = found_in("各科室,各管理部:请办理;谢谢")["HALF-WIDTH"]
    assert (finding.facts["count"], finding.facts["right"]) == (3, "，：；")


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("“公开透明的原则", "PAIR-OPEN"),
        ("公开透明”的原则", "PAIR-CLOSE"),
        ("《条例第三十条", "PAIR-OPEN"),
        ("（一总体情况", "PAIR-OPEN"),
        ("总体情况）", "PAIR-CLOSE"),
        ("《通知（试行》的规定", "PAIR-OPEN"),
        ("〔2024”3号", "PAIR-CLOSE"),
        ('他说"公开', "PAIR-OPEN"),
        ("”公开“", "PAIR-CLOSE"),
    ],
)
def test_a_mark_without_its_partner_is_a_warning(words: str, rule: str) -> None:
    assert rule in found_in(words)


@pytest.mark.parametrize(
    "words",
    [
        "“谁起草、谁解读”，《条例》（国务院令第711号）",
        "1）身份证；2）结婚证。三）其他：a）复印件",
        "《关于印发〈要点〉的通知》",
        "It’s ok",
        "“第一段引文。\n“第二段引文。”",
        '他说"公开"',
    ],
)
def test_pairs_numberings_and_long_quotations_are_right(words: str) -> None:
    assert not {rule for rule in found_in(words) if rule.startswith("PAIR")}


def test_what_a_template_left_behind_is_a_warning() -> None:
    for words in ("由XX局负责", "（请填写）", "经费【待补充】", "合计#REF!", "{{name}}同志"):
        assert "TEMPLATE-LEFTOVER" in found_in(words), words
    for words in ("张××", "李某某", "XX", "（此件公开发布）", "X光检查"):
        assert "TEMPLATE-LEFTOVER" not in found_in(words), words
