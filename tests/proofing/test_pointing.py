"""What a text points to: links and attachments."""

from __future__ import annotations

import pytest

from gongkai.proofing import Block, Link, Text
from tests.proofing.writing import found_in


def linked(address: str, *, works: bool | None = None) -> Text:
    """Return a text with one link."""
    return Text((Block("body.0", "见办事指南。"),), links=(Link("body.0", address, "办事指南", works),))


def test_a_link_that_was_tried_in_vain_is_a_warning() -> None:
    (finding,) = found_in(linked("https://www.example.gov.cn/a.html", works=False))["LINK-DEAD"]
    assert finding.where == "body.0"
    for works in (True, None):
        assert found_in(linked("https://www.example.gov.cn/a.html", works=works)) == {}


@pytest.mark.parametrize(
    "address",
    [
        "C:\\Users\\a.docx",
        "\\\\server\\share",
        "http://localhost:8000/a",
        "http://192.168.1.5/a",
        "http://10.1.1.1/",
        "//172.16.0.1/x",
        "file:" + "///a",
    ],
)
def test_a_link_to_somebodys_own_machine_is_an_error(address: str) -> None:
    assert set(found_in(linked(address))) == {"LINK-LOCAL"}


def test_a_link_without_an_address_is_a_warning() -> None:
    assert set(found_in(linked(" "))) == {"LINK-EMPTY"}
    assert set(found_in(linked("#"))) == {"LINK-EMPTY"}
    for address in ("/zwgk/1.html", "#section-2", "mailto:a@example.gov.cn", "http://172.32.0.1/", "http://100.1.1.1/"):
        assert found_in(linked(address)) == {}, address


@pytest.mark.parametrize(
    ("body", "given", "missing"),
    [
        ("附件：申请表", (), True),
        ("附件：申请表", ("申请表.docx",), False),
        ("附件：1.申请表\n附件2：说明", ("申请表.docx",), True),
        ("附件1：申请表\n附件2：说明", ("1.docx", "2.docx"), False),
        ("附件：1.申请表\n      2.操作手册\n      3.名单\n某中心\n2025年6月20日", ("1.docx", "2.docx"), True),
        ("附件：1.申请表\n      2.操作手册\n某中心\n2025年6月20日", ("1.docx", "2.docx"), False),
        ("附件：1.申请表\n3.名单", ("1.docx",), False),
        ("具体名单见附件。", (), True),
        ("具体名单见附件。", None, False),
        ("见附件1。\n附件1\n名单", (), False),
        ("请将附件上传至系统，不超过5个附件。", (), False),
        ("提交材料附身份证复印件", (), False),
    ],
)
def test_an_attachment_that_is_named_goes_out_with_the_text(
    body: str, given: tuple[str, ...] | None, missing: bool
) -> None:
    assert ("ATTACHMENT-MISSING" in found_in(Text.of(body, attachments=given))) is missing
