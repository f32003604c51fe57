"""What of a page a reader sees: hidden, struck-out and raised text is no part of a figure."""

from __future__ import annotations

import re
from typing import Any

_BLOCK_NAMES = (
    "p div h1 h2 h3 h4 h5 h6 li ul ol dl dt dd section article header footer main aside nav form fieldset "
    "table tbody thead tfoot tr td th caption center blockquote pre hr address figure figcaption body html"
)
_SKIPPED_NAMES = "script style head noscript template select option button iframe object textarea svg title"
BLOCKS = frozenset(_BLOCK_NAMES.split())
SKIPPED = frozenset(_SKIPPED_NAMES.split())
UNSEEN = frozenset(["del", "s", "strike", "sup", "sub", "rt", "rp", "details"])
REPLACED = frozenset(["img", "input", "textarea", "svg", "object", "iframe", "canvas", "embed", "video", "math", "bdo"])
_HIDING = (
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:|font-size\s*:\s*0(?![.\d]*[1-9])"
    r"|opacity\s*:\s*0(?![.\d]*[1-9])|line-through|vertical-align\s*:\s*(?:super|sub)|(?:text-indent|left|top)\s*:\s*-\d{3}"
)
_HIDES = re.compile(_HIDING, re.IGNORECASE)
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
    "hidden",
)
_RULE = re.compile(r"\.([\w-]{1,60})[^{}.]{0,80}\{([^{}]{0,2000})\}")
_BLOCK = re.compile(r"display\s*:\s*(?:block|list-item|table|flex)", re.IGNORECASE)


def hides_inline(style: str) -> bool:
    """Tell whether declarations hide the text of their element, or set it otherwise than it stands in the source."""
    return _HIDES.search(style) is not None


def sets_block(style: str) -> bool:
    """Tell whether declarations set an element as a block."""
    return _BLOCK.search(style) is not None


class Sight:
    """Tells for one page which elements show their text; cheap where a page hides nothing."""

    def __init__(self, text: str, styles: list[str]) -> None:
        folded = text.lower()
        self._sets_blocks = "display" in folded
        self._hints = any(word in folded for word in _WORDS)
        rules = [rule for style in styles for rule in _RULE.findall(style)] if self._hints else []
        self._classes = {name for name, body in rules if _HIDES.search(body)}

    def shows_all(self, markup: str) -> bool:
        """Tell whether no rule of the page's style sheets may hide a part of this markup."""
        return not any(name in markup for name in self._classes)

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
