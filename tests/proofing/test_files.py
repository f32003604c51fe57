"""Files that go out with a text (PLAT-82): nothing hidden, no traces of their making, no personal data."""

from __future__ import annotations

import io
from collections import defaultdict

import pytest
from PIL import ExifTags, Image

from gongkai.findings import Finding
from gongkai.proofing import RULES, Package, file_place_in_words, inspect_file
from gongkai.proofing.files import limits
from gongkai.proofing.files.beside import inspect_beside
from gongkai.proofing.files.contents import Contents
from gongkai.proofing.files.sheets import inspect_old_workbook
from tests.proofing.madefiles import (
    ID,
    Workbook,
    document,
    notes,
    pdf,
    photograph,
    plain_pdf,
    presentation,
    saved,
    saved_again,
    slide,
    with_parts,
    with_remark,
    with_run,
    zipped,
)
from tests.proofing.writing import TODAY, errors_in


def inspected(data: bytes, name: str = "附件") -> dict[str, list[Finding]]:
    """Return the findings on a file by rule; each can be told in words."""
    found: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in inspect_file(data, name=name, on=TODAY):
        assert RULES.tell(finding)["message"]
        assert ID[4:-3] not in str(finding)
        found[finding.rule].append(finding)
    return dict(found)


# -- workbooks -------------------------------------------------------------------------------------

HEADINGS = ("姓名", "身份证号码", "个人公积金账号")


def test_a_workbook_with_a_hidden_sheet_of_employees_is_blocked() -> None:
    book = Workbook()
    book.sheet("汇总", ("管理部", "人数"), ("大武口", 12))
    book.sheet("员工", HEADINGS, ("张三", ID, "")).hide()
    found = inspected(book.saved(), "名单.xlsx")
    assert errors_in(found) == {"FILE-HIDDEN-SHEET", "FILE-HIDDEN-PERSONAL"}
    assert found["FILE-HIDDEN-SHEET"][0].where == "名单.xlsx#员工"
    assert found["FILE-HIDDEN-PERSONAL"][0].where == "名单.xlsx#员工!B2[0:18]"


def test_a_very_hidden_sheet_is_hidden_and_an_empty_one_hides_nothing() -> None:
    book = Workbook()
    book.sheet("汇总", ("管理部", "人数"))
    book.sheet("备用").hide()
    assert inspected(book.saved()) == {}
    book = Workbook()
    book.sheet("汇总", ("管理部", "人数"))
    book.sheet("底稿", ("管理部", "人数")).very_hidden()
    assert set(inspected(book.saved())) == {"FILE-HIDDEN-SHEET"}


def test_plat_h_2_a_list_with_masked_names_and_full_identity_numbers_is_blocked() -> None:
    book = Workbook()
    book.sheet("公示", HEADINGS, ("张*", ID, ""))
    found = inspected(book.saved(), "公示.xlsx")
    assert errors_in(found) == {"PRIV-ID-NAME-MASKED"}
    assert found["PRIV-ID-NAME-MASKED"][0].where == "公示.xlsx#公示!B2[0:18]"


def test_of_a_long_list_the_first_few_are_told_and_how_many_more() -> None:
    book = Workbook()
    book.sheet("公示", HEADINGS, *[("张*", ID, "")] * 50)
    found = inspected(book.saved())
    assert len(found["PRIV-ID-NAME-MASKED"]) == limits.MAX_TOLD
    assert found["FILE-MORE"][0].facts["count"] == 50 - limits.MAX_TOLD


def test_a_columns_heading_tells_what_its_numbers_are_even_where_they_are_numbers() -> None:
    book = Workbook()
    book.sheet("公示", ("序号", "个人公积金账号", "联系电话"), (1, 640201234567, 13812345678))
    assert set(inspected(book.saved())) == {"PRIV-FUND-ACCOUNT", "PRIV-MOBILE"}


def test_personal_data_in_hidden_columns_and_rows_is_an_error() -> None:
    book = Workbook()
    sheet = book.sheet("公示", HEADINGS, ("张*", ID, ""), ("李*", "", ""))
    sheet.set_column(1, 1, None, None, {"hidden": True})
    sheet.set_row(2, None, None, {"hidden": True})
    found = inspected(book.saved(), "公示.xlsx")
    assert set(found) == {"FILE-HIDDEN-CELLS", "FILE-HIDDEN-PERSONAL"}
    assert found["FILE-HIDDEN-CELLS"][0].facts["count"] == 3


