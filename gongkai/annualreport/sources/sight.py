"""What of a page a reader sees: hidden, struck-out and raised text is no part of a figure."""

from __future__ import annotations

import re
from typing import Any

UNSEEN = frozenset(["del", "s", "strike", "sup", "sub", "rt", "rp", "details"])
REPLACED = frozenset(["img", "input", "textarea", "svg", "object", "iframe", "canvas", "embed", "video", "math", "bdo"])
_HIDING = (
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:|font-size\s*:\s*0(?![.\d]*[1-9])"
    r"|opacity\s*:\s*0(?![.\d]*[1-9])|line-through|vertical-align\s*:\s*(?:super|sub)|(?:text-indent|left|top)\s*:\s*-\d{3}"
)
_HIDES = re.compile(_HIDING, re.IGNORECASE)
_HINTS = re.compile(rf"{_HIDING}|\shidden\b", re.IGNORECASE)
# One of these stands in every page that has a hint: looking for words is a hundred times faster than for patterns.
_WORDS = (
    "display",
    "visibility",
    "mso-hide",
    "font-size:0",
    "font-size: 0",
    "opacity",
    "line-through",
    "vertical-align",
    ":-",
    ": -",
    " hidden",
)
_RULE = re.compile(r"\.([\w-]{1,60})[^{}.]{0,80}\{([^{}]{0,2000})\}")
_BLOCK = re.compile(r"display\s*:\s*(?:block|list-item|table|flex)", re.IGNORECASE)


class Sight:
    """Tells for one page which elements show their text; cheap where a page hides nothing."""

    def __init__(self, text: str, styles: list[str]) -> None:
        folded = text.lower()
        self._sets_blocks = "display" in folded
        self._hints = any(word in folded for word in _WORDS) and _HINTS.search(folded) is not None
        rules = [rule for style in styles for rule in _RULE.findall(style)] if self._hints else []
        self._classes = {name for name, body in rules if _HIDES.search(body)}

    def hides(self, node: Any) -> bool:
        """Tell whether an element's text is not seen, or not as it stands in the source."""
        if node.tag in UNSEEN:
            return True
        if not self._hints:
            return False
        attributes = node.attributes
        if "hidden" in attributes or _HIDES.search(attributes.get("style") or ""):
            return True
        classes = (attributes.get("class") or "").split()
        return any(name in self._classes for name in classes)

    def starts_line(self, node: Any) -> bool:
        """Tell whether an element that flows by nature is set as a block."""
        return self._sets_blocks and bool(_BLOCK.search(node.attributes.get("style") or ""))
