"""A Word document is read as its printed page shows it."""

from __future__ import annotations

import pytest

from gongkai.annualreport.document import Document, Grid, GridRow, Paragraph
from gongkai.annualreport.sources import open_document
from gongkai.annualreport.sources.docx_numbering import chinese, roman, shown
from tests.annualreport.rawfiles import cell, docx, paragraph, part, table
from tests.samples import SAMPLES, needs_samples

FORM = SAMPLES / "form-2021-blank.docx"


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def grid(body: str) -> Grid:
    (found,) = (block for block in open_document(docx(body)).blocks if isinstance(block, Grid))
    return found


def cells(row: GridRow) -> list[tuple[str, int, int]]:
    return [(slot.text, slot.column, slot.width) for slot in row.slots]


def span(width: int) -> str:
    return f'<w:gridSpan w:val="{width}"/>'


def test_paragraphs_and_tables_come_in_the_order_of_the_page() -> None:
    body = paragraph("一、总体情况") + table(cell("规章") + cell("0")) + paragraph("无。")
    before, between, after = open_document(docx(body)).blocks
    assert (before, after) == (Paragraph("一、总体情况"), Paragraph("无。"))
    assert isinstance(between, Grid)
    assert cells(between.rows[0]) == [("规章", 0, 1), ("0", 1, 1)]


def test_cells_merged_across_and_down_keep_their_grid_columns() -> None:
    made = grid(
        table(
            cell("三", '<w:vMerge w:val="restart"/>') + cell("（一）予以公开", span(2)) + cell("5"),
            cell("", "<w:vMerge/>") + cell("（三）", '<w:vMerge w:val="restart"/>') + cell("1.属于") + cell("6"),
            cell("", "<w:vMerge/>") + cell("", '<w:vMerge w:val="continue"/>') + cell("2.其他") + cell("7"),
        )
    )
    assert [cells(row) for row in made.rows] == [
        [("三", 0, 1), ("（一）予以公开", 1, 2), ("5", 3, 1)],
        [("（三）", 1, 1), ("1.属于", 2, 1), ("6", 3, 1)],
        [("2.其他", 2, 1), ("7", 3, 1)],
    ]
    assert [row.covered for row in made.rows] == [(), (0,), (0, 1)]


def test_a_merged_cell_that_continues_nothing_is_a_cell_of_its_own() -> None:
    made = grid(table(cell("规章") + cell("4", "<w:vMerge/>")))
    assert cells(made.rows[0]) == [("规章", 0, 1), ("4", 1, 1)]


def test_a_row_that_begins_further_right_keeps_its_columns() -> None:
    row = "<w:tr><w:trPr><w:gridBefore w:val='2'/></w:trPr>" + cell("5") + "</w:tr>"
    assert cells(grid(f"<w:tbl>{row}</w:tbl>").rows[0]) == [("5", 2, 1)]


def test_cells_merged_the_old_way_widen_the_cell_before_them() -> None:
    made = grid(table(cell("信息内容", '<w:hMerge w:val="restart"/>') + cell("", "<w:hMerge/>") + cell("0")))
    assert cells(made.rows[0]) == [("信息内容", 0, 2), ("0", 2, 1)]


def test_paragraphs_and_breaks_inside_a_cell_stay_lines() -> None:
    inner = paragraph("商业") + "<w:p><w:r><w:t>企业</w:t><w:br/><w:t>单位</w:t></w:r></w:p>"
    made = grid(table(f"<w:tc>{inner}</w:tc>" + cell("0")))
    assert made.rows[0].slots[0].text == "商业\n企业\n单位"