def test_hidden_columns_without_content_hide_nothing() -> None:
    book = Workbook()
    sheet = book.sheet("公示", ("管理部", "人数"), ("大武口", 12))
    sheet.set_column(5, 9, None, None, {"hidden": True})
    assert inspected(book.saved()) == {}


def test_comments_external_links_macros_and_remembered_data_of_a_workbook_are_told() -> None:
    book = Workbook()
    book.sheet("公示", ("管理部", "人数")).write_comment("A1", f"他的号码是{ID}")
    found = inspected(book.saved())
    assert errors_in(found) == {"FILE-COMMENTS", "FILE-HIDDEN-PERSONAL"}
    book = Workbook()
    book.sheet("公示", ("管理部", "人数"))
    records = f'<pivotCacheDefinition><sharedItems><s v="{ID}"/></sharedItems></pivotCacheDefinition>'
    parts = {
        "xl/externalLinks/externalLink1.xml": "<externalLink/>",
        "xl/vbaProject.bin": b"\0",
        "xl/embeddings/oleObject1.bin": b"\0",
        "xl/pivotCache/pivotCacheDefinition1.xml": records,
    }
    wanted = {"FILE-EXTERNAL-LINK", "FILE-MACRO", "FILE-EMBEDDED", "FILE-PIVOT-CACHE", "FILE-HIDDEN-PERSONAL"}
    assert set(inspected(with_parts(book.saved(), parts))) == wanted


def test_a_workbook_with_more_cells_than_are_looked_at_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gongkai.proofing.files.contents.MAX_BLOCKS", 3)
    book = Workbook()
    book.sheet("公示", HEADINGS, ("张*", ID, "1"))
    assert set(inspected(book.saved())) == {"FILE-TOO-LARGE"}


# -- Word documents --------------------------------------------------------------------------------


def test_a_plain_document_yields_nothing() -> None:
    made = document("关于调整缴存基数的通知", "办公电话：0952-2012345")
    made.add_table(1, 1).cell(0, 0).text = "管理部"
    assert inspected(saved(made)) == {}


def test_personal_data_and_secrecy_marks_in_a_document_are_told_with_their_paragraph() -> None:
    made = document("机密★10年", "附名单")
    made.add_table(1, 2).cell(0, 1).text = f"号码{ID}"
    found = inspected(saved(made), "通知.docx")
    assert errors_in(found) == {"SECRET-MARK", "PRIV-ID"}
    assert found["SECRET-MARK"][0].where == "通知.docx#p0[0:3]"
    assert found["PRIV-ID"][0].where.endswith("[2:20]")


def test_headers_and_footers_are_read_too() -> None:
    made = document("通知")
    made.sections[0].footer.paragraphs[0].text = "内部资料，注意保存"
    assert errors_in(inspected(saved(made))) == {"SECRET-INTERNAL"}


def test_tracked_changes_are_an_error_and_what_was_deleted_is_still_there() -> None:
    change = f'<w:del w:id="1" w:author="李四"><w:r><w:delText>证件{ID}</w:delText></w:r></w:del>'
    found = inspected(saved(with_run(document("通知"), change)))
    assert errors_in(found) == {"FILE-TRACKED", "FILE-HIDDEN-PERSONAL"}
    added = '<w:ins w:id="1" w:author="李四"><w:r><w:t>增加一句</w:t></w:r></w:ins>'
    assert set(inspected(saved(with_run(document("通知"), added)))) == {"FILE-TRACKED"}


def test_comments_of_a_document_are_an_error() -> None:
    made = document("通知")
    made.add_comment(made.paragraphs[0].add_run("正文"), text="请领导定", author="李四")
    found = inspected(saved(made))
    assert errors_in(found) == {"FILE-COMMENTS"}
    assert "李四" not in str(found)


def test_hidden_text_is_a_warning_and_switched_off_it_is_none() -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>底稿</w:t></w:r>"
    assert set(inspected(saved(with_run(document("通知"), hidden)))) == {"FILE-HIDDEN-TEXT"}
    shown = '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>正文</w:t></w:r>'
    assert inspected(saved(with_run(document("通知"), shown))) == {}


