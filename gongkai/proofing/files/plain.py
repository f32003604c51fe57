"""A file of text: its lines, whatever Chinese encoding they are in."""

from __future__ import annotations

from gongkai.proofing.files.contents import Contents

_MARKED = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def inspect_text(data: bytes, contents: Contents) -> None:
    """Take the lines of a text, a table in CSV or a page of HTML, tags included."""
    for number, line in enumerate(decoded(data).splitlines(), 1):
        contents.add(f"line{number}", line)


def decoded(data: bytes) -> str:
    """Return the bytes of a text as a string, whatever cannot be read replaced."""
    for mark, encoding in _MARKED:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")
