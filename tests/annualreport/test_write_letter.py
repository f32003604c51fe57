"""A letter is set as an official document, in Word and in PDF, with everything that it says."""

from __future__ import annotations

import io
from datetime import date

import docx
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis.strategies import text

from gongkai.annualreport import OfficialLetter, unprintable, write_letter

LETTER = OfficialLetter(
    organ="云湖市住房公积金管理中心",
    number="公开告〔2026〕12号",
    title="政府信息公开申请答复书",
    addressee="甲某",
    paragraphs=["本机关收到您的申请。\n现答复如下。", "根据\x07第三十七条的规定，部分公开。"],
    issued_date=date(2026, 11, 27),
    attachments=["计划.pdf", "附表.xlsx"],
)
SAID = [
    "云湖市住房公积金管理中心", "公开告〔2026〕12号", "政府信息公开申请答复书", "甲某：", "本机关收到您的申请。",
    "现答复如下。", "根据第三十七条的规定，部分公开。", "附件：1. 计划.pdf", "　　　2. 附表.xlsx",
    "云湖市住房公积金管理中心", "2026年11月27日",
]  # fmt: skip


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "".join("".join(page.get_textpage().get_text_bounded().split()) for page in document)


def test_a_word_letter_says_everything_in_its_order():
    paragraphs = docx.Document(io.BytesIO(write_letter(LETTER, "docx"))).paragraphs
    assert [one.text for one in paragraphs if one.text] == SAID
    assert [one.style.name for one in paragraphs if one.text][:4] == ["Organ", "Number", "Title", "Addressee"]


def test_a_pdf_letter_says_everything_in_its_order():
    text, place = text_of(write_letter(LETTER, "pdf")), 0
    for line in SAID:
        place = text.index("".join(line.split()), place) + 1


def test_the_name_of_an_organ_too_long_for_one_line_is_set_smaller():
    long = LETTER._replace(organ="某某某某某某自治州住房公积金管理委员会办公室管理部")
    first = docx.Document(io.BytesIO(write_letter(long, "docx"))).paragraphs[0]
    assert first.style.name == "Organ long"
    assert text_of(write_letter(long, "pdf")).startswith(long.organ)


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_the_same_letter_gives_the_same_bytes(kind):
    assert write_letter(LETTER, kind) == write_letter(LETTER, kind)
    assert write_letter(LETTER, kind) != write_letter(LETTER._replace(number="公开告〔2026〕13号"), kind)


RARE = LETTER._replace(
    addressee="王𠮷\x01",
    paragraphs=["您问的是😀（\ue000）、ཨ、ۇ和한，", "e\u0301cole、①和〓照样印出\ufffe\ud800。\u200b\U000e0100"],
    attachments=["𪚥表\x1b.pdf"],
)


def test_a_character_that_no_typeface_has_is_printed_as_a_sign_and_told_with_its_place():
    text = text_of(write_letter(RARE, "pdf"))
    for line in ("王〓：", "您问的是〓（〓）、〓、〓和〓，", "école、①和〓照样印出。", "附件：〓表.pdf"):
        assert line in text
    told = {"addressee": ("𠮷",), "paragraphs": tuple("😀\ue000ཨۇ한"), "attachments": ("𪚥",)}
    assert unprintable(RARE) == told
    assert unprintable(LETTER) == {}


def test_a_word_letter_keeps_the_character_itself():
    lines = [one.text for one in docx.Document(io.BytesIO(write_letter(RARE, "docx"))).paragraphs]
    assert {"王𠮷：", "附件：𪚥表.pdf"} <= set(lines)


@given(text())
@settings(max_examples=25)
def test_whatever_the_words_are_they_are_set(words):
    assert write_letter(LETTER._replace(addressee=words, paragraphs=[words]), "pdf").startswith(b"%PDF")
