"""A report that is only a picture is recognised, and no figure is made up."""

from __future__ import annotations

import io
from itertools import chain

import pypdfium2
import pytest
from PIL import Image, ImageFilter

from gongkai.annualreport.document import ILLEGIBLE, Document, Grid
from gongkai.annualreport.sources import open_document, pdf, scanned
from gongkai.annualreport.sources.marks import Box
from gongkai.annualreport.sources.picture import black, printed_lines, rulings, straightened
from gongkai.annualreport.sources.tesseract import Word, agreed, can_recognise
from gongkai.annualreport.unreadable import Unreadable
from tests.annualreport.manners.pdf_files import compiled

needs_tesseract = pytest.mark.skipif(not can_recognise(), reason="tesseract with chi_sim is not installed")

FIGURES = [["9487", "0", "31", ""], ["2776", "1", "84", "5"], ["0", "12", "0", "306"]]
SOURCE = """#set page(width: 210mm, height: 150mm, margin: 25mm)
#set text(font: "Noto Serif SC", size: 13pt, lang: "zh")
二、主动公开政府信息情况

#table(columns: (9em, 5em, 5em, 5em, 5em), inset: 7pt,
  [信息内容], [上一年度], [本年新收], [现行有效], [总计], CELLS)

三、收到和处理政府信息公开申请情况
"""


def printed() -> bytes:
    labels = ("行政许可", "行政处罚", "行政强制")
    rows = zip(labels, FIGURES, strict=True)
    cells = ", ".join(f"[{text}]" for label, row in rows for text in (label, *row))
    return compiled(SOURCE.replace("CELLS", cells))


def photographed(angle: float = 0.0, blur: float = 0.0) -> Image.Image:
    with pypdfium2.PdfDocument(printed()) as document:
        picture = document[0].render(scale=200 / 72, grayscale=True).to_pil().convert("L")
    picture = picture.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
    return picture.filter(ImageFilter.GaussianBlur(blur)) if blur else picture


def saved(picture: Image.Image, file_format: str) -> bytes:
    made = io.BytesIO()
    picture.save(made, file_format, resolution=200)
    return made.getvalue()


def figures(document: Document) -> list[list[str]]:
    (grid,) = (block for block in document.blocks if isinstance(block, Grid))
    return [[slot.text for slot in row.slots[1:]] for row in grid.rows[1:]]


def agrees(read: list[list[str]]) -> bool:
    """Tell whether every cell is right, unsure or unread, and most of them right."""
    pairs = list(zip(chain(*read), chain(*FIGURES), strict=True))
    assert all(one in (other, ILLEGIBLE) or not any(map(str.isdigit, one)) for one, other in pairs), pairs
    return sum(one == other for one, other in pairs) >= 10


@needs_tesseract
@pytest.mark.parametrize(("angle", "blur"), [(0.0, 0.0), (1.2, 0.8)])
def test_the_cells_of_a_scanned_table_are_read_and_blank_ones_stay_blank(angle: float, blur: float) -> None:
    document = open_document(saved(photographed(angle, blur), "PDF"))
    assert document.kind == "ocr"
    assert document.remarks == ("READ-OCR-USED",)
    assert agrees(figures(document))
    assert figures(document)[0][3] == ""


@needs_tesseract
@pytest.mark.parametrize("file_format", ["PNG", "JPEG", "TIFF"])
def test_a_photograph_of_a_page_is_read_like_a_scanned_page(file_format: str) -> None:
    assert agrees(figures(open_document(saved(photographed(), file_format), "报告.doc")))


@needs_tesseract
def test_the_text_around_the_table_is_read_too() -> None:
    texts = [block.text for block in open_document(saved(photographed(), "PNG")).blocks if not isinstance(block, Grid)]
    assert any("主动公开政府信息情况" in text for text in texts)


def test_without_tesseract_a_scan_is_refused_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "can_recognise", lambda: False)
    monkeypatch.setattr(scanned, "can_recognise", lambda: False)
    for file_format in ("PDF", "PNG"):
        with pytest.raises(Unreadable) as refused:
            open_document(saved(photographed(), file_format))
        assert refused.value.finding.rule == "READ-NEEDS-OCR"


def test_a_report_with_one_page_scanned_keeps_its_text_and_shows_the_page_as_a_picture(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pdf, "can_recognise", lambda: False)
    with pypdfium2.PdfDocument(printed()) as whole, pypdfium2.PdfDocument(saved(photographed(), "PDF")) as scan:
        whole.import_pages(scan)
        made = io.BytesIO()
        whole.save(made)
    document = open_document(made.getvalue())
    assert document.kind == "pdf"
    assert [getattr(block, "page", 0) for block in document.blocks if getattr(block, "picture", False)] == [2]


def word(text: str, sure: float = 95.0) -> Word:
    return Word(text, sure, Box(0, 0, 1, 1))


@pytest.mark.parametrize(
    ("text", "figures", "read"),
    [
        (word("31"), [word("31"), word("31")], "31"),
        (word("31件"), [word("31"), word("31")], "31件"),
        (word("-34"), [word("-34"), word("-34")], "-34"),
        (word("34"), [word("-34"), word("-34")], ILLEGIBLE),
        (word("52.15"), [word("5215"), word("5215")], ILLEGIBLE),
        (word("2770"), [word("2776"), word("2776")], ILLEGIBLE),
        (word("31"), [word("31"), word("81")], ILLEGIBLE),
        (word("31"), [word("31"), word("31", 30.0)], ILLEGIBLE),
        (word("工"), [word("1"), word("1")], "1"),
        (word("无"), [word("7"), word("7")], ILLEGIBLE),
        (word(""), [word("1"), word("1")], "1"),
        (word(""), [word("1"), word("", 0.0)], ILLEGIBLE),
        (word("", 0.0), [word("", 0.0), word("", 0.0)], ILLEGIBLE),
        (word("总计"), [word("11"), word("11")], "总计"),
        (word("1.属于国家秘密"), [word("1."), word("12")], "1.属于国家秘密"),
        (word("—"), [word("-"), word("", 0.0)], "—"),
    ],
)
def test_a_figure_counts_only_where_all_readings_agree(text: Word, figures: list[Word], read: str) -> None:
    assert agreed(text, figures) == read


def test_a_crooked_page_is_set_straight_and_its_lines_found() -> None:
    across, down = rulings(black(straightened(photographed(angle=1.0))))
    assert max(line.end - line.start for line in across) > 1000
    assert max(line.end - line.start for line in down) > 250


def test_a_blank_cell_has_no_printed_lines_and_a_cell_of_two_lines_has_two() -> None:
    page = Image.new("L", (200, 100), 255)
    assert printed_lines(page, Box(0, 0, 200, 100)) == []
    page.paste(0, (20, 20, 90, 35))
    page.paste(0, (20, 60, 50, 75))
    assert printed_lines(page, Box(0, 0, 200, 100)) == [Box(20, 20, 90, 35), Box(20, 60, 50, 75)]
