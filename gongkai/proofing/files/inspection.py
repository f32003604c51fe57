"""Looking into a file: by its kind, then all its text by the checks that ask what must not leave the house."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from gongkai.findings import Finding
from gongkai.proofing.checks import DISCLOSURE_CHECKS
from gongkai.proofing.files.beside import inspect_beside
from gongkai.proofing.files.contents import Contents
from gongkai.proofing.files.kinds import kind_of
from gongkai.proofing.files.limits import MAX_FILE_BYTES, MAX_TOLD, Unexamined
from gongkai.proofing.files.ofd import inspect_ofd
from gongkai.proofing.files.package import Package
from gongkai.proofing.files.pictures import inspect_picture
from gongkai.proofing.files.plain import inspect_text
from gongkai.proofing.files.portable import inspect_pdf
from gongkai.proofing.files.properties import inspect_properties
from gongkai.proofing.files.sheets import inspect_old_workbook, inspect_workbook
from gongkai.proofing.files.slides import inspect_slides
from gongkai.proofing.files.web import inspect_web, is_web_package
from gongkai.proofing.files.word import inspect_document
from gongkai.proofing.proofreading import proofread
from gongkai.proofing.rules import RULES
from gongkai.proofing.text import Text

_OFFICE: dict[str, Callable[[Package, Contents], None]] = {
    "docx": inspect_document,
    "xlsx": inspect_workbook,
    "pptx": inspect_slides,
    "ofd": inspect_ofd,
}
_OTHERS: dict[str, Callable[[bytes, Contents], object]] = {
    "pdf": inspect_pdf,
    "text": inspect_text,
    "html": inspect_text,
    "xml": inspect_text,
    "xls": inspect_old_workbook,
}
_PICTURES = frozenset(["jpeg", "png", "gif", "tiff", "webp", "bmp"])
_OLD = frozenset(["doc", "xls", "ppt", "xlsb", "rtf", "ole"])


def inspect_file(data: bytes, *, name: str, on: date) -> tuple[Finding, ...]:
    """Return what a file should not carry out of the house: hidden content, traces of its making, personal data.

    `name` stands first in each place: ``a.xlsx#员工!B3[0:18]``, ``a.docx#p12[3:9]``, ``a.pdf#page2``. Of a file that is
    damaged, encrypted, too large or of a kind that is not looked into, a finding says so, beside what was found
    before. Of many findings of one rule the first few are told, and how many more there are (FILE-MORE). Raises
    nothing; but PDFium and Pillow work in this process: a stranger's file is for `inspect_apart`.
    """
    contents = Contents(name)
    try:
        _inspect(data, contents)
    except Unexamined as refusal:
        contents.findings.append(refusal.finding(name))
    seen = proofread(Text(tuple(contents.seen)), on=on, checks=DISCLOSURE_CHECKS)
    hidden = proofread(Text(tuple(contents.hidden)), on=on, checks=DISCLOSURE_CHECKS)
    return tuple(_first_of_each((*contents.findings, *seen, *_told_as_hidden(hidden)), name))


def _inspect(data: bytes, contents: Contents) -> None:
    kind = kind_of(data)
    if len(data) > MAX_FILE_BYTES:
        raise Unexamined("FILE-TOO-LARGE")
    if kind in ("encrypted", "empty"):
        raise Unexamined("FILE-ENCRYPTED" if kind == "encrypted" else "FILE-DAMAGED")
    if kind in _OFFICE:
        package = Package(data)
        _OFFICE[kind](package, contents)
        inspect_properties(package, contents)
        inspect_beside(package, contents)
    elif kind in _PICTURES:
        if not inspect_picture(data, contents):
            raise Unexamined("FILE-DAMAGED")
    elif kind == "zip" and is_web_package(Package(data)):
        inspect_web(data, contents)
        return
    elif kind in _OTHERS:
        _OTHERS[kind](data, contents)
    if kind in _OLD:
        contents.tell("FILE-OLD-FORMAT", kind=kind)
    elif kind not in _OFFICE.keys() | _OTHERS.keys() | _PICTURES:
        contents.tell("FILE-NOT-EXAMINED", kind=kind)


def _first_of_each(findings: Iterable[Finding], name: str) -> Iterator[Finding]:
    """Yield the first findings of each rule, then how many more there are of it."""
    told: Counter[str] = Counter()
    for finding in findings:
        told[finding.rule] += 1
        if told[finding.rule] <= MAX_TOLD:
            yield finding
    for rule, count in told.items():
        if count > MAX_TOLD:
            yield Finding("FILE-MORE", name, {"title": RULES[rule].title, "count": count - MAX_TOLD})


def _told_as_hidden(findings: tuple[Finding, ...]) -> Iterator[Finding]:
    """Yield what was found where nobody looks; there a number that only looks personal is told too."""
    for finding in findings:
        facts = {"title": RULES[finding.rule].title, "words": finding.facts.get("words", "")}
        if facts["words"]:
            yield Finding("FILE-HIDDEN-PERSONAL", finding.where, facts)
