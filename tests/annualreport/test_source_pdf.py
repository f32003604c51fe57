"""A PDF with a text layer is read as it looks: ruled tables cell by cell, the rest line by line."""

from __future__ import annotations

import json

import pytest

from gongkai.annualreport.document import Block, Grid, GridRow, Paragraph, Stream
from gongkai.annualreport.sources import open_document, pdf
from gongkai.annualreport.sources.lattice import lattices
from gongkai.annualreport.sources.marks import UNKNOWN, Ruling
from gongkai.annualreport.sources.pdf_page import LOOKALIKES
from gongkai.annualreport.sources.typeset import PAGE_NUMBER
from gongkai.annualreport.unreadable import Unreadable
from tests.annualreport.manners.pdf_files import compiled
from tests.annualreport.rawfiles import encrypted_pdf, pages, stream, words
from tests.annualreport.rawfiles import pdf as raw_pdf
from tests.samples import SAMPLES, needs_samples

HONGZE = SAMPLES / "hongze-2024.pdf"
SETUP = (
    '#set text(font: "Noto Serif SC", size: 12pt, lang: "zh")\n'
    "#set par(justify: true, first-line-indent: (amount: 2em, all: true))\n"
)


def typeset(source: str, page: str = "margin: 25mm, width: 210mm, height: 297mm") -> tuple[Block, ...]:
    return open_document(compiled(f"#set page({page})\n{SETUP}{source}")).blocks


def grids(blocks: tuple[Block, ...]) -> list[Grid]:
    return [block for block in blocks if isinstance(block, Grid)]


def cells(row: GridRow) -> list[tuple[str, int, int]]:
    return [(slot.text, slot.column, slot.width) for slot in row.slots]


def rule(x0: float, y0: float, x1: float, y1: float) -> bytes:
    return b"%g %g m %g %g l S\n" % (x0, y0, x1, y1)


def box(x0: float, y0: float, x1: float, y1: float) -> bytes:
    return rule(x0, y0, x1, y0) + rule(x0, y1, x1, y1) + rule(x0, y0, x0, y1) + rule(x1, y0, x1, y1)


def test_merged_cells_of_a_ruled_table_keep_their_grid_columns() -> None:
    table = """#table(columns: (4em, 8em, 4em, 4em),
      table.cell(rowspan: 3)[三、本], table.cell(colspan: 2)[予以公开], [5],
      table.cell(rowspan: 2)[不予公开], [甲], [6], [乙], [7])"""
    (grid,) = grids(typeset(table))
    assert [cells(row) for row in grid.rows] == [
        [("三、本", 0, 1), ("予以公开", 1, 2), ("5", 3, 1)],
        [("不予公开", 1, 1), ("甲", 2, 1), ("6", 3, 1)],
        [("乙", 2, 1), ("7", 3, 1)],
    ]
    assert [row.covered for row in grid.rows] == [(), (0,), (0, 1)]
    assert [row.page for row in grid.rows] == [1, 1, 1]


def test_a_table_over_two_pages_is_a_grid_on_each_and_page_numbers_are_no_text() -> None:
    rows = ",".join(f"[第{number}行], [{number}]" for number in range(40))
    blocks = typeset(
        f"#table(columns: 2, inset: 8pt, {rows})", 'margin: 25mm, width: 210mm, height: 297mm, numbering: "- 1 -"'
    )
    made = grids(blocks)
    assert len(made) > 1
    assert [grid.rows[0].page for grid in made] == list(range(1, len(made) + 1))
    assert sum(len(grid.rows) for grid in made) == 40
    assert len(made) == len(blocks)


def test_wrapped_lines_become_paragraphs_again_and_headings_stand_apart() -> None:
    first = "根据《中华人民共和国政府信息公开条例》第五十条的规定编制本报告。" * 5
    blocks = typeset(f"{first}\n\n一、总体情况\n\n{first}\n\n（一）主动公开。{first}\n")
    assert [block.text for block in blocks if isinstance(block, Paragraph)] == [
        first,
        "一、总体情况",
        first,
        "（一）主动公开。" + first,
    ]


def test_a_line_spread_to_full_width_has_no_spaces_between_its_characters() -> None:
    word = "APP" * 14
    (block,) = typeset(f"加强门户网站建设#box[{word}]。", page="margin: 10mm, width: 180mm, height: 100mm")
    assert isinstance(block, Paragraph)
    assert "加强门户网站建设" in block.text


def test_figures_set_apart_evenly_are_never_joined() -> None:
    (block,) = typeset("#h(1em)".join("一甲二") + "#h(8pt)" + "#h(8pt)".join("12345"))
    assert isinstance(block, Paragraph)
    assert "1 2 3 4 5" in block.text.replace("\t", " ")


def test_a_paragraph_broken_over_pages_is_one() -> None:
    text = "全面推进政务公开工作，不断完善信息公开制度，着力推进公开平台建设，持续提升服务水平。" * 40
    blocks = typeset(text, 'margin: 25mm, width: 210mm, height: 200mm, numbering: "第 1 页 共 1 页"')
    assert [block.text for block in blocks if isinstance(block, Paragraph)] == [text]


