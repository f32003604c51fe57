"""Equations of Word as one line of text: (a+b)/(c), x^2, √(x). The sense is kept, the look is not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gongkai.publishing.manuscripts.elements import local


def in_one_line(element: Any) -> str:
    """Return an equation, or a part of it, as text on one line."""
    name = local(element)
    if name in _PARTS:
        return _PARTS[name](element)
    if name == "t":
        return element.text or ""
    return "".join(in_one_line(child) for child in element)


def _child(element: Any, name: str) -> str:
    found = element.find(f"{{*}}{name}")
    return "".join(in_one_line(child) for child in found) if found is not None else ""


def _grouped(words: str) -> str:
    return words if len(words) <= 1 or words.isalnum() else f"({words})"


def _radical(element: Any) -> str:
    degree = _child(element, "deg")
    return f"{degree}√{_grouped(_child(element, 'e'))}"


_PARTS: dict[str, Callable[[Any], str]] = {
    "f": lambda one: f"{_grouped(_child(one, 'num'))}/{_grouped(_child(one, 'den'))}",
    "sSup": lambda one: f"{_grouped(_child(one, 'e'))}^{_grouped(_child(one, 'sup'))}",
    "sSub": lambda one: f"{_child(one, 'e')}_{_grouped(_child(one, 'sub'))}",
    "rad": _radical,
    "d": lambda one: f"({_child(one, 'e')})",
    "nary": lambda one: f"∑[{_child(one, 'sub')}→{_child(one, 'sup')}]{_grouped(_child(one, 'e'))}",
}
