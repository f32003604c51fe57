"""What nobody sees on the page of a Word document is no figure: each cell below hides 34, or shows it."""

from __future__ import annotations

import pytest

from gongkai.annualreport.document import ILLEGIBLE, Document, Grid, Paragraph
from gongkai.annualreport.sources import open_document
from gongkai.annualreport.sources.docx_theme import UNKNOWN_COLOUR, Theme
from tests.annualreport.rawfiles import docx, part, table

WHITE = '<w:color w:val="FFFFFF"/>'
MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def cell(inner: str, properties: str = "", paragraph: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:pPr>{paragraph}</w:pPr>{inner}</w:p></w:tc>"


def style(name: str, properties: str, base: str = "", more: str = 'w:type="paragraph"') -> str:
    based = f'<w:basedOn w:val="{base}"/>' if base else ""
    return f'<w:style w:styleId="{name}" {more}>{based}<w:rPr>{properties}</w:rPr></w:style>'


def read(shown: str, styles: str = "", table_properties: str = "") -> tuple[str, Document]:
    """Return what is read of a cell, and the document it stands in."""
    body = table(cell(run("总计")) + shown).replace("<w:tbl>", f"<w:tbl>{table_properties}", 1)
    document = open_document(docx(body, {"word/styles.xml": part("styles", styles)} if styles else {}))
    (grid,) = (block for block in document.blocks if isinstance(block, Grid))
    return grid.rows[0].slots[1].text, document


W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'


@pytest.mark.parametrize(
    "properties",
    [
        "<w:vanish/>", WHITE, '<w:sz w:val="2"/>', '<w:shd w:fill="333333"/><w:color w:val="333333"/>',
        '<w:color w:val="auto" w:themeColor="background1"/>', '<w:highlight w:val="black"/>',
        '<w:color w:val="000000"/><w:highlight w:val="black"/>',
        f"<w14:textFill {W14}><w14:noFill/></w14:textFill>",
    ],
)  # fmt: skip
def test_hidden_white_and_tiny_digits_are_left_out_and_that_is_said(properties: str) -> None:
    text, document = read(cell(run("1") + run("34", properties)))
    assert text == "1"
    assert document.remarks == ("READ-HIDDEN-TEXT",)


@pytest.mark.parametrize("properties", ["", '<w:vanish w:val="0"/>', '<w:color w:val="auto"/>', '<w:sz w:val="18"/>'])
def test_digits_that_are_seen_are_read_and_nothing_is_said(properties: str) -> None:
    text, document = read(cell(run("34", properties)))
    assert (text, document.remarks) == ("34", ())


@pytest.mark.parametrize(
    "shown",
    [
        pytest.param(cell(run("34", WHITE), '<w:shd w:fill="1F3864"/>'), id="cell"),
        pytest.param(cell(run("34", WHITE), paragraph='<w:shd w:fill="1F3864"/>'), id="paragraph"),
        pytest.param(cell(run("34", WHITE + '<w:shd w:fill="1F3864"/>')), id="run"),
        pytest.param(cell(run("34", WHITE + '<w:highlight w:val="darkBlue"/>')), id="highlight"),
    ],
)
def test_white_digits_on_a_dark_ground_are_seen(shown: str) -> None:
    assert read(shown)[0] == "34"


def filled(colour: str) -> str:
    return f"<w14:textFill {W14}><w14:solidFill><w14:{colour}</w14:solidFill></w14:textFill>"


@pytest.mark.parametrize(
    "properties",
    [
        '<w:color w:val="E0E0E0"/>', '<w:sz w:val="5"/>', '<w:rFonts w:ascii="Wingdings"/>',
        filled('srgbClr w14:val="FFFFFF"/>'), filled('schemeClr w14:val="bg1"/>'),
        filled('srgbClr w14:val="000000"><w14:alpha w14:val="100000"/></w14:srgbClr>'),
        '<w:color w:val="000000" w:themeColor="accent1"/>',
        '<w:color w:val="000000"/><w:shd w:val="pct95" w:color="000000" w:fill="FFFFFF"/>',
        '<w:shd w:val="diagStripe" w:color="000000" w:fill="FFFFFF"/>',
        '<w:w w:val="1"/>', '<w:sz w:val="1.5"/>', '<w:rtl/><w:szCs w:val="1"/>', '<w:position w:val="-3000"/>',
        '<w:fitText w:val="1"/>', '<w:spacing w:val="-31680"/>', '<w:eastAsianLayout w:combine="1"/>',
        '<w:highlight w:val="blue"/>', "<w:ofTomorrow/>",
    ],
)  # fmt: skip
def test_digits_that_are_hardly_seen_or_drawn_as_other_signs_are_illegible(properties: str) -> None:
    assert read(cell(run("34", properties)))[0] == ILLEGIBLE * 2


@pytest.mark.parametrize(
    "properties",
    [
        filled('schemeClr w14:val="tx1"/>'), '<w:w w:val="90"/>', '<w:spacing w:val="-10"/>', '<w:position w:val="2"/>',
        '<w:fitText w:val="630"/>', '<w:rtl w:val="0"/>', '<w:sz w:val="10.5pt"/>', '<w:b/><w:u w:val="single"/>',
        '<w:color w:val="auto" w:themeColor="text1"/>', '<w:shd w:val="pct10" w:color="auto" w:fill="FFFFFF"/>',
    ],
)  # fmt: skip
def test_digits_set_in_a_way_that_is_known_to_be_harmless_are_read(properties: str) -> None:
    text, document = read(cell(run("34", properties)))
    assert (text, document.remarks) == ("34", ())


def test_the_doubt_about_a_property_is_kept_to_the_cells_of_tables() -> None:
    accented = run("34", filled('schemeClr w14:val="accent1"/>'))
    document = open_document(docx(f"<w:p>{accented}</w:p>"))
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == ["34"]


def test_a_named_colour_is_as_bright_as_the_theme_says_whatever_stands_beside_its_name() -> None:
    theme = Theme(b'<a:dk1><a:sysClr val="windowText" lastClr="FFFFFF"/></a:dk1><a:accent1><a:srgbClr val="FFFFFF"/>')
    assert theme.brightness("text1", None, None) == 0
    assert theme.brightness("text1", "00", None) == 255
    assert theme.brightness("accent1", None, "00") == 0
    assert theme.brightness("accent1", None, None) == 255
    assert theme.brightness("accent2", None, None) == UNKNOWN_COLOUR
    mapped = b'<w:clrSchemeMapping w:bg1="dark1" w:t1="light1"/>'
    assert Theme(b"", mapped).brightness("text1", None, None) == UNKNOWN_COLOUR


@pytest.mark.parametrize(
    "properties",
    [
        '<w:spacing w:line="1" w:lineRule="exact"/>', '<w:ind w:left="-31000"/>', '<w:ind w:left="31000"/>',
        '<w:framePr w:w="1" w:h="1" w:hRule="exact" w:x="-9999"/>',
    ],
)  # fmt: skip
def test_digits_in_a_paragraph_that_is_put_out_of_its_cell_are_illegible(properties: str) -> None:
    assert read(cell(run("34"), paragraph=properties))[0] == ILLEGIBLE * 2
    ordinary = '<w:spacing w:line="240" w:lineRule="exact"/><w:ind w:left="-105" w:leftChars="-50"/>'
    assert read(cell(run("34"), paragraph=ordinary))[0] == "34"


def in_row(properties: str) -> str:
    (grid,) = open_document(docx(table(f"<w:trPr>{properties}</w:trPr>" + cell(run("34"))))).blocks
    assert isinstance(grid, Grid)
    return grid.rows[0].slots[0].text if grid.rows else "no row"


def test_a_row_is_hidden_only_where_the_switch_is_on_and_illegible_where_it_has_no_height() -> None:
    assert in_row("<w:hidden/>") == "no row"
    assert in_row('<w:hidden w:val="0"/>') == "34"
    assert in_row('<w:trHeight w:val="1" w:hRule="exact"/>') == ILLEGIBLE * 2
    assert in_row('<w:trHeight w:val="1" w:hRule="atLeast"/>') == "34"


def test_a_cell_that_was_deleted_with_changes_tracked_is_none() -> None:
    assert read(cell(run("99"), '<w:cellDel w:id="1" w:author="a"/>') + cell(run("34")))[0] == "34"


def test_a_figure_that_is_struck_or_raised_with_nothing_beside_it_is_illegible_and_not_blank() -> None:
    for properties in ("<w:strike/>", '<w:vertAlign w:val="subscript"/>'):
        assert read(cell(run("34", properties)))[0] == ILLEGIBLE
        assert read(cell(run("9", properties) + run("34")))[0] == "34"


NAMESPACES = 'xmlns:zz="urn:zz" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'


def test_of_several_renderings_the_first_that_word_knows_is_read() -> None:
    def renderings(*required: str) -> str:
        choices = "".join(f'<mc:Choice {NAMESPACES} Requires="{name}">{run(name)}</mc:Choice>' for name in required)
        return f"<mc:AlternateContent>{choices}<mc:Fallback>{run('34')}</mc:Fallback></mc:AlternateContent>"

    assert read(cell(renderings("zz")))[0] == "34"
    assert read(cell(renderings("zz", "wps")))[0] == "wps"
    assert read(cell(f"<w:r>{renderings('zz wps')}</w:r>"))[0] == "34"


def field(code: str, result: str, more: str = "") -> str:
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"{more}/></w:r><w:r><w:instrText> {code} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        (field("=SUM(LEFT)", run("34")), "34"),
        (field("=SUM(LEFT)", run("34"), ' w:dirty="true"'), ILLEGIBLE * 2),
        (field("PAGE", run("34")), ILLEGIBLE * 2),
        (f'<w:fldSimple w:instr=" NUMPAGES ">{run("34")}</w:fldSimple>', ILLEGIBLE * 2),
        (field("FORMDROPDOWN", ""), ILLEGIBLE),
        (field("EQ 4", "") + run("3"), ILLEGIBLE + "3"),
        ("<w:r><w:pgNum/></w:r>" + run("4"), ILLEGIBLE + "4"),
        ("<w:r><w:object/></w:r>", ILLEGIBLE),
        ('<w:r><w:footnoteReference w:id="2"/></w:r>', ILLEGIBLE),
        ('<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="2"/></w:r>', ""),
        (f'<zz:new xmlns:zz="urn:zz">{run("34")}</zz:new>', ILLEGIBLE),
        (f'<w:sdt><w:sdtPr><w:dataBinding w:xpath="/a"/></w:sdtPr><w:sdtContent>{run("34")}</w:sdtContent></w:sdt>',
         ILLEGIBLE * 2),
    ],
)  # fmt: skip
def test_what_word_works_out_or_fetches_when_it_opens_a_file_is_illegible(inner: str, text: str) -> None:
    assert read(cell(inner))[0] == text


