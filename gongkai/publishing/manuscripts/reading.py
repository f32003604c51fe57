"""Reading a Word document: opened within bounds, tidied, taken through mammoth, and cut into pieces."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import Any

import mammoth
from lxml import etree

from gongkai.proofing import Package, Unexamined, kind_of
from gongkai.publishing.manuscripts.elements import local, root_of, value, words_in
from gongkai.publishing.manuscripts.manuscript import EnclosedFile, Losses, Manuscript, Unusable
from gongkai.publishing.manuscripts.numbering import write_out_numbers
from gongkai.publishing.manuscripts.particulars import recognise
from gongkai.publishing.manuscripts.pictures import Pictures
from gongkai.publishing.manuscripts.pieces import Cutting
from gongkai.publishing.manuscripts.tidying import tidy

_BODY, _NOTES = "word/document.xml", ("word/footnotes.xml", "word/endnotes.xml")
_STYLES = """
p[style-name='Title'] => p.title:fresh
p[style-name='标题'] => p.title:fresh
p[style-name='Subtitle'] => p:fresh
b => strong
i =>
u =>
strike =>
all-caps =>
small-caps =>
comment-reference =>
"""
# What mammoth says of elements that may carry words: not of how something looks, of marks and of ranges.
_LOOKS = r"\w*(?:Pr|PrEx|PrChange|Start|End|Ref|Mark)$|(?:cr|ptab|pgNum)$"
_UNREAD = re.compile(rf"A w:sym element|An unrecognised element was ignored: w:(?!{_LOOKS})")
# In the order in which the page tells them: what may change the sense first.
ORDER = tuple(
    f"WORD-{name}"
    for name in (
        "CHANGES STRUCK HIDDEN EQUATIONS CHARTS PICTURES-LOST MERGED NESTED LARGE-TABLE RAISED UNREAD "
        "PICTURES-WORDS TABLE-TITLE TEXT-BOXES NOTES HEADINGS CONTENTS HEADERS COMMENTS SHAPES LINKS EMBEDDED MACROS"
    ).split()
)


def read_manuscript(data: bytes) -> Manuscript:
    """Return what the .docx `data` holds, in pieces, with findings for what was dropped or changed.

    Raises Unusable: WORD-KIND for another kind of file, WORD-EMPTY where nothing is left to show,
    FILE-DAMAGED, FILE-ENCRYPTED, FILE-TOO-LARGE. Works in this process: a stranger's file is for `read_apart`.
    """
    if (kind := kind_of(data)) != "docx":
        raise Unusable("FILE-ENCRYPTED" if kind == "encrypted" else "WORD-KIND", kind=kind)
    losses = Losses()
    try:
        package = Package(data)
        parts = _tidied(package, losses)
        embedded = tuple(_embedded(package, losses))
        _tell_surroundings(package, losses)
    except Unexamined as refusal:
        raise Unusable(refusal.rule, **refusal.facts) from refusal
    pictures = Pictures(losses)
    markup = _markup(parts, pictures, losses)
    cutting = Cutting(losses, pictures)
    said, pieces = recognise(cutting.pieces(markup))
    files = (*pictures.files, *cutting.tables, *embedded)
    if not pieces and not files:
        raise Unusable("WORD-EMPTY")
    return Manuscript(said, pieces, files, losses.findings(ORDER))


def _tidied(package: Package, losses: Losses) -> dict[str, bytes]:
    """Return the parts that mammoth reads, tidied; nothing else of the file is passed on."""
    wanted = [name for name in package.names if name.endswith((".rels", "[Content_Types].xml"))]
    wanted += [name for name in package.names if name.startswith("word/media/")]
    parts = {name: package.part(name) for name in (*wanted, "word/styles.xml", "word/numbering.xml")}
    styles, numbering = (root_of(parts[name]) for name in ("word/styles.xml", "word/numbering.xml"))
    for name in (name for name in wanted if not name.startswith("word/media/")):
        root_of(parts[name])  # raises where there is more in it than an office writes
    for name in (_BODY, *_NOTES):
        root = root_of(package.part(name))
        if root is not None:
            tidy(root, losses)
            write_out_numbers(root, numbering, styles)
            parts[name] = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    if styles is not None:
        parts["word/styles.xml"] = _names_of_styles(styles)
    return {name: held for name, held in parts.items() if held}


def _names_of_styles(styles: Any) -> bytes:
    """Return the styles without how they look, which is most of the part: mammoth asks their names and lists."""
    for child in list(styles):
        if local(child) != "style":
            styles.remove(child)
            continue
        for said in list(child):
            numbered = said.find("{*}numPr") is not None
            if local(said) not in ("name", "basedOn") and not numbered:
                child.remove(said)
    written: bytes = etree.tostring(styles, encoding="UTF-8", xml_declaration=True)
    return written


def _markup(parts: Mapping[str, bytes], pictures: Pictures, losses: Losses) -> str:
    """Return the document as mammoth writes it; raise Unusable (FILE-DAMAGED) where mammoth stumbles."""
    with closing(io.BytesIO()) as stream:
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
            for name, held in parts.items():
                archive.writestr(name, held)
        stream.seek(0)
        try:
            done = mammoth.convert_to_html(
                stream,
                style_map=_STYLES,
                include_embedded_style_map=False,
                convert_image=mammoth.images.img_element(pictures.take),
            )
        except (KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, RecursionError) as error:
            raise Unusable("FILE-DAMAGED") from error
    for message in done.messages:
        if _UNREAD.match(message.message):
            losses.tell("WORD-UNREAD", message.message.rpartition(": ")[2])
    return str(done.value)


def _embedded(package: Package, losses: Losses) -> Iterator[EnclosedFile]:
    """Yield the files embedded in the document that can be opened by themselves; name them all."""
    for number, name in enumerate(package.named("word/embeddings/"), start=1):
        held = package.part(name)
        kind = kind_of(held)
        losses.tell("WORD-EMBEDDED", name.rpartition("/")[2])
        if kind in ("xlsx", "docx", "pptx", "pdf"):
            yield EnclosedFile(f"嵌入的文件{number}.{kind}", held)


def _tell_surroundings(package: Package, losses: Losses) -> None:
    """Name what stands around the text: headers and footers, comments, programs."""
    for name in (*package.named("word/header", ".xml"), *package.named("word/footer", ".xml")):
        words = words_in(root_of(package.part(name)))
        if words.strip(" -—－0123456789第页共/"):
            losses.tell("WORD-HEADERS", words)
    comments = root_of(package.part("word/comments.xml"))
    for comment in comments if comments is not None else ():
        losses.tell("WORD-COMMENTS", words_in(comment))
    for name in package.names:
        if name.endswith(("vbaProject.bin", "vbaData.xml")):
            losses.tell("WORD-MACROS", count=0 if losses.counts["WORD-MACROS"] else 1)
    for name in _NOTES:
        notes = root_of(package.part(name))
        told = [one for one in notes if not value(one, "type")] if notes is not None else []
        if told:
            losses.tell("WORD-NOTES", *map(words_in, told), count=len(told))
