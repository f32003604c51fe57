"""Reading a Word document: clean pieces, proposals, and by name all that was dropped or changed. Without a database."""

from __future__ import annotations

import zipfile
from datetime import date
from io import BytesIO

import docx
import pytest
from docx.oxml import parse_xml

from gongkai import apart as process
from gongkai.publishing.manuscripts import Manuscript, Unusable, read_apart, read_manuscript
from gongkai.publishing.manuscripts.numbering import in_words
from gongkai.publishing.manuscripts.reading import ORDER
from gongkai.publishing.refusals import RULES
from tests.proofing.madefiles import document, saved, with_parts, zipped
from tests.publishing.manuscripts import (
    CHANGED,
    NOTED,
    W,
    a_notice,
    run,
    with_notes_and_comments,
    with_picture,
    with_xml,
)


def text_of(read: Manuscript) -> str:
    return "".join(piece.markup for piece in read.pieces if piece.kind == "text")


def rules(read: Manuscript) -> set[str]:
    return {finding.rule for finding in read.findings}


def facts(read: Manuscript, rule: str) -> dict:
    (finding,) = (one for one in read.findings if one.rule == rule)
    return dict(finding.facts)


def refused(data: bytes) -> str:
    with pytest.raises(Unusable) as refusal:
        read_apart(data)
    return refusal.value.finding.rule


# -- what a document says of itself ----------------------------------------------------------------


def test_title_number_and_days_of_an_official_document_are_recognised():
    said = read_manuscript(saved(a_notice())).said
    assert said.title == "关于调整住房公积金贷款额度的通知"
    assert said.document_number == "平公积金发〔2026〕5号"
    assert (said.issue_date, said.effective_date, said.last_date) == (date(2026, 2, 26), date(2026, 4, 1), None)


def test_what_the_head_of_the_page_shows_is_not_said_twice():
    text = text_of(read_manuscript(saved(a_notice())))
    assert text.startswith("<p>各缴存单位：</p>")
    assert "平公积金发" not in text
    assert text.endswith("<p>平畅市住房公积金管理中心</p><p>2026年2月26日</p>")


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("二〇二六年三月十五日", date(2026, 3, 15)),
        ("二○二六年十月三十一日", date(2026, 10, 31)),
        ("（2026年3月5日）", date(2026, 3, 5)),
        ("2026年2月30日", None),
        ("2026年3月5日印发", None),
    ],
)
def test_the_date_beneath_is_read_as_it_is_written(line, day):
    made = document("关于放假安排的通知", "按规定执行。", "平畅市住房公积金管理中心", line)
    assert read_manuscript(saved(made)).said.issue_date == day


def test_of_a_text_without_the_form_of_a_document_nothing_is_made_up():
    said = read_manuscript(saved(document("本周，中心开展了下乡服务。", "共服务三百人。"))).said
    assert said == ("", "", None, None, None)


def test_two_days_of_coming_into_force_are_left_to_a_person():
    made = document("关于两项政策的通知", "甲自2026年4月1日起施行。", "乙自2026年5月1日起施行。")
    assert read_manuscript(saved(made)).said.effective_date is None


# -- pieces ----------------------------------------------------------------------------------------


def test_fonts_and_colours_are_dropped_and_headings_lists_and_bold_stay():
    made = document()
    words = made.add_paragraph().add_run("红色大字。")
    words.font.color.rgb, words.font.size, words.bold = docx.shared.RGBColor(255, 0, 0), docx.shared.Pt(30), True
    made.add_heading("总体要求", 1)
    made.add_paragraph("甲", style="List Bullet")
    made.add_paragraph("乙", style="List Bullet")
    assert (
        text_of(read_manuscript(saved(made)))
        == "<p><b>红色大字。</b></p><h2>总体要求</h2><ul><li>甲</li><li>乙</li></ul>"
    )


def test_numbers_that_word_counts_itself_are_not_lost_or_begun_anew():
    made = document()
    for words in ("第一件", "第二件"):
        made.add_paragraph(words, style="List Number")
    made.add_paragraph("说明。")
    made.add_paragraph("第三件", style="List Number")
    text = text_of(read_manuscript(saved(made)))
    assert text == "<ol><li>第一件</li><li>第二件</li></ol><p>说明。</p><p>3. 第三件</p>"


