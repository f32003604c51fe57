"""An address as a QR code, drawn into the page."""

from __future__ import annotations

import segno
from django.utils.safestring import SafeString


def address_code(address: str) -> SafeString:
    """Return a QR code of an address as SVG: dark on white in every theme, since a camera must read it."""
    code = segno.make(address, error="m", micro=False)
    return SafeString(code.svg_inline(border=4, light="#fff", svgclass="code-drawing", lineclass=None, omitsize=True))
