"""The seal of the tests: what comes back from the scanner."""

from __future__ import annotations

import io

import pypdfium2
from PIL import Image, ImageDraw


def with_seal(pdf: bytes) -> bytes:
    """Return a letter as it comes back from the scanner, with a red seal on its last page."""
    with pypdfium2.PdfDocument(pdf) as document:
        first, *others = [page.render(scale=0.5).to_pil() for page in document]
    last = (others or [first])[-1]
    ImageDraw.Draw(last).ellipse((150, 250, 230, 330), outline="red", width=3)
    out = io.BytesIO()
    first.save(out, "PDF", save_all=True, append_images=others)
    return out.getvalue()


def with_electronic_seal(pdf: bytes) -> bytes:
    """Return a letter as a seal system gives it back: its text stands, a picture of the seal lies on its last page."""
    ring = Image.new("RGB", (120, 120), "white")
    ImageDraw.Draw(ring).ellipse((5, 5, 115, 115), outline="red", width=4)
    out = io.BytesIO()
    with pypdfium2.PdfDocument(pdf) as document:
        seal = pypdfium2.PdfImage.new(document)
        seal.set_bitmap(pypdfium2.PdfBitmap.from_pil(ring))
        seal.set_matrix(pypdfium2.PdfMatrix().scale(110, 110).translate(330, 160))
        page = document[len(document) - 1]
        page.insert_obj(seal)
        page.gen_content()
        document.save(out)
    return out.getvalue()
