"""Files that were made to break what looks into them: the inspection always answers, in bounded time."""

from __future__ import annotations

import io
import random
import time
import zipfile
from collections.abc import Callable

import pytest

from gongkai import apart as process
from gongkai.proofing import inspect_apart, inspect_file
from gongkai.proofing.files import apart
from tests.proofing.madefiles import (
    ID,
    Workbook,
    document,
    notes,
    pdf,
    photograph,
    presentation,
    saved,
    slide,
    with_remark,
    zipped,
)
from tests.proofing.writing import TODAY

SECONDS = 10.0
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _workbook() -> bytes:
    book = Workbook()
    book.sheet("公示", ("姓名", "号码"), ("张*", ID)).write_comment("A1", "一")
    book.sheet("员工", ("姓名", "号码"), ("张*", ID)).hide()
    return book.saved()


def _unpacked(data: bytes) -> bytes:
    """Return a zip whose parts are stored as they are, so that a changed byte reaches the XML."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    return stream.getvalue()


FILES: dict[str, Callable[[], bytes]] = {
    "docx": lambda: _unpacked(saved(document("机密★10年", ID))),
    "xlsx": lambda: _unpacked(_workbook()),
    "pptx": lambda: _unpacked(
        presentation({"slides/slide1.xml": slide(ID), "notesSlides/notesSlide1.xml": notes("a")})
    ),
    "pdf": lambda: with_remark(pdf(f"{ID} #rect(fill: black)")),
    "jpeg": lambda: photograph("JPEG", located=True, device="Phone"),
    "png": lambda: photograph("PNG", located=True),
    "tiff": lambda: photograph("TIFF", located=True),
    "webp": lambda: photograph("WEBP", located=True),
    "xls": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le") * 200,
}


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow's words on damaged pictures
@pytest.mark.parametrize("kind", FILES)
def test_a_damaged_file_is_answered(kind: str) -> None:
    whole, chance = FILES[kind](), random.Random(7)
    for _ in range(40):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 12)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        del data[chance.choice((len(data), chance.randrange(len(data)))) :]
        inspect_file(bytes(data), name="附件", on=TODAY)


def _body(content: str) -> str:
    return f"<w:document xmlns:w='{_W}'>{content}</w:document>"


_ENTITIES = "".join(f"<!ENTITY a{number} '{'&a;' * 50}'>" for number in range(9))
EXHAUSTING = {
    "never closed": "<w:p><w:r><w:t>" * 100_000,
    "deep": _body("<w:tbl><w:tr><w:tc>" * 50_000 + "</w:tc></w:tr></w:tbl>" * 50_000),
    "long": _body("<w:p><w:r><w:t>一</w:t></w:r></w:p>" * 40_000),
    "changed": _body("<w:p>" + "<w:ins/>" * 500_000 + "</w:p>"),
    "entities": f"<!DOCTYPE a [<!ENTITY a 'aaaaaaaaaa'>{_ENTITIES}]><a>&a8;</a>",
}


@pytest.mark.parametrize("body", EXHAUSTING.values(), ids=EXHAUSTING)
def test_a_document_made_to_exhaust_is_answered(body: str) -> None:
    began = time.process_time()
    inspect_file(zipped({"word/document.xml": body}), name="附件.docx", on=TODAY)
    assert time.process_time() - began < SECONDS


def test_a_zip_bomb_is_too_large() -> None:
    began = time.process_time()
    (finding,) = inspect_file(zipped({"xl/workbook.xml": " " * (80 << 20)}), name="附件.xlsx", on=TODAY)
    assert finding.rule == "FILE-TOO-LARGE"
    assert time.process_time() - began < SECONDS


def test_a_workbook_that_refers_to_itself_is_answered() -> None:
    sheets = "".join(f'<sheet name="s{n}" r:id="r" xmlns:r="r"/>' for n in range(500))
    data = zipped(
        {
            "xl/workbook.xml": f"<workbook>{sheets}</workbook>",
            "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="r" Target="../../../xl/workbook.xml"/></Relationships>',
        }
    )
    assert inspect_file(data, name="附件.xlsx", on=TODAY) == ()


# -- apart -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["docx", "xlsx", "pdf", "jpeg"])
def test_apart_the_same_is_found(kind: str) -> None:
    data = FILES[kind]()
    found = inspect_apart(data, name="附件", on=TODAY)
    assert found == inspect_file(data, name="附件", on=TODAY)
    assert found


def _child_that(monkeypatch: pytest.MonkeyPatch, does: str) -> None:
    started = process._START.replace("_answer; _answer()", "_answer")
    monkeypatch.setattr(process, "_START", f"{started}; import os, time; {does}")


def test_a_file_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    _child_that(monkeypatch, "time.sleep(60)")
    (finding,) = inspect_apart(b"a", name="附件.pdf", on=TODAY, seconds=1)
    assert (finding.rule, finding.where, finding.facts["seconds"]) == ("FILE-TIMEOUT", "附件.pdf", 1)


_NO_RULE = 'print(\'[{"rule": "X", "where": "", "facts": {}}]\')'


@pytest.mark.parametrize("does", ["os.abort()", "os._exit(0)", "print('[')", "print('[1]')", "print('{}')", _NO_RULE])
def test_a_file_that_breaks_the_process_is_damaged(monkeypatch: pytest.MonkeyPatch, does: str) -> None:
    _child_that(monkeypatch, does)
    assert [finding.rule for finding in inspect_apart(b"a", name="附件.pdf", on=TODAY)] == ["FILE-DAMAGED"]


def test_memory_is_bounded() -> None:
    body = _body("<w:p>" + "<w:ins/>" * 2_000_000 + "</w:p>")
    found = inspect_apart(zipped({"word/document.xml": body}), name="附件.docx", on=TODAY, memory_mb=200)
    assert [finding.rule for finding in found] == ["FILE-DAMAGED"]


def test_a_file_over_the_bound_is_not_even_handed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "MAX_FILE_BYTES", 1)
    assert [finding.rule for finding in inspect_apart(b"ab", name="附件", on=TODAY)] == ["FILE-TOO-LARGE"]