def test_a_part_of_another_file_in_a_cell_is_illegible_and_not_blank() -> None:
    assert read(cell("").replace("</w:tc>", "<w:altChunk/></w:tc>"))[0] == ILLEGIBLE


def test_a_field_whose_end_stands_in_another_cell_hides_no_cell_behind_it() -> None:
    begun = cell(run("3") + '<w:r><w:fldChar w:fldCharType="begin"/></w:r>')
    document = open_document(docx(table(begun + cell(run("34")))))
    (grid,) = document.blocks
    assert isinstance(grid, Grid)
    assert [slot.text for slot in grid.rows[0].slots] == ["3" + ILLEGIBLE, "34"]


def test_white_digits_in_a_table_whose_style_may_shade_it_are_illegible_and_words_stay() -> None:
    named = '<w:tblPr><w:tblStyle w:val="Shaded"/></w:tblPr>'
    assert read(cell(run("共34件", WHITE)), table_properties=named)[0] == f"共{ILLEGIBLE}{ILLEGIBLE}件"


def test_a_style_hides_what_is_set_in_it_and_in_styles_based_on_it() -> None:
    styles = (
        style("Secret", "<w:vanish/>") + style("More", "", "Secret") + style("Open", '<w:vanish w:val="0"/>', "More")
    )
    for name, text in (("Secret", ""), ("More", ""), ("Open", "34"), ("Unknown", "34")):
        assert read(cell(run("34"), paragraph=f'<w:pStyle w:val="{name}"/>'), styles)[0] == text


