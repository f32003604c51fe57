"""A title breaks between words, never inside one, never before what belongs to the words before it."""

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from gongkai.pages.phrases import phrases


@pytest.mark.parametrize(
    ("title", "pieces"),
    [
        ("关于调整住房公积金贷款额度的通知", "关于 调整 住房 公积金 贷款额度的 通知"),
        ("益阳市2023年政府信息公开工作年度报告", "益阳市 2023年 政府 信息 公开 工作 年度报告"),
        ("《住房公积金提取管理办法》解读", "《住房 公积金 提取 管理 办法》 解读"),
        ("", ""),
    ],
)
def test_a_title_breaks_between_words(title, pieces):
    assert phrases(title) == pieces.split()


@given(st.text("关于公积金的《》（）、。2023年 A", max_size=30))
def test_nothing_is_lost_and_no_line_begins_with_a_closing_mark(title):
    pieces = phrases(title)
    assert "".join(pieces) == title
    assert not any(piece[0] in "》）、。 " for piece in pieces[1:])


def test_what_stands_in_a_title_is_escaped():
    drawn = Template("{% load phrased %}{{ title|phrased }}").render(Context({"title": "关于<b>的通知"}))
    assert "<wbr>" in drawn
    assert "<b>" not in drawn
