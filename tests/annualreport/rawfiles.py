"""Files written byte by byte, for what no office program would write: DOCX parts, PDF objects, encryption."""

from __future__ import annotations

import hashlib
import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMESPACES = (
    f'xmlns:w="{_W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml"'
)
_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def docx(
    body: str,
    parts: Mapping[str, str] | None = None,
    *,
    before: str = "",
    main: str = "word/document.xml",
    namespace: str = _W,
) -> bytes:
    """Return a DOCX whose body is `body`; `parts` are more members, `before` stands before the root element."""
    xml = f"{before}<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>".replace(_W, namespace)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(main, xml)
        for name, text in (parts or {}).items():
            archive.writestr(name, text)
    return made.getvalue()


def part(root: str, inner: str) -> str:
    """Return an XML part of a DOCX, its root element `root`."""
    return f"<w:{root} {_NAMESPACES}>{inner}</w:{root}>"


def paragraph(text: str, properties: str = "") -> str:
    """Return a Word paragraph of one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def cell(text: str, properties: str = "") -> str:
    """Return a Word table cell of one paragraph."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def table(*rows: str) -> str:
    """Return a Word table of rows, each the cells of one."""
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def stream(data: bytes, entries: bytes = b"", times: int = 1) -> bytes:
    """Return a PDF stream deflated `times` over."""
    for _ in range(times):
        data = zlib.compress(data, 9)
    filters = b"/Filter[" + b"/FlateDecode" * times + b"]" if times else b""
    return b"<</Length %d%s%s>>\nstream\n%s\nendstream" % (len(data), filters, entries, data)


def pdf(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """Return a PDF of these objects, the first of them the catalog."""
    made, places = b"%PDF-1.5\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table_at = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    made += b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, trailer, table_at)
    return made


HELVETICA = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def pages(*contents: bytes, resources: bytes = b"", more: Sequence[bytes] = ()) -> bytes:
    """Return a PDF with a page for each content stream; font F1 is Helvetica, `more` are further objects."""
    kids = b" ".join(b"%d 0 R" % (4 + 2 * index) for index in range(len(contents)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(contents)),
        HELVETICA,
    ]
    for index, content in enumerate(contents):
        entries = b"/Resources<</Font<</F1 3 0 R>>%s>>/Contents %d 0 R" % (resources, 5 + 2 * index)
        objects.append(b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]%s>>" % entries)
        objects.append(stream(content))
    return pdf([*objects, *more])


def words(text: str, x: float, y: float, size: float = 12) -> bytes:
    """Return PDF operators that set a line of Western text."""
    return b"BT /F1 %g Tf %g %g Td (%s) Tj ET\n" % (size, x, y, text.encode("latin-1"))


def _rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    made, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        made.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(made)


def encrypted_pdf(content: bytes, user_password: bytes) -> bytes:
    """Return a PDF of one page, encrypted by the oldest standard handler (40-bit RC4)."""
    padded = (user_password + _PADDING)[:32]
    identity = b"0123456789abcdef"
    owner = _rc4(hashlib.md5((b"owner" + _PADDING)[:32]).digest()[:5], padded)
    key = hashlib.md5(padded + owner + (-4 & 0xFFFFFFFF).to_bytes(4, "little") + identity).digest()[:5]
    of_content = hashlib.md5(key + (5).to_bytes(3, "little") + bytes(2)).digest()[:10]
    secret = b"<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>" % (
        owner.hex().encode(),
        _rc4(key, _PADDING).hex().encode(),
    )
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[4 0 R]/Count 1>>",
        HELVETICA,
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents 5 0 R>>",
        stream(_rc4(of_content, content), times=0),
        secret,
    ]
    return pdf(objects, b"/Encrypt 6 0 R/ID[<%s><%s>]" % (identity.hex().encode(), identity.hex().encode()))
