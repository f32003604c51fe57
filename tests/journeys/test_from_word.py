"""From a Word document to a draft whose findings stand beside the text while it is being written."""

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
