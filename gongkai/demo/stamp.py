"""The demonstration's letters bear a red ring with 演示 in it, so that nobody takes it for an organ's seal."""

from __future__ import annotations

import io

import pylopdf_fonts_zh_cn
import pypdfium2
from PIL import Image, ImageDraw, ImageFont

_SCALE = 1.4  # pixels of a point: as a light scan
_RED = (200, 16, 46)
_RADIUS = 78  # pixels
_FROM_RIGHT, _FROM_TOP = 280, 700  # pixels: where the signature of a short letter stands


def stamped(pdf: bytes) -> bytes:
    """Return a letter as a scan, PDF of pictures, with the ring on its last page."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages: list[Image.Image] = [page.render(scale=_SCALE).to_pil().convert("RGB") for page in document]
    _ring(pages[-1])
    out = io.BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], quality=60)
    return out.getvalue()


def _ring(page: Image.Image) -> None:
    pen = ImageDraw.Draw(page)
    x, y = page.width - _FROM_RIGHT, _FROM_TOP
    pen.ellipse((x - _RADIUS, y - _RADIUS, x + _RADIUS, y + _RADIUS), outline=_RED, width=4)
    font = ImageFont.truetype(str(pylopdf_fonts_zh_cn.sans_path()), 34)
    pen.text((x, y), "演示", fill=_RED, font=font, anchor="mm")
