"""Labels are known however they are typed, and never by half their words."""

from __future__ import annotations

import pytest

from gongkai.annualreport.labels import heading_of, is_form_words, match_pieces, match_row


@pytest.mark.parametrize(
    ("printed", "row"),
    [
        ("（一）予以公开", "granted"),
        ("㈠予以公開", "granted"),
        ("①属于国家秘密（shǔ yú）", "denied_state_secret"),
        ("2.其他法律行政止公开", "denied_law_prohibited"),
        ("5.要求行政机关确认或重 新出具", "not_processed_confirm_or_reissue"),
        ("（七） 总 计", "processed_total"),
        ("行政规范性文件（含联合发文）", "administrative_normative_documents"),
        ("四、结转下年度继续办理数量", "carried_over_out"),
    ],
)
def test_a_label_is_known_by_its_words(printed: str, row: str) -> None:
    found = match_row(printed)
    assert found is not None
    assert found[0].row == row


@pytest.mark.parametrize(
    "printed",
    [
        "信息公开申请数量",  # the tail of 一、本年新收… and of 二、上年结转… alike
        "不予公开",  # heads eight rows, is none
        "小计",
        "其中：网络申请",
        "处罚",
    ],
)
def test_words_that_fit_several_rows_or_none_name_no_row(printed: str) -> None:
    assert match_row(printed) is None


def test_the_last_label_before_the_values_is_the_row_s() -> None:
    found = match_pieces(("三、本年度办理结果", "（三）不予公开", "1.属于国家秘密"))
    assert found is not None
    assert (found[0].row, found[2]) == ("denied_state_secret", 1)


def test_a_label_broken_over_cells_is_put_together() -> None:
    found = match_pieces(("一、本年新收政府", "信息公开申请数量"))
    assert found is not None
    assert (found[0].row, found[2]) == ("new_received", 2)


def test_a_label_glued_to_the_headings_before_it_is_found_behind_them() -> None:
    glued = "第二十条第（一）项信息内容本年制发件数本年废止件数现行有效件数规章"
    found = match_pieces((glued,))
    assert found is not None
    assert found[0].row == "regulations"
    assert heading_of(glued).endswith("现行有效件数")


def test_a_line_of_form_words_is_no_text_of_a_section() -> None:
    assert is_form_words("第二十条第（五）项")
    assert is_form_words("自然人 法人或其他组织 总计")
    assert not is_form_words("全年作出行政许可决定 9 件。")