def test_makers_are_a_warning_with_their_names_masked_and_programs_are_nobody() -> None:
    made = document("通知")
    made.core_properties.author, made.core_properties.last_modified_by = "张三丰", "Administrator"
    (finding,) = inspected(saved(made))["FILE-AUTHOR"]
    assert finding.facts["fields"] == "作者 张**"


def test_pictures_inside_a_document_say_where_they_were_taken() -> None:
    data = with_parts(saved(document("通知")), {"word/media/image1.jpeg": photograph(located=True)})
    found = inspected(data, "动态.docx")
    assert found["FILE-LOCATION"][0].where == "动态.docx#word/media/image1.jpeg"


# -- presentations ---------------------------------------------------------------------------------


def test_slides_hidden_slides_notes_and_comments_are_looked_into() -> None:
    clean = {"slides/slide1.xml": slide("政策解读"), "notesSlides/notesSlide1.xml": notes("1")}
    assert inspected(presentation(clean)) == {}
    found = inspected(
        presentation(
            {
                "slides/slide1.xml": slide("政策解读", f"例：{ID}"),
                "slides/slide2.xml": slide("备用", hidden=True),
                "notesSlides/notesSlide1.xml": notes("讲到这里停一下", "1"),
                "comments/comment1.xml": "<cmLst><cm><text>改一下</text></cm></cmLst>",
            }
        ),
        "解读.pptx",
    )
    assert set(found) == {"PRIV-ID", "FILE-HIDDEN-SHEET", "FILE-NOTES", "FILE-COMMENTS"}
    assert found["FILE-HIDDEN-SHEET"][0].where == "解读.pptx#slide2"


@pytest.mark.parametrize(
    ("part", "content", "rule"),
    [
        ("customXml/item1.xml", f"<a><b>{ID}</b></a>", "FILE-HIDDEN-PERSONAL"),
        ("word/settings.xml", f'<s xmlns:w="w"><w:docVar w:name="a" w:val="{ID}"/></s>', "FILE-HIDDEN-PERSONAL"),
        ("word/footer9.xml", f'<f><docPr descr="{ID}"/></f>', "FILE-HIDDEN-PERSONAL"),
        ("word/footer9.xml", f"<f><instrText>HYPERLINK {ID}</instrText></f>", "FILE-HIDDEN-PERSONAL"),
        ("xl/worksheets/sheet9.xml", f"<w><oddHeader>{ID}</oddHeader></w>", "PRIV-ID"),
        ("xl/worksheets/sheet9.xml", f'<w><dataValidation prompt="{ID}"/></w>', "FILE-HIDDEN-PERSONAL"),
        ("xl/workbook.xml", f"<w><definedName>{ID}</definedName></w>", "FILE-HIDDEN-PERSONAL"),
    ],
)
def test_what_an_office_file_carries_beside_its_text_is_read(part: str, content: str, rule: str) -> None:
    contents = Contents("a.docx")
    inspect_beside(Package(zipped({part: content})), contents)
    (block,) = contents.seen if rule == "PRIV-ID" else contents.hidden
    assert ID in block.text


# -- pictures --------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP"])
def test_a_photograph_that_tells_its_place_is_a_warning(kind: str) -> None:
    found = inspected(photograph(kind, located=True, device="Phone 9", taken="2025:05:01 09:00:00"))
    assert set(found) == {"FILE-LOCATION", "FILE-PICTURE-DETAILS"}
    assert found["FILE-PICTURE-DETAILS"][0].facts["fields"].startswith("设备")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "BMP"])
def test_a_picture_that_tells_nothing_yields_nothing(kind: str) -> None:
    assert inspected(photograph(kind)) == {}


def test_what_a_picture_says_in_words_and_what_stands_behind_its_end_is_read() -> None:
    described = Image.Exif()
    described[ExifTags.Base.ImageDescription] = ID
    kept = io.BytesIO()
    Image.new("RGB", (40, 30)).save(kept, "JPEG", exif=described)
    assert errors_in(inspected(kept.getvalue())) == {"FILE-HIDDEN-PERSONAL"}
    assert set(inspected(photograph("PNG") + b"words")) == {"FILE-PICTURE-TRAILER"}
    assert "FILE-HIDDEN-PERSONAL" in inspected(photograph() + ID.encode())


