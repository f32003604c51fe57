"""A file that the virus scanner of the installation does not let pass is not kept; without its answer none is."""

from __future__ import annotations

import shlex
import sys

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gongkai.cases.case_files import attached

SCANNER = "import sys; sys.exit(1 if b'EICAR' in sys.stdin.buffer.read() else 0)"


def scanner(settings, program):
    settings.FILE_SCANNER = f"{shlex.quote(sys.executable)} -c {shlex.quote(program)}"


def sent(words: str):
    return attached(SimpleUploadedFile("证明.txt", words.encode()))


def test_without_a_scanner_files_are_taken_by_their_content(settings):
    settings.FILE_SCANNER = ""
    assert sent("身份证明 EICAR").kind == "text"


def test_what_is_clean_is_taken_and_what_is_not_is_refused_with_its_name(settings):
    scanner(settings, SCANNER)
    assert sent("身份证明").kind == "text"
    with pytest.raises(ValueError, match=r"“证明\.txt”没有通过病毒查杀，没有接收"):
        sent("EICAR 身份证明")


@pytest.mark.parametrize("program", ["import sys; sys.exit(2)", "import time; time.sleep(60)"])
def test_a_scanner_that_does_not_answer_lets_nothing_pass(settings, monkeypatch, program):
    monkeypatch.setattr("gongkai.cases.scanning._SECONDS", 0.5)
    scanner(settings, program)
    with pytest.raises(ValueError, match="暂时不能查杀病毒"):
        sent("身份证明")


def test_a_scanner_that_is_not_there_lets_nothing_pass(settings):
    settings.FILE_SCANNER = "/no/such/scanner -"
    with pytest.raises(ValueError, match="暂时不能查杀病毒"):
        sent("身份证明")
