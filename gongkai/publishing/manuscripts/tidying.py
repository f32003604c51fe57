"""A Word document before it is read: what the site cannot show is taken out or put into words, and named."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gongkai.publishing.manuscripts.elements import is_on, local, plain_run, remove, unwrap, value, words_in
from gongkai.publishing.manuscripts.equations import in_one_line
from gongkai.publishing.manuscripts.manuscript import Losses

_TRANSPARENT = ("ins", "moveTo", "fldSimple", "dir", "bdo", "customXml", "smartTag")
_EQUATION_PROGRAMS = ("Equation", "MathType")


def tidy(root: Any, losses: Losses) -> None:
    """Change a part (body, footnotes, endnotes) so that only what can be shown is left; tell the rest."""
    for step in _STEPS:
        step(root, losses)


def _choices(root: Any, losses: Losses) -> None:
    """Keep one of two ways in which the same thing is drawn: the newer one where it holds words or a picture."""
    for element in reversed(list(root.iter("{*}AlternateContent"))):
        choice, fallback = element.find("{*}Choice"), element.find("{*}Fallback")
        holds = choice is not None and choice.find(".//{*}txbxContent") is not None
        holds = holds or (choice is not None and choice.find(".//{*}blip") is not None)
        kept = choice if holds or fallback is None else fallback
        for child in list(element):
            if child is not kept:
                element.remove(child)
        if kept is not None:
            unwrap(kept)
        unwrap(element)


def _changes(root: Any, losses: Losses) -> None:
    """Take what was inserted, drop what was deleted, as if all changes had been accepted."""
    marks = ("del", "moveFrom", "ins", "moveTo")
    for element in list(root.iter(*(f"{{*}}{mark}" for mark in marks))):
        inside = local(element.getparent()) not in ("rPr", "trPr", "tcPr", "ctrlPr")
        gone = local(element) in marks[:2]
        losses.tell("WORD-CHANGES", words_in(element, "t", "delText") if gone else "")
        if inside and gone:
            remove(element)
    for name in _TRANSPARENT:
        for element in list(root.iter(f"{{*}}{name}")):
            if local(element.getparent()) not in ("rPr", "trPr", "tcPr", "ctrlPr"):
                unwrap(element)


def _hidden(root: Any, losses: Losses) -> None:
    for run in list(root.iter("{*}r")):
        if is_on(run.find("{*}rPr/{*}vanish")) and words_in(run).strip():
            losses.tell("WORD-HIDDEN", words_in(run))
            remove(run)


def _contents(root: Any, losses: Losses) -> None:
    for box in list(root.iter("{*}sdt")):
        gallery = value(box.find("{*}sdtPr/{*}docPartObj/{*}docPartGallery"))
        if gallery in ("Table of Contents", "目录"):
            losses.tell("WORD-CONTENTS")
            remove(box)
    for paragraph in list(root.iter("{*}p")):
        if value(paragraph.find("{*}pPr/{*}pStyle")).upper().startswith("TOC"):
            losses.tell("WORD-CONTENTS", count=0 if losses.counts["WORD-CONTENTS"] else 1)
            remove(paragraph)


def _equations(root: Any, losses: Losses) -> None:
    """Put equations into one line of text."""
    for group in list(root.iter("{*}oMathPara")):
        if any(local(one) == "p" for one in group.iterancestors()):
            unwrap(group)
    for equation in list(root.iter("{*}oMath")):
        if equation.getparent() is None or not any(local(one) == "p" for one in equation.iterancestors()):
            continue
        line = in_one_line(equation)
        losses.tell("WORD-EQUATIONS", line)
        equation.getparent().replace(equation, plain_run(equation, line))


def _readings(root: Any, losses: Losses) -> None:
    """Keep the characters under which or above which their pronunciation stands, without it."""
    for ruby in list(root.iter("{*}ruby")):
        said = words_in(ruby.find("{*}rubyBase")) if ruby.find("{*}rubyBase") is not None else ""
        losses.tell("WORD-UNREAD", words_in(ruby.find("{*}rt")) if ruby.find("{*}rt") is not None else "")
        run = ruby.getparent()
        run.replace(ruby, plain_run(ruby, said)[0])


def _text_boxes(root: Any, losses: Losses) -> None:
    """Put the paragraphs of text boxes behind the paragraph they hang on."""
    for box in reversed(list(root.iter("{*}txbxContent"))):
        host = next((one for one in box.iterancestors() if local(one) == "p"), None)
        words = words_in(box)
        if host is None or host.getparent() is None or not words.strip():
            continue
        losses.tell("WORD-TEXT-BOXES", words)
        place = host.getparent().index(host) + 1
        for child in reversed(list(box)):
            host.getparent().insert(place, child)


def _objects(root: Any, losses: Losses) -> None:
    """Drop what another program would have to open; the files themselves are named by the package."""
    for element in list(root.iter("{*}object")):
        program = value(element.find("{*}OLEObject"), "ProgID")
        if program.startswith(_EQUATION_PROGRAMS):
            losses.tell("WORD-EQUATIONS", "（对象）")
        remove(element)


def _drawings(root: Any, losses: Losses) -> None:
    """Keep pictures, those in groups too; drop charts, shapes, and pictures that the file only points to."""
    for drawing in list(root.iter("{*}drawing", "{*}pict")):
        blips = [one for one in drawing.iter("{*}blip", "{*}imagedata") if value(one, "embed") or value(one, "id")]
        pointed = [one for one in drawing.iter("{*}blip") if value(one, "link") and not value(one, "embed")]
        if blips:
            _gather(drawing)
            continue
        rule = "WORD-PICTURES-LOST" if pointed else "WORD-SHAPES"
        if drawing.find(".//{*}chart") is not None:
            rule = "WORD-CHARTS"
        if drawing.find(".//{*}txbxContent") is None:  # a box that had words was told of
            losses.tell(rule, value(drawing.find(".//{*}docPr"), "descr"))
        remove(drawing)


def _gather(drawing: Any) -> None:
    """Put all pictures of a group where a single one would stand."""
    data = drawing.find(".//{*}graphicData")
    if data is None:
        return
    pictures = list(data.iter("{*}pic"))
    for child in list(data):
        data.remove(child)
    data.extend(picture for picture in pictures if value(picture.find("{*}blipFill/{*}blip"), "embed"))


def _struck(root: Any, losses: Losses) -> None:
    for run in root.iter("{*}r"):
        marks = [run.find(f"{{*}}rPr/{{*}}{name}") for name in ("strike", "dstrike")]
        if any(map(is_on, marks)) and words_in(run).strip():
            losses.tell("WORD-STRUCK", words_in(run))


_STEPS: tuple[Callable[[Any, Losses], None], ...] = (
    _choices,
    _changes,
    _hidden,
    _contents,
    _equations,
    _readings,
    _text_boxes,
    _objects,
    _drawings,
    _struck,
)