def test_insertions_stay_and_deletions_go() -> None:
    runs = (
        "<w:ins><w:r><w:t>12</w:t></w:r></w:ins><w:del><w:r><w:delText>34</w:delText><w:t>34</w:t></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>56</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>件</w:t></w:r></w:moveTo>"
    )
    deleted_row = "<w:tr><w:trPr><w:del/></w:trPr>" + cell("旧行") + "</w:tr>"
    body = f"<w:p>{runs}</w:p><w:tbl>{deleted_row}<w:tr>{cell('新行')}{cell('0')}</w:tr></w:tbl>"
    document = open_document(docx(body))
    assert texts(document) == ["12件"]
    assert [len(block.rows) for block in document.blocks if isinstance(block, Grid)] == [1]


def test_text_in_wrappers_is_read_and_hidden_text_field_codes_and_pinyin_are_not() -> None:
    runs = (
        "<w:hyperlink><w:r><w:t>门户</w:t></w:r></w:hyperlink><w:smartTag><w:r><w:t>网站</w:t></w:r></w:smartTag>"
        "<w:sdt><w:sdtContent><w:r><w:t>发布</w:t></w:r></w:sdtContent></w:sdt>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏9</w:t></w:r><w:r><w:instrText>PAGE 7</w:instrText></w:r>"
        "<w:r><w:ruby><w:rt><w:r><w:t>tiáo</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>条</w:t></w:r></w:rubyBase></w:ruby></w:r>"
        '<w:r><w:noBreakHyphen/><w:softHyphen/><w:sym w:font="x" w:char="2460"/><w:sym w:font="x" w:char="F0FE"/></w:r>'
    )
    assert texts(open_document(docx(f"<w:p>{runs}</w:p>"))) == ["门户网站发布条-①"]


def test_of_two_renderings_of_a_text_box_one_is_read() -> None:
    box = "<w:txbxContent>" + paragraph("发布日期：2024-01-31") + "</w:txbxContent>"
    drawing = (
        f"<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent>"
    )
    body = f"<w:p><w:r><w:t>年度报告</w:t></w:r><w:r>{drawing}</w:r></w:p>"
    assert texts(open_document(docx(body))) == ["年度报告", "发布日期：2024-01-31"]


def test_pictures_are_seen_in_paragraphs_and_cells_but_empty_drawings_are_not() -> None:
    picture = "<w:p><w:r><w:drawing><a:blip/></w:drawing></w:r></w:p>"
    old_picture = "<w:p><w:r><w:pict><v:imagedata/></w:pict></w:r></w:p>"
    ornament = "<w:p><w:r><w:t>线</w:t><w:drawing/></w:r></w:p>"
    body = picture + ornament + table(f"<w:tc>{old_picture}</w:tc>" + cell("0"))
    document = open_document(docx(body))
    assert [block for block in document.blocks if isinstance(block, Paragraph)] == [
        Paragraph("", picture=True),
        Paragraph("线"),
    ]
    (made,) = (block for block in document.blocks if isinstance(block, Grid))
    assert [slot.picture for slot in made.rows[0].slots] == [True, False]


def test_a_table_that_lays_out_the_page_is_looked_through() -> None:
    inner = table(cell("规章") + cell("0"), cell("规范性文件") + cell("3"))
    body = table(cell("二、主动公开政府信息情况"), f"<w:tc>{inner}<w:p/></w:tc>")
    document = open_document(docx(body))
    assert texts(document) == ["二、主动公开政府信息情况"]
    (made,) = (block for block in document.blocks if isinstance(block, Grid))
    assert [cells(row)[1][0] for row in made.rows] == ["0", "3"]


def test_a_small_table_inside_a_cell_of_a_table_with_figures_does_not_break_it_up() -> None:
    small = f"<w:tc>{table(cell('1') + cell('2'))}<w:p/></w:tc>"
    rows = [cell(f"第{number}行") + cell(str(number)) for number in range(6)]
    made = grid(table(*rows, cell("另有") + small))
    assert len(made.rows) == 7
    assert made.rows[6].slots[1].text == "1\n2"


