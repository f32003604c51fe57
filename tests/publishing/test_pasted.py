"""From the clipboard: what was copied in Word or WPS becomes a draft, and what did not come along is named."""

import pytest

from gongkai.publishing.door import InformationPage
from gongkai.publishing.manuscripts import MOST_CHARACTERS, Unusable, read_pasted
from tests.publishing.examples import a_section

COPIED = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<style>p {color: red}</style><title>x</title></head>
<body><!--StartFragment--><p class=MsoNormal align=center><b>关于调整住房公积金贷款额度的通知</b><o:p></o:p></p>
<div class=WordSection1><p>各缴存单位：</p><p><span style="color:red">最高额度为<b>80万元</b>。</span></p>
<p style="mso-hide: all">内部意见</p><script>alert(1)</script>
<table><tr><td>项目</td><td>额度</td></tr><tr><td>双缴存</td><td>80</td></tr></table>
<p>见图<img src="C:/tu.png" alt="示意图">。<a href="https://www.example.gov.cn/">网站</a></p>
<ul><li>甲</li><li>乙</li></ul><iframe src="https://example.com"></iframe>余下的话</div>
<p>2026年2月26日</p><!--EndFragment--></body></html>"""


def rules_of(manuscript):
    return [finding.rule for finding in manuscript.findings]


def test_words_lists_and_tables_come_along_and_the_rest_is_named():
    manuscript = read_pasted(COPIED)
    assert manuscript.said.title == "关于调整住房公积金贷款额度的通知"
    assert f"{manuscript.said.issue_date}" == "2026-02-26"
    assert [piece.kind for piece in manuscript.pieces] == ["text", "table", "text"]
    text = "".join(piece.markup for piece in manuscript.pieces)
    for kept in ("<b>80万元</b>", "<li>甲</li>", '<a href="https://www.example.gov.cn/">', "余下的话"):
        assert kept in text
    for dropped in ("alert", "color", "内部意见", "o:p", "<img", "iframe"):
        assert dropped not in text
    assert {"WORD-PICTURES-LOST", "WORD-UNREAD"} <= set(rules_of(manuscript))


def test_plain_lines_are_paragraphs_and_lose_nothing():
    manuscript = read_pasted("关于放假的通知\n\n1 < 2，照常办理。\n")
    assert manuscript.said.title == "关于放假的通知"
    assert "<p>1 &lt; 2，照常办理。</p>" in manuscript.pieces[0].markup
    assert rules_of(manuscript) == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [("<p> </p><img>", "WORD-EMPTY"), ("\n", "WORD-EMPTY"), ("字" * (MOST_CHARACTERS + 1), "FILE-TOO-LARGE")],
    ids=["nothing but a picture", "nothing", "too much"],
)
def test_what_cannot_be_taken_is_refused(text, rule):
    with pytest.raises(Unusable) as refusal:
        read_pasted(text)
    assert refusal.value.finding.rule == rule


@pytest.mark.django_db
def test_it_becomes_a_draft_with_its_losses_beside_it(client, place, people):
    section = a_section(place)
    client.force_login(people["clerk"])
    address = f"/admin/manuscripts/below/{section.pk}/"
    assert "publishing/pasting.js" in client.get(address).content.decode()
    empty = client.post(address, {"becomes": "informationpage", "pasted": " "})
    assert empty.status_code == 400
    assert "请选择文件，或者在下面粘贴内容" in empty.content.decode()
    answer = client.post(address, {"becomes": "informationpage", "pasted": COPIED}, follow=True)
    page = InformationPage.objects.get()
    assert (page.title, page.live) == ("关于调整住房公积金贷款额度的通知", False)
    assert [block.block_type for block in page.body] == ["text", "table", "text"]
    assert "粘贴的内容" in answer.content.decode()
    assert "示意图" in answer.content.decode()