def test_a_style_of_characters_hides_and_a_run_may_show_itself_again() -> None:
    styles = style("Faint", WHITE, more='w:type="character"')
    named = '<w:rStyle w:val="Faint"/>'
    assert read(cell(run("34", named)), styles)[0] == ""
    assert read(cell(run("34", named + '<w:color w:val="000000"/>')), styles)[0] == "34"


def test_the_style_of_paragraphs_that_name_none_counts() -> None:
    styles = style("Normal", "<w:vanish/>", more='w:type="paragraph" w:default="1"')
    assert read(cell(run("34")), styles)[0] == ""


def test_styles_based_on_each_other_in_a_circle_end() -> None:
    styles = style("A", WHITE, "B") + style("B", "", "A")
    assert read(cell(run("34"), paragraph='<w:pStyle w:val="B"/>'), styles)[0] == ""


def test_the_code_of_a_field_is_no_text_and_its_result_is() -> None:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    inner = mark("begin") + run("99") + "<w:r><w:instrText>= 98</w:instrText></w:r>"
    assert read(cell(inner + mark("separate") + run("34") + mark("end") + run("件")))[0] == "34件"
    nested = mark("begin") + mark("begin") + run("97") + mark("separate") + run("96") + mark("end")
    assert read(cell(nested + mark("separate") + run("34") + mark("end")))[0] == "34"


