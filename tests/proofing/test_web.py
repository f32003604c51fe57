"""A small web page with its files (H5): what may be one, what it carries, what it would fetch elsewhere."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest

from gongkai.proofing import Unexamined, WebPackage, inspect_file

PAGE = "<!doctype html><title>图解</title><p>贷款额度调整。</p><script src='js/show.js'></script>"


def zipped(**members: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {"index.html": PAGE, "js/show.js": "go()", **members}.items():
            archive.writestr(name, data)
    return written.getvalue()


def rules_of(data: bytes) -> list[str]:
    return [finding.rule for finding in inspect_file(data, name="图解.zip", on=date(2026, 3, 2))]


def refusal_of(data: bytes) -> str:
    with pytest.raises(Unexamined) as refusal:
        WebPackage(data)
    return refusal.value.rule


def test_its_files_are_those_of_the_zip_or_of_its_only_folder() -> None:
    assert WebPackage(zipped()).names == ["index.html", "js/show.js"]
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("图解/index.html", PAGE)
        archive.writestr("__MACOSX/图解/._index.html", "")
    package = WebPackage(written.getvalue())
    assert package.names == ["index.html"]
    assert package.part("index.html").decode() == PAGE
    assert package.part("other.html") == b""


def test_a_page_alone_is_one() -> None:
    assert WebPackage(PAGE.encode()).part("index.html").decode() == PAGE


def test_what_is_none_is_refused() -> None:
    with_program = zipped(**{"setup.exe": "MZ"})
    assert refusal_of(with_program) == "WEB-KIND"
    assert rules_of(with_program) == ["WEB-KIND"]
    assert refusal_of(zipped(**{"../a.js": ""})) == "WEB-NAME"
    assert refusal_of(zipped(**{"js\\..\\a.js": ""})) == "WEB-NAME"
    without = io.BytesIO()
    with zipfile.ZipFile(without, "w") as archive:
        archive.writestr("start.html", PAGE)
    assert refusal_of(without.getvalue()) == "WEB-START"
    assert refusal_of(zipped(**{f"{number}.js": "" for number in range(600)})) == "FILE-TOO-LARGE"
    assert refusal_of(b"PK\x03\x04 and nothing else") == "FILE-DAMAGED"


def test_a_clean_one_has_no_findings() -> None:
    assert rules_of(zipped(**{"a.css": "p { background: url(a.png) }", "b.txt": "https://example.gov.cn"})) == []


@pytest.mark.parametrize(
    "told",
    [
        "<script src='https://example.com/a.js'></script>",
        "<link rel=stylesheet href=//example.com/a.css>",
        "<style>p { background: url(http://example.com/a.png) }</style>",
    ],
)
def test_what_it_would_fetch_elsewhere_is_found(told: str) -> None:
    assert rules_of(zipped(**{"index.html": PAGE + told})) == ["WEB-OUTSIDE"]


def test_a_link_to_elsewhere_is_none_of_it() -> None:
    assert rules_of(zipped(**{"index.html": PAGE + "<a href='https://example.gov.cn/'>通知</a>"})) == []


def test_personal_data_in_any_of_its_texts_is_found() -> None:
    assert "PRIV-ID" in rules_of(zipped(**{"js/data.json": '["11010519491231002X"]'}))
