"""What was copied in Word, WPS or a browser: its words, lists and tables, and what did not come along."""

from __future__ import annotations

import re
from html import escape

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from gongkai.publishing.manuscripts.manuscript import Losses, Manuscript, Unusable
from gongkai.publishing.manuscripts.particulars import recognise
from gongkai.publishing.manuscripts.pictures import Pictures
from gongkai.publishing.manuscripts.pieces import Cutting
from gongkai.publishing.manuscripts.reading import ORDER

MOST_CHARACTERS = 2_000_000  # office mark-up is ten times its words
_MARKUP = re.compile(r"<(?:html|body|p|div|span|table|h[1-6]|ul|ol|li|br)\b[^>]*>", re.I)
_BLOCKS = frozenset("p h1 h2 h3 h4 h5 h6 ul ol table".split())
_SILENT = frozenset("head script style meta link title xml template noscript".split())
_LOST = frozenset("iframe object embed video audio form button select textarea svg canvas math applet".split())
_PICTURES = frozenset(["img", "picture", "imagedata"])


def read_pasted(text: str) -> Manuscript:
    """Return what was pasted, mark-up or plain lines, in pieces, with findings for what was dropped.

    Pictures do not come along: they are on the writer's machine. Raises Unusable: WORD-EMPTY, FILE-TOO-LARGE.
    """
    if len(text) > MOST_CHARACTERS:
        raise Unusable("FILE-TOO-LARGE")
    losses = Losses()
    markup = _tidied(text, losses) if _MARKUP.search(text) else _lines(text)
    said, pieces = recognise(Cutting(losses, Pictures(losses)).pieces(markup))
    if not pieces:
        raise Unusable("WORD-EMPTY")
    return Manuscript(said, pieces, (), losses.findings(ORDER))


def _lines(text: str) -> str:
    return "".join(f"<p>{escape(line.strip(), quote=False)}</p>" for line in text.splitlines() if line.strip())


def _tidied(text: str, losses: Losses) -> str:
    """Return the mark-up as a row of paragraphs, headings, lists and tables, without what a page cannot show."""
    try:
        whole = lxml.html.document_fromstring(text.replace("\x00", ""))
    except (etree.ParserError, ValueError) as error:
        raise Unusable("WORD-EMPTY") from error
    for element in list(whole.iter()):
        if element is not whole:
            _settle(element, losses)
    body = whole.find("body")
    return "".join(_rows(body if body is not None else whole))


def _settle(element: HtmlElement, losses: Losses) -> None:
    """Take an element out, or give it the name under which the rest of this folder knows it."""
    if element.getparent() is None:
        return  # went with the one around it
    name = element.tag.rpartition(":")[2] if isinstance(element.tag, str) else ""
    if not name or name in _SILENT or _is_hidden(element):
        element.drop_tree()
    elif name in _PICTURES:
        losses.tell("WORD-PICTURES-LOST", (element.get("alt") or "")[:40])
        element.drop_tree()
    elif name in _LOST:
        losses.tell("WORD-UNREAD", name)
        element.drop_tree()
    elif name == "b":
        element.tag = "strong"


def _is_hidden(element: HtmlElement) -> bool:
    style = re.sub(r"\s", "", element.get("style") or "").lower()
    return "display:none" in style or "mso-hide:all" in style


def _rows(element: HtmlElement) -> list[str]:
    """Return the blocks inside an element, whatever boxes they lie in; words between them are paragraphs."""
    rows: list[str] = []
    loose = lxml.html.Element("p")
    loose.text = element.text

    def end() -> None:
        nonlocal loose
        if loose.text_content().strip():
            rows.append(_written(loose))
        loose = lxml.html.Element("p")

    for child in list(element):
        tail, child.tail = child.tail, None
        holds_blocks = any(inner.tag in _BLOCKS for inner in child.iterdescendants())
        if child.tag in _BLOCKS:
            end()
            rows.append(_written(child))
            loose.text = tail
        elif child.tag in ("div", "section", "article", "main", "center", "blockquote") or holds_blocks:
            end()
            rows += _rows(child)
            loose.text = tail
        else:
            child.tail = tail
            loose.append(child)
    end()
    return rows


def _written(element: HtmlElement) -> str:
    return str(lxml.html.tostring(element, encoding="unicode", with_tail=False))
