"""What nobody sees on the page of a PDF is no figure: the table below always prints 12 and hides 34."""

from __future__ import annotations

import pytest

from gongkai.annualreport.checks import status
from gongkai.annualreport.document import ILLEGIBLE, Document, Grid
from gongkai.annualreport.sources import open_document
from gongkai.annualreport.sources.marks import Box, Glyph, Marks, Ruling
from gongkai.annualreport.sources.pdf_foreign import mark_illegible, set_strokes_apart
from gongkai.annualreport.unreadable import Unreadable
from gongkai.findings import Finding
from tests.annualreport.rawfiles import pages, stream, words

RULES = b"".join(
    b"%d %d m %d %d l S\n" % line
    for line in (
        (50, 700, 350, 700),
        (50, 660, 350, 660),
        (50, 700, 50, 660),
        (150, 700, 150, 660),
        (250, 700, 250, 660),
        (350, 700, 350, 660),
    )
)
TABLE = RULES + words("total", 60, 675) + words("12", 180, 675)
FIGURE = words("34", 280, 675)
STATES = b"/ExtGState<</Clear<</ca 0>>/Faint<</ca 0.16>>>>"
PICTURE = b"/XObject<</Im1 %d 0 R>>"
SCAN = stream(
    bytes([255, 0] * 64 * 128),
    b"/Type/XObject/Subtype/Image/Width 128/Height 128/ColorSpace/DeviceGray/BitsPerComponent 8",
)


def read(content: bytes, resources: bytes = STATES, more: tuple[bytes, ...] = ()) -> Document:
    return open_document(pages(content, resources=resources, more=more))


def last_cells(document: Document) -> list[str]:
    (grid,) = (block for block in document.blocks if isinstance(block, Grid))
    return [slot.text for slot in grid.rows[0].slots]


def test_what_is_printed_in_black_is_read_and_nothing_is_said() -> None:
    document = read(TABLE + FIGURE)
    assert last_cells(document) == ["total", "12", "34"]
    assert (document.kind, document.remarks) == ("pdf", ())


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(TABLE + b"1 g " + FIGURE, id="white on white"),
        pytest.param(TABLE + b"3 Tr " + FIGURE, id="in invisible ink"),
        pytest.param(b"0 g 255 660 90 35 re f\n" + TABLE + FIGURE, id="black on black"),
        pytest.param(TABLE + FIGURE + b"1 g 255 662 90 36 re f\n", id="below a white shape"),
        pytest.param(TABLE + b"/Clear gs " + FIGURE, id="transparent"),
        pytest.param(TABLE + words("34", 280, 675, 0.5), id="too small"),
        pytest.param(TABLE + b"q 0 0 10 10 re W n " + FIGURE + b"Q\n", id="cut away"),
    ],
)
def test_a_figure_that_nobody_sees_is_left_out_and_that_is_said(content: bytes) -> None:
    document = read(content)
    assert last_cells(document) == ["total", "12", ""]
    assert document.remarks == ("READ-HIDDEN-TEXT",)


def test_a_figure_beside_the_paper_is_not_read() -> None:
    document = read(TABLE + words("34", 700, 675))
    assert "34" not in repr(document.blocks)
    assert document.remarks == ("READ-HIDDEN-TEXT",)


def test_white_digits_between_printed_ones_do_not_make_a_longer_figure() -> None:
    document = read(TABLE + words("3", 280, 675) + b"1 g " + words("9", 287, 675))
    assert last_cells(document)[2] == "3"


def test_white_figures_on_a_dark_field_are_seen() -> None:
    document = read(b"0.2 g 255 662 90 36 re f\n0 g\n" + TABLE + b"1 g " + FIGURE)
    assert last_cells(document) == ["total", "12", "34"]
    assert document.remarks == ()


def test_a_figure_covered_and_printed_anew_is_read_as_it_is_printed_now() -> None:
    document = read(TABLE + FIGURE + b"1 g 255 662 90 36 re f\n0 g " + words("56", 280, 675))
    assert last_cells(document)[2] == "56"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(TABLE + b"/Faint gs " + FIGURE, id="faint"),
        pytest.param(TABLE + words("34", 280, 675, 2), id="two points high"),
        pytest.param(TABLE + FIGURE + words("56", 280, 675), id="printed over another figure"),
    ],
)
def test_a_figure_that_is_hardly_seen_is_illegible(content: bytes) -> None:
    cell = last_cells(read(content))[2]
    assert cell
    assert set(cell) == {ILLEGIBLE}


def test_coloured_figures_are_seen_by_any_of_their_colours() -> None:
    document = read(TABLE + b"1 0 0 rg " + FIGURE)
    assert last_cells(document)[2] == "34"


def test_a_page_set_sideways_is_compared_in_its_own_frame() -> None:
    turned = b"q 0 1 -1 0 842 0 cm " + TABLE + b"1 g " + words("34", 280, 675) + b"Q"
    assert last_cells(read(turned)) == ["total", "12", ""]
    assert last_cells(read(turned.replace(b"1 g ", b"0 g "))) == ["total", "12", "34"]


@pytest.mark.parametrize("over", [True, False], ids=["over the picture", "below the picture"])
def test_the_unseen_text_of_a_scan_is_read_as_somebodys_recognition(over: bool) -> None:
    picture = b"q 595 0 0 842 0 0 cm /Im1 Do Q\n"
    text = TABLE + FIGURE + words("year report", 60, 720)
    text = b"3 Tr " + text if over else text
    document = read(picture + text if over else text + picture, PICTURE % 6, (SCAN,))
    assert last_cells(document) == ["total", "12", "34"]
    assert (document.kind, document.remarks) == ("ocr", ("READ-OCR-LAYER",))


