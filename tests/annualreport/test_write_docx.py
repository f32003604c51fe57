"""The report as a Word document: the measures and typefaces of GB/T 9704-2012, tables that keep their rows."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.shared import Mm, Pt

from gongkai import annualreport
from gongkai.annualreport.writers import write
from tests.annualreport.building import clean_report, with_text
from tests.annualreport.written import essence, printed_cells, read_cells

REPORT = with_text(
    clean_report(),
    problems_and_improvements="（一）存在的问题\n解读形式单一。\n（二）改进情况。增设图解。\n1.逐项落实。",
)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def document() -> Any:
    return docx.Document(io.BytesIO(write(REPORT, "docx")))


def typeface(style: Any) -> str:
    """Return the typeface of Chinese words in a style, its own or inherited."""
    while style is not None:
        fonts = style.element.find(f"{W}rPr/{W}rFonts")
        if fonts is not None:
            return str(fonts.get(f"{W}eastAsia"))
        style = style.base_style
    return "仿宋_GB2312"


def test_the_page_is_a4_with_a_type_area_of_156_by_225_millimetres(document: Any) -> None:
    section = document.sections[0]
    area = section.page_width - section.left_margin - section.right_margin
    height = section.page_height - section.top_margin - section.bottom_margin
    assert (round(section.top_margin / Mm(1)), round(section.left_margin / Mm(1))) == (37, 28)
    assert (round(area / Mm(1)), round(height / Mm(1))) == (156, 225)


def test_a_page_holds_22_lines_of_28_characters(document: Any) -> None:
    normal = document.styles["Normal"].paragraph_format
    section = document.sections[0]
    assert normal.line_spacing == Pt(28)
    assert (section.page_height - section.top_margin - section.bottom_margin) // normal.line_spacing == 22
    letter = Pt(16) + Pt(1) * -0.25  # the size, and the spacing that the style takes off
    assert int((section.page_width - section.left_margin - section.right_margin) // letter) == 28


@pytest.mark.parametrize(
    ("style", "font", "size"),
    [("Title", "方正小标宋简体", 22), ("Heading 1", "黑体", None), ("Heading 2", "楷体_GB2312", None)],
)
def test_each_kind_of_line_has_its_typeface_by_name(document: Any, style: str, font: str, size: int | None) -> None:
    chosen = document.styles[style]
    assert typeface(chosen) == font
    assert chosen.font.size == (Pt(size) if size else None)


def test_the_text_is_set_in_size_three_fangsong() -> None:
    with zipfile.ZipFile(io.BytesIO(write(REPORT, "docx"))) as package:
        defaults = re.search("<w:docDefaults>.*?</w:docDefaults>", package.read("word/styles.xml").decode())
    assert defaults is not None
    assert 'w:eastAsia="仿宋_GB2312"' in defaults[0]
    assert '<w:sz w:val="32"/>' in defaults[0]


def test_headings_of_both_levels_are_headings(document: Any) -> None:
    headed = {one.text: one.style.name for one in document.paragraphs if one.style.name.startswith("Heading")}
    assert headed["五、存在的主要问题及改进情况"] == "Heading 1"
    assert headed["（一）存在的问题"] == "Heading 2"
    assert len(headed) == 7


def test_the_words_that_open_a_numbered_paragraph_are_set_apart(document: Any) -> None:
    paragraph = next(one for one in document.paragraphs if one.text.startswith("（二）改进"))
    assert [(run.text, run.style.name) for run in paragraph.runs] == [
        ("（二）改进情况。", "Lead"),
        ("增设图解。", "Default Paragraph Font"),
    ]


def test_no_row_breaks_over_pages_and_headers_repeat(document: Any) -> None:
    for table in document.tables:
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in table._tbl.tr_lst)
    heads = [[row.find(f"{W}trPr/{W}tblHeader") is not None for row in one._tbl.tr_lst] for one in document.tables]
    assert [sum(head) for head in heads] == [0, 3, 3]
    assert heads[1][:3] == [True] * 3


def test_every_line_of_a_table_is_as_wide_as_the_type_area(document: Any) -> None:
    for table in document.tables:
        widths = {sum(int(cell.get(f"{W}w")) for cell in row.iter(f"{W}tcW")) for row in table._tbl.tr_lst}
        assert len(widths) == 1
        assert 8820 <= widths.pop() <= 8844


def test_page_numbers_stand_outside_between_dashes() -> None:
    with zipfile.ZipFile(io.BytesIO(write(REPORT, "docx"))) as package:
        odd, even = (package.read(f"word/footer{number}.xml").decode() for number in (1, 2))
        assert "<w:evenAndOddHeaders/>" in package.read("word/settings.xml").decode()
    for footer in (odd, even):
        assert re.sub("<[^>]*>", "", footer).split() == ["—", "PAGE", "1" if footer is odd else "2", "—"]
    styles = docx.Document(io.BytesIO(write(REPORT, "docx"))).styles
    assert [str(styles[name].paragraph_format.alignment) for name in ("Footer odd", "Footer even")] == [
        "RIGHT (2)",
        "LEFT (0)",
    ]
    assert {(typeface(styles[name]), styles[name].font.size) for name in ("Footer odd", "Footer even")} == {
        ("宋体", Pt(14))
    }


def test_a_long_title_is_broken_where_its_sense_allows(document: Any) -> None:
    title = next(one for one in document.paragraphs if one.style.name == "Title")
    assert title.text == "清河市住房公积金管理中心\n2023年政府信息公开工作年度报告"


def test_the_order_of_the_properties_is_that_of_the_schema() -> None:
    order = {
        "pPr": "pStyle keepNext keepLines widowControl pBdr overflowPunct snapToGrid spacing ind jc outlineLvl".split(),
        "rPr": "rStyle rFonts b color spacing kern sz szCs lang".split(),
        "tcPr": "tcW gridSpan vMerge textDirection vAlign".split(),
        "tblPr": "tblStyle tblW jc tblInd tblBorders tblLayout tblCellMar".split(),
    }
    with zipfile.ZipFile(io.BytesIO(write(REPORT, "docx"))) as package:
        parts = [package.read(name).decode() for name in ("word/document.xml", "word/styles.xml")]
    for name, known in order.items():
        for found in re.findall(rf"<w:{name}>(.*?)</w:{name}>", "".join(parts)):
            inner = re.sub(r"<w:(tblBorders|tblCellMar|pBdr)>.*?</w:\1>", r"<w:\1/>", found)
            places = [known.index(tag) for tag in re.findall(r"<w:(\w+)", inner)]
            assert places == sorted(places)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_it_and_prints_the_same_report(tmp_path: Path) -> None:
    (tmp_path / "report.docx").write_bytes(write(REPORT, "docx"))
    command = [
        "soffice",
        f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "pdf",
    ]
    subprocess.run([*command, "--outdir", tmp_path, tmp_path / "report.docx"], check=True, capture_output=True)
    found = annualreport.read(tmp_path / "report.pdf")
    assert read_cells(found) == printed_cells(REPORT)
    assert essence(found)["sections"] == essence(REPORT)["sections"]
