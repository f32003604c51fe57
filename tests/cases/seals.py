"""The seal of the tests: what comes back from the scanner."""

from __future__ import annotations

import io

import pypdfium2
from PIL import ImageDraw


def with_seal(pdf: bytes) -> bytes:
    """Return a letter as it comes back from the scanner, with a red seal on its last page."""
    with pypdfium2.PdfDocument(pdf) as document:
        first, *others = [page.render(scale=0.5).to_pil() for page in document]
    last = (others or [first])[-1]
    ImageDraw.Draw(last).ellipse((150, 250, 230, 330), outline="red", width=3)
    out = io.BytesIO()
    first.save(out, "PDF", save_all=True, append_images=others)
    return out.getvalue()