def test_what_is_drawn_as_shapes_with_unseen_text_over_it_is_a_recognition_too() -> None:
    shapes = b"".join(b"%d 675 1 8 re f\n" % x for x in (183, 189, 283, 289))
    document = read(RULES + shapes + b"3 Tr " + words("12", 180, 675) + FIGURE)
    assert document.remarks == ("READ-OCR-LAYER",)


def test_an_unseen_figure_over_a_drawn_one_on_a_printed_page_is_left_out_and_what_is_drawn_is_illegible() -> None:
    shapes = b"".join(b"%d 675 1 8 re f\n" % x for x in (283, 289))
    document = read(TABLE + shapes + b"3 Tr " + FIGURE)
    assert last_cells(document) == ["total", "12", f"{ILLEGIBLE} {ILLEGIBLE}"]
    assert (document.kind, document.remarks) == ("pdf", ("READ-HIDDEN-TEXT",))


NINE = b"274 675 m 278 675 l 278 683 l 274 683 l 274 679 l 278 679 l S\n"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(TABLE + FIGURE + NINE, id="a sign of lines"),
        pytest.param(TABLE + FIGURE + b"q 5 0 0 10 274 675 cm /Im1 Do Q\n", id="a small picture"),
        pytest.param(TABLE + FIGURE + b"274 675 m 278 675 l 279 678 l 276 683 l 273 679 l h f\n", id="an outline"),
        pytest.param(TABLE + FIGURE + b"278 678.5 m 296 678.5 l S\n", id="struck out"),
        pytest.param(TABLE + b"/Span<</ActualText(99)>>BDC " + FIGURE + b" EMC\n", id="other characters given"),
        pytest.param(TABLE + b"BT /F1 10 Tf -1 0 0 -1 290 683 Tm (66) Tj ET\n", id="standing on its head"),
        pytest.param(TABLE + b"BT /F1 10 Tf -1 0 0 1 290 675 Tm (18) Tj ET\n", id="mirrored"),
    ],
)
def test_a_figure_that_looks_another_by_what_is_drawn_with_it_is_illegible(content: bytes) -> None:
    resources = PICTURE % 6
    document = read(content, resources, (SCAN,))
    label, before, cell = last_cells(document)
    assert (label, before) == ("total", "12")
    assert ILLEGIBLE in cell


@pytest.mark.parametrize(
    ("annotation", "shown"),
    [
        (b"/Subtype/FreeText/Contents(9)/F 4", True),
        (b"/Subtype/StrikeOut/F 4/QuadPoints[270 690 300 690 270 670 300 670]", True),
        (b"/Subtype/Widget/FT/Tx/T(f)/V(9)/F 4", True),
        (b"/Subtype/Widget/FT/Tx/T(f)/F 4", False),
        (b"/Subtype/FreeText/Contents(9)/F 2", False),
        (b"/Subtype/Link/F 4", False),
    ],
)
def test_an_annotation_or_a_filled_in_field_makes_its_cell_illegible_where_it_is_seen(
    annotation: bytes, shown: bool
) -> None:
    whole = pages(TABLE + FIGURE)
    noted = whole.replace(b"/Type/Page/", b"/Type/Page/Annots[<</Type/Annot/Rect[270 670 300 690]%s>>]/" % annotation)
    assert noted != whole
    cell = last_cells(open_document(noted))[2]
    assert (ILLEGIBLE in cell) is shown
    assert (cell == "34") is not shown


def test_what_lies_on_a_layer_that_may_be_switched_off_covers_nothing_that_is_seen() -> None:
    cover = b"/OC /Layer BDC 1 g 255 662 90 36 re f EMC\n"
    off = b"/Properties<</Layer 6 0 R>>"
    layer = b"<</Type/OCG/Name(x)>>"
    whole = pages(TABLE + FIGURE + cover, resources=off, more=(layer,))
    switched = whole.replace(b"/Type/Catalog", b"/Type/Catalog/OCProperties<</OCGs[6 0 R]/D<</OFF[6 0 R]>>>>")
    assert switched != whole
    assert last_cells(open_document(switched))[2] == "34"
    assert last_cells(open_document(whole))[2] == ""


def test_a_page_full_of_drawn_things_is_read_in_bounded_time_and_too_many_are_refused() -> None:
    def page(width: int) -> Marks:
        marks = Marks(1, width, 800, horizontal=[Ruling(at / 2, 0.0, 600.0) for at in range(1600)])
        marks.glyphs = [Glyph("3", x, x + 5, 10.0, 6.0, 8.0) for x in range(0, 600, 6)]
        mark_illegible(marks, [Box(x, y, x + 5, y + 5) for x in range(0, width, 5) for y in range(0, 800, 5)])
        return marks

    assert {glyph.text for glyph in page(600).glyphs} == {ILLEGIBLE}
    with pytest.raises(Unreadable):
        page(4000)


def test_borders_drawn_in_short_pieces_stay_borders_and_a_short_line_alone_is_none() -> None:
    dotted = [Ruling(100.0, float(x), float(x + 3)) for x in range(0, 60, 5)]
    alone = Ruling(140.0, 20.0, 28.0)
    marks = Marks(1, 200, 200, horizontal=[*dotted, alone])
    assert set_strokes_apart(marks) == [Box(20.0, 139.0, 28.0, 141.0)]
    assert marks.horizontal == dotted


def test_a_report_whose_text_nobody_compared_with_its_picture_has_not_passed() -> None:
    assert status([Finding("READ-OCR-LAYER")]) == "errors"
    assert status([Finding("READ-HIDDEN-TEXT")]) == "clean"