# -- PDF -------------------------------------------------------------------------------------------


def test_a_plain_pdf_yields_nothing_and_personal_data_in_it_is_told_with_the_page() -> None:
    assert inspected(pdf("Notice 0952-2012345")) == {}
    found = inspected(pdf(f"Notice #pagebreak() {ID}"), "公告.pdf")
    assert errors_in(found) == {"PRIV-ID"}
    assert found["PRIV-ID"][0].where.startswith("公告.pdf#page2[")


def test_text_under_a_black_bar_is_an_error() -> None:
    bar = "#place(top + left, dx: -5pt, dy: -3pt, rect(width: 8cm, height: 16pt, fill: black))"
    found = inspected(pdf(f"{ID} \n {bar}"))
    assert {"FILE-COVERED-TEXT", "FILE-HIDDEN-PERSONAL"} <= errors_in(found)


def test_a_dark_heading_with_white_text_on_it_covers_nothing() -> None:
    cells = "text(fill: white)[Name], text(fill: white)[Number], [A], [1]"
    heading = f"#table(columns: 2, fill: (_, y) => if y == 0 {{black}}, {cells})"
    assert inspected(pdf(heading)) == {}
    assert inspected(pdf(f"Notice \n {heading} \n Words")) == {}


def test_makers_remarks_and_pages_without_text_of_a_pdf_are_told() -> None:
    (finding,) = inspected(pdf("Notice", author="张三丰"))["FILE-AUTHOR"]
    assert finding.facts["fields"] == "作者 张**"
    assert set(inspected(with_remark(pdf("Notice")))) == {"FILE-COMMENTS"}
    assert set(inspected(pdf("#rect(width: 2cm, height: 2cm, fill: red)"))) == {"FILE-PICTURE-ONLY"}


def test_a_pdf_whose_earlier_pages_are_still_in_the_file_is_an_error_and_what_they_say_is_told() -> None:
    once = plain_pdf(f"Name {ID}")
    found = inspected(saved_again(once, "Name"))
    assert errors_in(found) == {"FILE-EARLIER-VERSION", "FILE-HIDDEN-PERSONAL"}
    assert inspected(saved_again(plain_pdf("Name"), "Name")) == {}  # nothing changed, as where a signature was added
    assert inspected(plain_pdf("Name")) == {}


def test_fields_information_and_words_outside_the_page_of_a_pdf_are_read() -> None:
    assert errors_in(inspected(plain_pdf("Name", field=ID))) == {"PRIV-ID"}
    assert errors_in(inspected(plain_pdf("Name", subject=ID))) == {"FILE-HIDDEN-PERSONAL"}
    assert errors_in(inspected(plain_pdf(f"Name) Tj 900 0 Td ({ID}"))) == {"FILE-HIDDEN-PERSONAL"}


def test_an_identity_number_whose_figures_are_set_one_by_one_is_read_as_one() -> None:
    assert errors_in(inspected(plain_pdf(" ".join(ID)))) == {"PRIV-ID"}
    assert inspected(plain_pdf(" ".join("0" * 18))) == {}


# -- OFD -------------------------------------------------------------------------------------------


def test_an_ofd_document_is_read_page_by_page() -> None:
    page = '<ofd:Page xmlns:ofd="o"><ofd:TextObject><ofd:TextCode>证件{}</ofd:TextCode></ofd:TextObject></ofd:Page>'
    said = '<ofd:OFD xmlns:ofd="o"><ofd:Author>{}</ofd:Author></ofd:OFD>'
    clean = {"OFD.xml": said.format(""), "Doc_0/Pages/Page_0/Content.xml": page.format("号码")}
    assert inspected(zipped(clean)) == {}
    telling = {
        "OFD.xml": said.format("张三丰"),
        "Doc_0/Pages/Page_1/Content.xml": page.format(ID),
        "Doc_0/Annots/Page_0/Annotation.xml": '<PageAnnot><Annot Type="Highlight"/><Annot Type="Link"/></PageAnnot>',
        "Doc_0/Attachs/list.xlsx": "1",
    }
    found = inspected(zipped(clean | telling), "公告.ofd")
    assert set(found) == {"PRIV-ID", "FILE-AUTHOR", "FILE-COMMENTS", "FILE-EMBEDDED"}
    assert found["PRIV-ID"][0].where == "公告.ofd#page2[2:20]"
    assert found["FILE-COMMENTS"][0].facts["count"] == 1


