"""Old office files are read through LibreOffice; where it is not installed they are refused with what to install."""

from __future__ import annotations

import shutil
from pathlib import Path

import docx
import pytest

from gongkai.annualreport.document import Grid, Paragraph
from gongkai.annualreport.sources import legacy, open_document
from gongkai.annualreport.sources.programs import run
from gongkai.annualreport.unreadable import Unreadable
from tests.processes import ends_soon

needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + b"\x3e\x00\x03\x00\xfe\xff\x09\x00" + bytes(600)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("office")


def saved_as(kind: str, folder: Path) -> bytes:
    source = folder / "report.docx"
    written = docx.Document()
    written.add_paragraph("一、总体情况")
    grid = written.add_table(2, 2)
    for place, text in zip(grid._cells, ("规章", "3", "行政规范性文件", "12"), strict=True):
        place.text = text
    written.add_paragraph("本年度主动公开政府信息。")
    written.save(str(source))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    arguments = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(folder), str(source)]
    run(arguments, seconds=60, memory=4 << 30, home=folder)
    return (folder / "report").with_suffix("." + kind.partition(":")[0]).read_bytes()


@needs_office
@pytest.mark.parametrize("kind", ["doc", "rtf", "odt"])
def test_an_old_office_file_is_read_whatever_it_is_called(kind: str, folder: Path) -> None:
    document = open_document(saved_as(kind, folder), "年报.pdf")
    assert document.kind == "legacy"
    assert Paragraph("一、总体情况") in document.blocks
    (grid,) = (block for block in document.blocks if isinstance(block, Grid))
    assert [[slot.text for slot in row.slots] for row in grid.rows] == [["规章", "3"], ["行政规范性文件", "12"]]


@needs_office
def test_what_libreoffice_cannot_open_is_damaged() -> None:
    with pytest.raises(Unreadable) as refused:
        open_document(OLE)
    assert refused.value.finding.rule in ("READ-DAMAGED", "READ-EMPTY")


def test_without_libreoffice_an_old_file_is_refused_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(legacy.shutil, "which", lambda name: None)
    with pytest.raises(Unreadable) as refused:
        open_document(OLE)
    assert refused.value.finding.rule == "READ-NEEDS-OFFICE"
    assert "LibreOffice" in str(refused.value)


def test_a_program_that_never_ends_is_ended_with_all_it_started(tmp_path: Path) -> None:
    script = "sleep 300 & echo $! > child; wait"
    with pytest.raises(Unreadable) as refused:
        run(["sh", "-c", script], seconds=0.5, memory=1 << 30, home=tmp_path)
    assert refused.value.finding.rule == "READ-TIMEOUT"
    assert ends_soon(int((tmp_path / "child").read_text()))


def test_a_program_sees_nothing_of_our_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "never tell")
    code, output = run(["env"], seconds=5, memory=1 << 30, home=tmp_path, OMP_THREAD_LIMIT="1")
    assert code == 0
    assert b"SECRET" not in output
    assert b"OMP_THREAD_LIMIT=1" in output
