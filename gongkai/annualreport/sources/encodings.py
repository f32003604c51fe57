"""Bytes as text: the encodings of Chinese websites, and text that was decoded wrongly before.

UTF-8 is tried first whatever the file declares, since GB18030 accepts almost any bytes.
What comes out is looked at: characters that no Chinese text uses mean a wrong decoding
(乱码), and wrong characters are worse than none.
"""

from __future__ import annotations

import codecs
import re
import tomllib
from functools import cache
from importlib.resources import files

from gongkai.annualreport.unreadable import unreadable

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")
_WESTERN = re.compile(  # Latin-1, and what Windows puts between
    r"[\u0080-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2018-\u2026\u20ac\u2122]"
)
_WIDE = re.compile(r"[^\x00-\x7f]")
_ASCII = bytes(range(128))
_SAMPLE = 400  # characters of the beginning and as many of the middle
_ENOUGH_HAN = 40
_COMMON_SHARE = 0.25  # of the Han characters; real reports have over 0.8, mojibake under 0.1
_FAMILIAR = 0.6  # of all characters
_BROKEN_SHARE = 0.01  # of UTF-8 text cut together from pieces


@cache
def _common() -> frozenset[str]:
    path = files("gongkai.annualreport").joinpath("data/encodings.toml")
    return frozenset(tomllib.loads(path.read_text("utf-8"))["common_characters"])


def decode(data: bytes) -> str:
    """Return the text of the bytes; raise Unreadable (READ-MOJIBAKE) where it is not legible.

    Understands UTF-8, UTF-16, GB18030 (with GBK, GB2312) and Big5, with or without mark or
    declaration. A character cut in two at the very end is left out.
    """
    encoding = utf16_of(data)
    if encoding:
        return _legible(_strict(data, encoding, "replace") or "").lstrip("\ufeff")
    data = data.removeprefix(codecs.BOM_UTF8)
    text = _strict(data, "utf-8")
    if text is not None:
        return _legible(text)
    return _other(data)


def _other(data: bytes) -> str:
    """Return text that is not clean UTF-8: UTF-8 with a few broken bytes, GB18030 or Big5."""
    mended = data.decode("utf-8", "replace")
    if mended.count("\ufffd") <= _BROKEN_SHARE * len(_WIDE.findall(mended)):
        return _legible(mended)
    decoded = (_strict(data, encoding) for encoding in ("gb18030", "big5hkscs"))
    candidates = [text for text in decoded if text is not None]
    if candidates:
        return _legible(max(candidates, key=lambda text: _familiarity(_wide_part(text))))
    mended = data.decode("gb18030", "replace")
    if mended.count("\ufffd") <= _BROKEN_SHARE * len(_WIDE.findall(mended)):
        return _legible(mended)
    raise unreadable("READ-MOJIBAKE")


def _strict(data: bytes, encoding: str, errors: str = "strict") -> str | None:
    """Return the text, or None; a character that the end of the data cuts in two is dropped."""
    try:
        return codecs.getincrementaldecoder(encoding)(errors).decode(data)
    except UnicodeDecodeError:
        return None


def utf16_of(data: bytes) -> str:
    """Return utf-16-le or utf-16-be where the bytes are that, else an empty string.

    Without a byte order mark it is tried where there are zero bytes (spaces, digits, line
    ends and tags have one each), and believed where familiar characters come out.
    """
    if data.startswith(b"\xff\xfe"):
        return "utf-16-le"
    if data.startswith(b"\xfe\xff"):
        return "utf-16-be"
    head = data[:4096]
    if b"\0" not in head:
        return ""
    texts = {encoding: head.decode(encoding, "replace") for encoding in ("utf-16-le", "utf-16-be")}
    best = max(texts, key=lambda encoding: _familiarity(texts[encoding]))
    return best if _familiarity(texts[best]) > _FAMILIAR else ""


def _familiarity(text: str) -> float:
    """Return which share of the characters is common Han or printable ASCII."""
    common = _common()
    known = sum(character in common or " " <= character <= "~" or character in "\r\n\t" for character in text)
    return known / max(len(text), 1)


def _legible(text: str) -> str:
    if is_mojibake(text):
        raise unreadable("READ-MOJIBAKE")
    return text


def is_mojibake(text: str) -> bool:
    """Tell whether the text was decoded with a wrong encoding, here or before it was saved."""
    if text.isascii():
        return False
    sample = _wide_part(text)
    han = "".join(_HAN.findall(sample))
    if sample.count("\ufffd") * 20 > len(sample) or _is_western(sample, len(han)):
        return True
    return len(han) >= _ENOUGH_HAN and _has_rare_words(han)


def _wide_part(text: str) -> str:
    """Return characters that are not ASCII, from the beginning of the text and from its middle."""
    wide = text.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass")
    middle = max(len(wide) // 2, _SAMPLE)
    return wide[:_SAMPLE] + wide[middle : middle + _SAMPLE]


def _is_western(sample: str, han: int) -> bool:
    """Tell Chinese bytes shown one by one, as in a Western encoding."""
    if len(sample) < _ENOUGH_HAN or han * 10 >= len(sample):
        return False
    return len(_WESTERN.findall(sample)) * 2 > len(sample)


def _has_rare_words(han: str) -> bool:
    is_common = _common().__contains__
    enough, half = _COMMON_SHARE * len(han), len(han) // 2
    found = sum(map(is_common, han[:half]))  # which suffices for what was decoded rightly
    return found < enough and found + sum(map(is_common, han[half:])) < enough