# -- what is not looked into -----------------------------------------------------------------------


def test_text_files_are_read_in_whatever_encoding() -> None:
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
        found = inspected(f"姓名,号码\n张*,{ID}".encode(encoding), "名单.csv")
        assert errors_in(found) == {"PRIV-ID-NAME-MASKED"}, encoding
        assert found["PRIV-ID-NAME-MASKED"][0].where == "名单.csv#line2[3:21]"


def test_what_is_not_looked_into_says_so() -> None:
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "WordDocument".encode("utf-16-le")
    assert set(inspected(old)) == {"FILE-OLD-FORMAT"}
    assert set(inspected(b"{\\rtf1 a}")) == {"FILE-OLD-FORMAT"}
    assert set(inspected(zipped({"a.txt": "1"}))) == {"FILE-NOT-EXAMINED"}
    assert set(inspected(b"\0\0\0\x18ftypmp42\0\0\0\0")) == {"FILE-NOT-EXAMINED"}


def test_encrypted_damaged_and_large_files_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    encrypted = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    assert set(inspected(encrypted)) == {"FILE-ENCRYPTED"}
    for broken in (b"", b"%PDF-1.7\nnothing", b"\x89PNG\r\n\x1a\n", zipped({"word/document.xml": "<w:p"})):
        assert set(inspected(broken)) == {"FILE-DAMAGED"}, broken[:8]
    monkeypatch.setattr("gongkai.proofing.files.inspection.MAX_FILE_BYTES", 10)
    assert set(inspected(b"a longer text")) == {"FILE-TOO-LARGE"}


def test_a_workbook_read_without_its_parts_tells_hidden_sheets_too() -> None:
    book = Workbook()
    book.sheet("公示", ("姓名", "电话"), ("张*", 13812345678))
    book.sheet("员工", ("姓名", "号码"), ("张三", ID)).hide()
    contents = Contents("名单.xls")
    inspect_old_workbook(book.saved(), contents)
    assert [finding.where for finding in contents.findings] == ["名单.xls#员工"]
    assert [block.text for block in contents.seen][-1] == "13812345678"
    assert [block.id for block in contents.hidden][-1] == "名单.xls#员工!B2"


def test_an_old_workbook_without_its_insides_is_damaged() -> None:
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "Workbook".encode("utf-16-le")
    assert set(inspected(old)) == {"FILE-DAMAGED"}


def test_a_part_that_inflates_beyond_bounds_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    assert limits.MAX_PART_BYTES < limits.MAX_INFLATED_BYTES
    monkeypatch.setattr("gongkai.proofing.files.package.MAX_PART_BYTES", 1000)
    assert set(inspected(zipped({"word/document.xml": " " * 5000}))) == {"FILE-TOO-LARGE"}


def test_entities_are_not_expanded_and_nothing_outside_is_fetched() -> None:
    body = "<!DOCTYPE w [<!ENTITY a SYSTEM '/etc/hostname'>]><w:p xmlns:w='w'><w:r><w:t>&a;</w:t></w:r></w:p>"
    assert inspected(zipped({"word/document.xml": body})) == {}


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("方案.docx#p2[12:31]", "“方案.docx”第2段第13至31字"),
        ("木马#p1", "“木马”第1段"),
        ("a.pdf#page2.field[0:18]", "“a.pdf”第2页的表单栏第1至18字"),
        ("a.xlsx#xl/worksheets/sheet1.xml.oddHeader", "“a.xlsx”打印的页眉"),
        ("a.docx#word/document.xml.docPr", "“a.docx”的图片替代文字"),
        ("a.docx#header1.p3", "“a.docx”页眉第3段"),
        ("a.pdf#page2[0:1]", "“a.pdf”第2页第1字"),
        ("名单.xlsx#员工!B3[0:18]", "“名单.xlsx”工作表“员工”的B3第1至18字"),
        ("图解.zip#js/show.js:4", "“图解.zip”“js/show.js”第4行"),
        ("a.docx", "“a.docx”"),
    ],
)
def test_a_place_in_a_file_is_told_in_words(place, words):
    assert file_place_in_words(place) == words