NUMBERED = {
    "word/numbering.xml": part(
        "numbering",
        '<w:abstractNum w:abstractNumId="4">'
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>'
        '<w:lvl w:ilvl="2"><w:start w:val="3"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1-%3."/></w:lvl>'
        '</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="4"/></w:num>'
        '<w:num w:numId="8"><w:abstractNumId w:val="4"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/>'
        "</w:lvlOverride></w:num>",
    ),
    "word/styles.xml": part(
        "styles", '<w:style w:styleId="H1"><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:style>'
    ),
}


def listed(number: int, level: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def test_automatic_numbers_of_headings_are_part_of_their_text() -> None:
    body = (
        paragraph("总体情况", '<w:pStyle w:val="H1"/>')
        + paragraph("主动公开", listed(7, 1))
        + paragraph("", listed(7, 1))
        + paragraph("监督保障", listed(7, 1))
        + paragraph("培训", listed(7, 2))
        + paragraph("主动公开政府信息情况", listed(7))
        + paragraph("平台", listed(7, 1))
        + paragraph("存在的主要问题", listed(8))
        + paragraph("无编号", listed(0))
    )
    assert texts(open_document(docx(body, NUMBERED))) == [
        "一、总体情况",
        "（一）主动公开",
        "（三）监督保障",
        "一-3.培训",
        "二、主动公开政府信息情况",
        "（一）平台",
        "五、存在的主要问题",
        "无编号",
    ]


@pytest.mark.parametrize(
    ("number", "number_format", "text"),
    [
        (10, "chineseCounting", "十"),
        (12, "chineseCountingThousand", "十二"),
        (103, "chineseCounting", "一百零三"),
        (110, "japaneseCounting", "一百一十"),
        (20, "ideographDigital", "二〇"),
        (3, "decimalEnclosedCircle", "③"),
        (12, "decimalFullWidth", "１２"),
        (28, "lowerLetter", "bb"),
        (9, "upperRoman", "IX"),
        (2, "ideographTraditional", "乙"),
        (5, "somethingNew", "5"),
        (0, "chineseCounting", "0"),
        (10**7, "chineseCounting", "10000000"),
    ],
)
def test_numbers_are_shown_in_the_formats_of_word(number: int, number_format: str, text: str) -> None:
    assert shown(number, number_format) == text


def test_chinese_and_roman_numbers_grow_without_repeating() -> None:
    assert len({chinese(number) for number in range(1, 2000)}) == 1999
    assert [roman(number) for number in (1, 4, 14, 40)] == ["i", "iv", "xiv", "xl"]


def test_a_document_in_the_strict_namespace_is_read() -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    assert texts(open_document(docx(paragraph("严格"), namespace=strict))) == ["严格"]


def test_a_document_whose_text_is_not_in_the_usual_part_is_found_by_its_relation() -> None:
    relation = '<Relationship Type="http://x/officeDocument" Target="/word/document2.xml"/>'
    assert texts(open_document(docx(paragraph("别处"), {"_rels/.rels": relation}, main="word/document2.xml"))) == [
        "别处"
    ]


def test_the_title_of_the_file_is_kept_as_its_claim() -> None:
    core = "<cp><dc:title>2023年报 &amp; 说明</dc:title></cp>"
    assert open_document(docx(paragraph("正文"), {"docProps/core.xml": core})).title == "2023年报 & 说明"


@needs_samples
def test_the_official_blank_form_has_three_tables_of_the_right_shape() -> None:
    document = open_document(FORM.read_bytes())
    grids = [block for block in document.blocks if isinstance(block, Grid)]
    assert [len(made.rows) for made in grids] == [14, 28, 4]
    assert [max(slot.column + slot.width for slot in made.rows[0].slots) for made in grids] == [4, 10, 15]
    assert cells(grids[1].rows[7])[:2] == [("（三）不予公开", 1, 1), ("1.属于国家秘密", 2, 1)]
    assert [text for text in texts(document) if text.startswith("六、")] == ["六、其他需要报告的事项"]
