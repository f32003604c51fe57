"""From a Word document to a draft whose findings stand beside the text while it is being written."""

from playwright.sync_api import Page

from tests.journeys.pressing import press
from tests.journeys.test_from_draft_to_repeal import ID_NUMBER, section_number, signed_in
from tests.publishing.manuscripts import CHANGED, NOTED, a_notice, with_notes_and_comments, with_picture, with_xml


def test_a_word_document_becomes_a_draft_and_is_proofread_while_somebody_writes(browser, site):
    data = with_notes_and_comments(with_picture(with_xml(a_notice(), CHANGED, NOTED)))
    with signed_in(browser, site, "clerk") as page:
        page.goto(f"/admin/manuscripts/below/{section_number(page, '政策文件')}/")
        kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        page.set_input_files("input[type=file]", {"name": "贷款额度.docx", "mimeType": kind, "buffer": data})
        press(page, "button:has-text('读入，存为草稿')")
        named = page.inner_text("main")
        assert all(words in named for words in ("删去的有：“七十”", "脚注", "批注", "替代文字", "合并的单元格"))
        press(page, "a:has-text('去编辑草稿')")
        page.locator(".Draftail-Editor [contenteditable=true]").first.click()
        page.keyboard.type(f"经办人{ID_NUMBER}。")
        beside = page.locator(".proof-beside").first
        beside.wait_for(timeout=20_000)
        assert "居民身份证号码" in beside.inner_text()
        assert ID_NUMBER not in beside.inner_text()
        pasted(page, COPIED_IN_WORD)
        editor = page.locator(".Draftail-Editor").first
        assert editor.locator("h2").inner_text() == "一、调整内容"
        assert all(words in editor.inner_text() for words in ("最高额度为80万元", "双缴存　80", "40m²"))
        assert "内部意见" not in editor.inner_text()
        told = page.locator(".paste-told").first.inner_text()
        assert all(words in told for words in ("隐藏的文字", "1 张图片", "1 个表格"))


COPIED_IN_WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal {}</style></head>
<body><!--StartFragment-->
<h1><span style='font-family:黑体'>一、调整内容<span lang=EN-US><o:p></o:p></span></span></h1>
<p class=MsoNormal>最高额度为<b>80万元</b>，面积40m<sup>2</sup>。<img src="C:/tu.png"></p>
<table><tr><td><p class=MsoNormal>对象</p></td><td>额度</td></tr><tr><td>双缴存</td><td>80</td></tr></table>
<p class=MsoNormal style='mso-hide:all;display:none'>内部意见</p>
<!--EndFragment--></body></html>"""
COPY = """(markup) => {
  const fill = (event) => { event.clipboardData.setData("text/html", markup); event.preventDefault(); };
  document.addEventListener("copy", fill, {once: true});
  document.execCommand("copy");
}"""


def pasted(page: Page, markup: str) -> None:
    """Copy mark-up as Word leaves it on the clipboard, and paste it over what stands in the first text."""
    page.evaluate(COPY, markup)
    page.locator(".Draftail-Editor [contenteditable=true]").first.click()
    page.keyboard.press("Control+A")
    page.keyboard.press("Control+V")
    page.locator(".paste-told").first.wait_for(timeout=20_000)