def test_an_equation_with_a_figure_in_it_is_illegible_and_one_of_words_is_read() -> None:
    def equation(text: str) -> str:
        return f"<m:oMath {MATH}><m:r><m:t>{text}</m:t></m:r></m:oMath>"

    assert read(cell(run("3") + equation("4")))[0] == "3" + ILLEGIBLE
    assert read(cell(equation("甲")))[0] == "甲"


@pytest.mark.parametrize(
    ("symbol", "text"),
    [
        ('<w:sym w:font="Symbol" w:char="F034"/>', "34"),
        ('<w:sym w:font="Wingdings" w:char="F084"/>', "3" + ILLEGIBLE),
        ('<w:sym w:font="Wingdings" w:char="F0FE"/>', "3"),
        ('<w:sym w:font="SimSun" w:char="4EF6"/>', "3件"),
    ],
)
def test_a_sign_of_a_symbol_font_is_read_only_where_it_is_sure(symbol: str, text: str) -> None:
    assert read(cell(run("3") + f"<w:r>{symbol}</w:r>"))[0] == text


def box(inner: str) -> str:
    return f"<w:pict><v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox></w:pict>"


def test_a_text_box_in_a_cell_does_not_make_its_figure_longer() -> None:
    assert read(cell(run("12") + f"<w:r>{box('<w:p>' + run('34') + '</w:p>')}</w:r>"))[0] == "12\n34"


def test_a_text_box_drawn_twice_is_read_once_and_one_drawn_only_as_fallback_is_read() -> None:
    drawn = box(f"<w:p>{run('说明')}</w:p>")
    twice = (
        f"<mc:AlternateContent><mc:Choice>{drawn}</mc:Choice><mc:Fallback>{drawn}</mc:Fallback></mc:AlternateContent>"
    )
    fallback = f"<mc:AlternateContent><mc:Fallback>{drawn}</mc:Fallback></mc:AlternateContent>"
    for alternative in (twice, fallback):
        document = open_document(docx(f"<w:p><w:r>{alternative}</w:r></w:p>"))
        assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == ["说明"]


def test_digits_turned_round_are_illegible_and_words_stay() -> None:
    assert read(cell(f'<w:bdo w:val="rtl">{run("共34件")}</w:bdo>'))[0] == f"共{ILLEGIBLE}{ILLEGIBLE}件"
    assert read(cell(f'<w:bdo w:val="ltr">{run("34")}</w:bdo>'))[0] == "34"


def test_white_on_black_and_a_shade_of_the_paper_are_seen() -> None:
    marked = '<w:highlight w:val="black"/>'
    assert read(cell(run("34", WHITE + marked)))[0] == "34"
    faint = '<w:pStyle w:val="Faint"/>'
    assert read(cell(run("34", marked), paragraph=faint), style("Faint", WHITE))[0] == "34"
    shade = '<w:color w:val="7F7F7F" w:themeColor="background1" w:themeShade="7F"/>'
    assert read(cell(run("34", shade)))[0] == "34"