def test_headers_that_repeat_on_every_page_are_left_out() -> None:
    content = [words("Annual Report", 60, 800) + words(f"Item {number} of the text", 60, 500) for number in range(4)]
    texts = [block.text for block in open_document(pages(*content)).blocks if isinstance(block, Paragraph)]
    assert texts == [f"Item {number} of the text" for number in range(4)]


@pytest.mark.parametrize("text", ["- 3 -", "— 12 —", "3", "第 3 页", "第3页 共12页", "3/12", "· 4 ·", "iv"])
def test_page_numbers_are_known_in_all_their_dresses(text: str) -> None:
    assert PAGE_NUMBER.fullmatch(text)


@pytest.mark.parametrize("text", ["2023年", "1 2", "3件", "一、", "0\t0", "1.5"])
def test_what_is_not_only_a_page_number_is_kept(text: str) -> None:
    assert not PAGE_NUMBER.fullmatch(text)


def test_a_table_without_rules_is_read_in_columns_with_its_head_put_together() -> None:
    table = """#table(columns: (10em, 4em, 4em, 4em), stroke: none,
      [], [商业\\ 企业], [科研\\ 机构], [总计], [一、本年新收], [7], [0], [7], [二、上年结转], [1], [0], [1])"""
    streams = [block.text for block in typeset(table) if isinstance(block, Stream)]
    assert streams == ["商业企业\t科研机构\t总计", "一、本年新收\t7\t0\t7", "二、上年结转\t1\t0\t1"]


def test_a_row_whose_inner_line_is_missing_keeps_its_figures_on_two_lines() -> None:
    content = box(50, 600, 250, 680) + rule(150, 600, 150, 680)
    content += words("A", 60, 650) + words("B", 60, 620) + words("4", 160, 650) + words("5", 160, 620)
    (grid,) = grids(open_document(pages(content)).blocks)
    assert [cells(row) for row in grid.rows] == [[("A\nB", 0, 1), ("4\n5", 1, 1)]]


def test_thin_filled_rectangles_are_lines_and_white_backgrounds_are_none() -> None:
    thin = b"50 600 200 0.5 re 50 640 200 0.5 re 50 680 200 0.5 re "
    thin += b"50 600 0.5 80 re 150 600 0.5 80 re 250 600 0.5 80 re f\n"
    white = b"1 g 40 500 300 30 re f 40 470 300 30 re f 0 g\n"
    content = white + thin + words("A", 60, 650) + words("4", 160, 650) + words("B", 60, 610) + words("5", 160, 610)
    content += words("text on a background", 60, 510)
    document = open_document(pages(content))
    (grid,) = grids(document.blocks)
    assert [cells(row) for row in grid.rows] == [[("A", 0, 1), ("4", 1, 1)], [("B", 0, 1), ("5", 1, 1)]]
    assert document.blocks[-1] == Paragraph("text on a background", page=1, line=1)


def test_a_table_open_at_both_sides_is_a_table_and_a_frame_around_text_is_none() -> None:
    open_table = rule(50, 680, 250, 680) + rule(50, 640, 250, 640) + rule(50, 600, 250, 600) + rule(150, 600, 150, 680)
    content = open_table + words("A", 60, 650) + words("4", 160, 650) + words("B", 60, 610) + words("5", 160, 610)
    content += box(50, 400, 400, 450) + words("a framed remark", 60, 420)
    document = open_document(pages(content))
    (grid,) = grids(document.blocks)
    assert [cells(row) for row in grid.rows] == [[("A", 0, 1), ("4", 1, 1)], [("B", 0, 1), ("5", 1, 1)]]
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == ["a framed remark"]


def test_the_corner_beside_a_narrower_table_is_no_cell() -> None:
    wide = [Ruling(0, 0, 300), Ruling(20, 0, 300), Ruling(40, 0, 200)]
    upright = [Ruling(0, 0, 40), Ruling(100, 0, 40), Ruling(200, 20, 40), Ruling(300, 0, 20)]
    (lattice,) = lattices(wide, upright)
    assert lattice.cell_at(250, 30) is None
    assert lattice.cell_at(250, 10) is not None
    assert len(lattice.cells) == 4


def test_double_and_dotted_lines_are_single_lines() -> None:
    dotted = [Ruling(50, start, start + 2) for start in range(0, 200, 4)]
    across = [Ruling(0, 0, 200), Ruling(1.5, 0, 200), *dotted, Ruling(100, 0, 200)]
    (lattice,) = lattices(across, [Ruling(0, 0, 100), Ruling(100, 0, 100), Ruling(200, 0, 100)])
    assert len(lattice.cells) == 4


