"""What stands in a paragraph: words, bold, links. Everything else is words, and said where that changes the sense."""

from __future__ import annotations

import re
from html import escape

from lxml.html import HtmlElement

from gongkai.publishing.manuscripts.manuscript import Losses

_BREAK = "\n"
_RAISED = dict(zip("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ", strict=True))
_LOWERED = dict(zip("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", strict=True))
_ADDRESS = re.compile(r"^(?:https?://|mailto:)[^\s]{3,2000}$", re.I)
_NOTE = re.compile(r"^#(?:foot|end)note-(?!ref)")
_NOTE_NUMBER = re.compile(r"\[(\d+)\]")
_BACK = re.compile(r"^#(?:foot|end)note-ref-")


class Inline:
    """Writes mammoth's elements with the mark-up that the editor lets stand."""

    def __init__(self, losses: Losses) -> None:
        self._losses = losses

    def lines(self, element: HtmlElement) -> list[str]:
        """Return the paragraph's lines, each with its mark-up; a line break begins another."""
        written = self._inside(element).replace("\t", " ")
        lines = (re.sub(r"[ \u3000\xa0]+", _one_space, line).strip(" \u3000\xa0") for line in written.split(_BREAK))
        return [line for line in lines if re.sub(r"</?b>", "", line).strip()]

    def listed(self, element: HtmlElement) -> str:
        """Return a list with the lists inside it."""
        items = []
        for item in element.iterchildren("li"):
            inner = "".join(self.listed(one) for one in item if one.tag in ("ul", "ol"))
            words = " ".join(self.lines(_without_lists(item)))
            if words or inner:
                items.append(f"<li>{words}{inner}</li>")
        return f"<{element.tag}>{''.join(items)}</{element.tag}>" if items else ""

    def escaped(self, words: str) -> str:
        """Return words as mark-up."""
        return escape(words, quote=False)

    def _inside(self, element: HtmlElement) -> str:
        said = [self.escaped(element.text or "")]
        for child in element:
            said += [self._written(child), self.escaped(child.tail or "")]
        return "".join(said)

    def _written(self, element: HtmlElement) -> str:
        inner = self._inside(element)
        if element.tag == "a":
            return self._link(element.get("href") or "", inner)
        if element.tag in ("sup", "sub"):
            return self._raised(inner, _RAISED if element.tag == "sup" else _LOWERED)
        if element.tag == "strong":
            return _BREAK.join(f"<b>{line}</b>" if line.strip() else line for line in inner.split(_BREAK))
        if element.tag == "input":
            return "☑" if element.get("checked") is not None else "☐"
        return inner + (_BREAK if element.tag in ("br", "p") else "")

    def _link(self, address: str, inner: str) -> str:
        if _BACK.match(address):
            return ""
        if _NOTE.match(address):
            return _NOTE_NUMBER.sub(r"［注\1］", inner)
        if _ADDRESS.match(address) and inner.strip():
            return f'<a href="{escape(address)}">{inner.replace(_BREAK, " ")}</a>'
        if address and not address.startswith("#"):
            self._losses.tell("WORD-LINKS", address)
        return inner

    def _raised(self, inner: str, signs: dict[str, str]) -> str:
        """Return raised or lowered words by signs of that height (m²), where there are such signs."""
        if "［注" in inner or not inner.strip():
            return inner
        if all(sign in signs for sign in inner):
            return "".join(signs[sign] for sign in inner)
        self._losses.tell("WORD-RAISED", re.sub(r"<[^>]*>", "", inner))
        return inner


def _one_space(found: re.Match[str]) -> str:
    return "\u3000" if found[0].strip("\u3000") == "" and len(found[0]) == 1 else " "


def _without_lists(item: HtmlElement) -> HtmlElement:
    for inner in item.xpath("./ul | ./ol"):
        item.remove(inner)
    return item
