"""What a picture says of itself: where it was taken, with what, when, by whom (EXIF)."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from typing import Any

from PIL import ExifTags, Image, UnidentifiedImageError

from gongkai.proofing.files.contents import Contents

_FORMATS = ("JPEG", "PNG", "TIFF", "WEBP", "GIF", "BMP")
_GPS = ExifTags.IFD.GPSInfo
_DETAILS = ExifTags.IFD.Exif
_FIELDS = {
    ExifTags.Base.Make: "厂商",
    ExifTags.Base.Model: "设备",
    ExifTags.Base.DateTime: "时间",
    ExifTags.Base.DateTimeOriginal: "拍摄时间",
    ExifTags.Base.Artist: "作者",
    ExifTags.Base.CameraOwnerName: "机主",
    ExifTags.Base.BodySerialNumber: "机身编号",
}
_LONGEST = 4_000  # characters of one field that are read
_ENDS = {b"\xff\xd8": b"\xff\xd9", b"\x89PNG": b"IEND\xaeB`\x82"}  # how a picture starts: how it ends
_REMARKS = (ExifTags.Base.UserComment, *range(0x9C9B, 0x9CA0))  # and what Windows lets one write: XPTitle, XPComment …
_PLACE = (ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLongitude)
# What Pillow raises on files that were made to break it, or broken on the way.
_BROKEN = (
    UnidentifiedImageError,
    OSError,
    ValueError,
    SyntaxError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    ArithmeticError,
    EOFError,
    struct.error,
    Image.DecompressionBombError,
)


def inspect_picture(data: bytes, contents: Contents, place: str = "") -> bool:
    """Tell where, with what and when the picture was taken, as far as it says; return whether it could be opened.

    The picture itself is not unpacked and not looked at.
    """
    Image.init()  # all formats are known from here on, so that those named can be chosen
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
            said = picture.getexif()
            details = said.get_ifd(_DETAILS)
            position = said.get_ifd(_GPS)
    except _BROKEN:
        return False
    contents.add(place, "\n".join(_words(said, details)), hidden=True)
    behind = _behind(data)
    if behind.strip(b"\0\r\n "):
        contents.tell("FILE-PICTURE-TRAILER", place, count=len(behind))
        contents.add(place, behind[:_LONGEST].decode("utf-8", "replace"), hidden=True)
    if any(position.get(field) for field in _PLACE):
        contents.tell("FILE-LOCATION", place)
    named = {name for field, name in _FIELDS.items() if _is_said(said.get(field) or details.get(field))}
    if named:
        fields = "、".join(name for name in _FIELDS.values() if name in named)
        contents.tell("FILE-PICTURE-DETAILS", place, fields=fields)
    return True


def _words(*told: Any) -> Iterator[str]:
    """Yield whatever the picture says in words: a description, a remark, a title."""
    for field, value in (one for fields in told for one in dict(fields).items()):
        if isinstance(value, bytes) and field in _REMARKS:
            yield from (value.decode(code, "ignore").strip("\0 ")[:_LONGEST] for code in ("utf-8", "utf-16-le"))
        elif isinstance(value, str):
            yield value.strip("\0 ")[:_LONGEST]


def _behind(data: bytes) -> bytes:
    """Return what stands in the file behind the end of a JPEG or PNG picture."""
    for start, end in _ENDS.items():
        if data.startswith(start) and (place := data.rfind(end)) >= 0:
            return data[place + len(end) :]
    return b""


def _is_said(value: Any) -> bool:
    return bool(str(value or "").strip("\0 :0"))