def test_articles_numbered_by_word_keep_their_chinese_numbers():
    numbering = f"""<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>
    <w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="第%1条"/></w:lvl></w:abstractNum>
    <w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"""
    article = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    made = with_xml(document("前言。"), *(f"{article}{run(f'内容{one}。')}" for one in "甲乙"), at=1)
    text = text_of(read_manuscript(with_parts(saved(made), {"word/numbering.xml": numbering})))
    assert text == "<p>前言。</p><p>第一条 内容甲。</p><p>第二条 内容乙。</p>"


@pytest.mark.parametrize(
    ("number", "how", "words"),
    [(10, "chineseCounting", "十"), (21, "chineseCountingThousand", "二十一"), (105, "japaneseCounting", "一百零五"),
     (3, "decimalEnclosedCircle", "③"), (4, "lowerRoman", "iv"), (2, "ideographTraditional", "乙"), (7, "decimal", "7"),
     (30, "upperLetter", "30")],
)  # fmt: skip
def test_numbers_are_written_in_words_own_formats(number, how, words):
    assert in_words(number, how) == words


def test_a_table_gets_its_name_unit_and_every_place_of_a_merged_heading():
    read = read_manuscript(saved(a_notice()))
    (table,) = (piece for piece in read.pieces if piece.kind == "table")
    assert (table.title, table.unit) == ("表1 贷款额度", "万元")
    assert table.rows == (("类别", "额度", "额度"), ("单缴存职工", "50", "40"), ("双缴存职工", "80", "70"))
    assert facts(read, "WORD-MERGED") == {"count": 1, "words": "“额度”"}


def test_a_merged_figure_counts_once():
    made = document("说明。")
    table = made.add_table(2, 3)
    for cell, words in zip(table.rows[0].cells, ("项目", "上年", "本年"), strict=True):
        cell.text = words
    table.cell(1, 0).text, table.cell(1, 1).text = "合计", "1,200"
    table.cell(1, 1).merge(table.cell(1, 2))
    (kept,) = (piece for piece in read_manuscript(saved(made)).pieces if piece.kind == "table")
    assert kept.rows[1] == ("合计", "1,200", "")


def test_a_table_of_a_single_column_is_only_a_layout():
    made = document("前言。")
    made.add_table(2, 1).cell(0, 0).text = "框里的话。"
    assert text_of(read_manuscript(saved(made))) == "<p>前言。</p><p>框里的话。</p>"


def test_a_table_too_large_for_a_page_becomes_a_file():
    made = document("明细见下。")
    table = made.add_table(2, 21)
    for row in table.rows:
        for cell in row.cells:
            cell.text = "1"
    read = read_manuscript(saved(made))
    assert [file.name for file in read.files] == ["表1.csv"]
    assert "WORD-LARGE-TABLE" in rules(read)


@pytest.mark.parametrize("words", ["", "图片1", "屏幕截图.png", "文本 描述已自动生成"])
def test_a_picture_of_which_no_person_said_what_it_shows_is_named(words):
    read = read_manuscript(saved(with_picture(document("见图。"), words=words)))
    assert [(piece.kind, piece.words) for piece in read.pieces] == [("text", ""), ("picture", "")]
    assert facts(read, "WORD-PICTURES-WORDS")["count"] == 1


def test_a_picture_keeps_the_words_that_a_person_wrote():
    read = read_manuscript(saved(with_picture(document("见图。"), words="办理流程：受理、审核、发放")))
    assert read.pieces[-1].words == "办理流程：受理、审核、发放"
    assert "WORD-PICTURES-WORDS" not in rules(read)
    assert read.files[0].data.startswith(b"\x89PNG")


def test_square_metres_stay_square():
    made = document()
    paragraph = made.add_paragraph("人均30m")
    paragraph.add_run("2").font.superscript = True
    assert text_of(read_manuscript(saved(made))) == "<p>人均30m²</p>"


# -- what is dropped or changed is named -----------------------------------------------------------


def test_changes_are_read_as_accepted_and_what_was_deleted_is_named():
    read = read_manuscript(saved(with_xml(document("一。", "二。"), CHANGED, at=1)))
    assert "<p>最高额度八十万元。</p>" in text_of(read)
    assert facts(read, "WORD-CHANGES") == {"count": 2, "words": "“七十”"}


def test_footnotes_stand_at_the_end_and_comments_are_named():
    read = read_manuscript(with_notes_and_comments(with_xml(document("一。", "二。"), NOTED, at=1)))
    assert "<p>家庭收入［注1］不低于标准。</p>" in text_of(read)
    assert text_of(read).endswith("<h3>注释</h3><p>［注1］含配偶的公积金账户。</p>")
    assert facts(read, "WORD-NOTES")["count"] == 1
    assert facts(read, "WORD-COMMENTS") == {"count": 1, "words": "“这个数再核一下”"}