def test_a_page_set_sideways_is_read_in_the_direction_of_its_text() -> None:
    turned = b"q 0 1 -1 0 500 50 cm\n" + box(0, 0, 300, 60) + rule(200, 0, 200, 60)
    turned += words("A label", 10, 20) + words("42", 210, 20) + b"Q\n"
    (grid,) = grids(open_document(pages(turned)).blocks)
    assert [cells(row) for row in grid.rows] == [[("A label", 0, 1), ("42", 1, 1)]]


def test_lines_and_text_inside_a_group_are_seen() -> None:
    inner = box(50, 600, 250, 680) + rule(150, 600, 150, 680) + words("A", 60, 650) + words("4", 160, 650)
    group = stream(
        inner, b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Matrix[1 0 0 1 10 -20]/Resources<</Font<</F1 3 0 R>>>>"
    )
    document = open_document(pages(b"/G Do", resources=b"/XObject<</G 6 0 R>>", more=[group]))
    (grid,) = grids(document.blocks)
    assert [cells(row) for row in grid.rows] == [[("A", 0, 1), ("4", 1, 1)]]


def test_letters_printed_twice_to_look_bold_are_read_once_but_twin_digits_stay() -> None:
    content = words("Total 1100", 60, 600) + words("Total 1100", 60.3, 600)
    assert open_document(pages(content)).blocks == (Paragraph("Total 1100", page=1, line=1),)


def test_a_picture_in_place_of_a_table_is_seen() -> None:
    image = stream(
        bytes(100), b"/Type/XObject/Subtype/Image/Width 10/Height 10/BitsPerComponent 8/ColorSpace/DeviceGray"
    )
    content = (
        words("Section three of the report", 60, 700)
        + b"q 300 0 0 200 60 400 cm /I Do Q\n"
        + words("The end.", 60, 300)
    )
    document = open_document(pages(content, resources=b"/XObject<</I 6 0 R>>", more=[image]))
    assert [block.picture for block in document.blocks if isinstance(block, Paragraph)] == [False, True, False]


def test_a_password_that_is_empty_opens_the_file_and_any_other_is_named() -> None:
    content = words("Total 12 items in 2024", 100, 700)
    assert open_document(encrypted_pdf(content, b"")).blocks == (Paragraph("Total 12 items in 2024", page=1, line=1),)
    with pytest.raises(Unreadable) as refused:
        open_document(encrypted_pdf(content, b"secret"))
    assert refused.value.finding.rule == "READ-ENCRYPTED"


def untold_font(codes: range, told: bytes = b"") -> bytes:
    """Return a PDF whose font does not tell which characters its glyphs are."""
    glyphs = b"".join(b"%04x" % code for code in codes)
    content = told + b"BT /F2 12 Tf 100 600 Td <" + glyphs + b"> Tj ET"
    font = b"<</Type/Font/Subtype/Type0/BaseFont/ABCDEE+SimSun/Encoding/Identity-H/DescendantFonts[7 0 R]>>"
    below = (
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/ABCDEE+SimSun/DW 1000"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>"
    )
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[4 0 R]/Count 1>>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R/F2 6 0 R>>>>/Contents 5 0 R>>",
        stream(content),
        font,
        below,
    ]
    return raw_pdf(objects)


def test_a_page_in_an_untold_font_is_mojibake_where_it_cannot_be_recognised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "can_recognise", lambda: False)
    with pytest.raises(Unreadable) as refused:
        open_document(untold_font(range(500, 560)))
    assert refused.value.finding.rule == "READ-MOJIBAKE"


def test_a_few_untold_glyphs_are_never_left_out_of_a_figure() -> None:
    told = words("The table says 4", 100, 620) + words("and many words that everybody can read", 100, 640)
    document = open_document(untold_font(range(500, 503), told))
    assert document.blocks[-1] == Paragraph(UNKNOWN * 3, page=1, line=3)


def test_characters_that_only_look_like_the_right_ones_are_set_right() -> None:
    assert "⼀、⼈⺠政府⻔⼾⽹站，⼩计⼆".translate(LOOKALIKES) == "一、人民政府门户网站，小计二"


@needs_samples
def test_every_figure_of_the_real_report_stands_in_a_cell_of_its_own() -> None:
    document = open_document(HONGZE.read_bytes())
    found = [
        slot.text for grid in grids(document.blocks) for row in grid.rows for slot in row.slots if slot.text.isdigit()
    ]
    expected = json.loads(HONGZE.with_suffix(".pdf.expected.json").read_text("utf-8"))["tables"]
    wanted = [value for rows in expected.values() for columns in rows.values() for value in columns.values()]
    assert sorted(found) == sorted(str(value) for value in wanted)
    assert [len(grid.rows) for grid in grids(document.blocks)] == [7, 7, 16, 10, 4]
    texts = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    assert [text for text in texts if PAGE_NUMBER.fullmatch(text)] == []
    assert texts[:2] == ["淮安市洪泽区人民政府", "2024年政府信息公开工作年度报告"]
    assert sum(text.startswith(("一、", "二、", "三、", "四、", "五、", "六、")) for text in texts) == 6