HIDDEN = run("看不见的话", "<w:vanish/>") + run("看得见。")
STRUCK = run("原定五十万元", "<w:strike/>")
EQUATION = (
    "<m:oMath><m:f><m:num><m:r><m:t>a+b</m:t></m:r></m:num><m:den><m:r><m:t>c</m:t></m:r></m:den></m:f></m:oMath>"
)
BOX = (
    "<w:r><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>框中提示。</w:t></w:r></w:p>"
    "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
)
LINE = "<w:r><w:pict><v:line/></w:pict></w:r>"
OBJECT = '<w:r><w:object><o:OLEObject ProgID="Equation.3"/></w:object></w:r>'
FIELD = f'<w:fldSimple w:instr="REF x">{run("见附件一。")}</w:fldSimple>'


@pytest.mark.parametrize(
    ("xml", "rule", "there", "gone"),
    [
        (HIDDEN, "WORD-HIDDEN", "看得见。", "看不见"),
        (STRUCK, "WORD-STRUCK", "原定五十万元", "~"),
        (EQUATION, "WORD-EQUATIONS", "(a+b)/c", "~"),
        (OBJECT, "WORD-EQUATIONS", "二。", "~"),
        (BOX, "WORD-TEXT-BOXES", "<p>框中提示。</p>", "~"),
        (LINE, "WORD-SHAPES", "二。", "~"),
        (FIELD, "", "见附件一。", "~"),
        (run("十") + '<w:r><w:sym w:font="NoSuchFont" w:char="F0FF"/></w:r>', "WORD-UNREAD", "十", "~"),
    ],
    ids="hidden struck equation object box line field symbol".split(),
)
def test_what_a_page_cannot_show_is_named(xml, rule, there, gone):
    read = read_manuscript(saved(with_xml(document("一。", "二。"), xml, at=1)))
    assert rules(read) == ({rule} if rule else set())
    assert there in text_of(read)
    assert gone not in text_of(read)


def test_headers_macros_and_embedded_files_are_named_and_an_embedded_workbook_can_be_had():
    made = document("正文。")
    made.sections[0].header.paragraphs[0].text = "内部资料"
    workbook = zipped({"xl/workbook.xml": "<workbook/>"})
    data = with_parts(saved(made), {"word/vbaProject.bin": b"x", "word/embeddings/a.xlsx": workbook})
    read = read_manuscript(data)
    assert {"WORD-HEADERS", "WORD-MACROS", "WORD-EMBEDDED"} == rules(read)
    assert [(file.name, file.data) for file in read.files] == [("嵌入的文件1.xlsx", workbook)]


def test_what_only_says_how_a_table_looks_is_no_loss():
    made = document("说明。")
    table = made.add_table(2, 2)
    for row in table.rows:
        for cell in row.cells:
            cell.text = "一"
    table.rows[1]._tr.insert(0, parse_xml(f'<w:tblPrEx xmlns:w="{W}"/>'))
    assert rules(read_manuscript(saved(made))) == {"WORD-TABLE-TITLE"}


def test_a_clean_document_has_nothing_named():
    assert read_manuscript(saved(document("关于放假的通知", "五月一日放假。", "2026年4月20日"))).findings == ()


def test_all_that_can_be_named_has_its_words():
    assert set(ORDER) <= set(RULES.rules)


# -- files from anybody ----------------------------------------------------------------------------


def test_apart_the_same_is_read():
    data = saved(with_picture(a_notice()))
    assert read_apart(data) == read_manuscript(data)


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "WORD-KIND"),
        (b"%PDF-1.7", "WORD-KIND"),
        (zipped({"word/document.xml": "<w:document"}), "FILE-DAMAGED"),
        (zipped({"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "FILE-DAMAGED"),
        (saved(document()), "WORD-EMPTY"),
    ],
    ids="doc pdf broken entities empty".split(),
)
def test_what_is_no_usable_document_is_refused_in_words(data, rule):
    assert refused(data) == rule


def test_a_bomb_is_refused_before_it_is_unpacked():
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(70 << 20))
    assert refused(stream.getvalue()) == "FILE-TOO-LARGE"


@pytest.mark.parametrize(("does", "rule"), [("os.abort()", "FILE-DAMAGED"), ("print('+{}')", "FILE-DAMAGED")])
def test_a_file_that_breaks_its_reader_is_damaged_and_nothing_else(monkeypatch, does, rule):
    monkeypatch.setattr(process, "_START", f"import os; {does}")
    assert refused(saved(document("正文。"))) == rule
