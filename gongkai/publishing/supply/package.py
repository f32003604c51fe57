"""The package that goes to a reading place: a list, each item as a page of its own with its files, and all hashes.

It needs neither this system nor a network to be read: a zip with ``目录.csv``, a folder for each item, and
``SHA256SUMS.txt``, which ``sha256sum -c`` verifies.
"""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import IO, Any
from urllib.parse import quote

from gongkai.annualreport import inert
from gongkai.publishing.standing_alone import files_beside, page_alone, public_address, validity_told
from gongkai.publishing.submissions import Publication
from gongkai.publishing.supply.outstanding import Outstanding

LIST, WITHDRAWN, SUMS, PAGE = "目录.csv", "下线清单.csv", "SHA256SUMS.txt", "正文.html"
_MARK = "\ufeff"  # tells spreadsheets that it is UTF-8
_HEADINGS = (
    "序号",
    "索引号",
    "标题",
    "发文字号",
    "成文日期",
    "公开日期",
    "公开方式",
    "有效性",
    "网址",
    "文件夹",
    "文件",
    "SHA-256",
)


def write_package(found: Outstanding, out: IO[bytes]) -> str:
    """Write the package of what is outstanding to `out`, and return the SHA-256 of its bytes in hex.

    Raises Refused where a file that an item shows is gone.
    """
    sums: list[tuple[str, str]] = []
    rows: list[list[Any]] = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for number, publication in enumerate(found.publications, 1):
            folder = f"{number:04d}"
            content = content_of(publication)
            for name, digest in _item(package, folder, content):
                sums.append((f"{folder}/{name}", digest))
                rows.append(_row(number, publication, content, folder, name, digest))
        sums.append((LIST, _put(package, LIST, _table(_HEADINGS, rows))))
        if found.withdrawals:
            sums.append((WITHDRAWN, _put(package, WITHDRAWN, _withdrawn(found))))
        _put(package, SUMS, "".join(f"{digest}  {name}\n" for name, digest in sums).encode())
    out.seek(0)
    return hashlib.file_digest(out, "sha256").hexdigest()


def content_of(publication: Publication) -> Any:
    """Return the page as that act made it public, with the day and the number it was given then."""
    content = publication.revision.as_object()
    content.publication_date = publication.publication_date
    if publication.index_number:
        content.index_number = publication.index_number
    return content


def _item(package: zipfile.ZipFile, folder: str, content: Any) -> Iterator[tuple[str, str]]:
    """Write a page and the files it shows; yield the name of each in the folder, with its SHA-256."""
    brought = list(files_beside(content))
    page = page_alone(content, {file.address: quote(file.name) for file in brought})
    yield PAGE, _put(package, f"{folder}/{PAGE}", page.encode())
    for file in brought:
        package.write(file.path, f"{folder}/{file.name}")
        with file.path.open("rb") as stored:
            yield file.name, hashlib.file_digest(stored, "sha256").hexdigest()


def _row(number: int, publication: Publication, content: Any, folder: str, name: str, digest: str) -> list[Any]:
    return [
        number,
        publication.index_number,
        content.title,
        getattr(content, "document_number", ""),
        getattr(content, "issue_date", "") or "",
        publication.publication_date,
        publication.get_kind_display(),
        validity_told(content),
        public_address(content),
        folder,
        name,
        digest,
    ]


def _withdrawn(found: Outstanding) -> bytes:
    rows = [
        [getattr(one.page.specific, "index_number", ""), one.page.title, one.withdrawal_date, one.reason]
        for one in found.withdrawals
    ]
    return _table(("索引号", "标题", "下线日期", "理由"), rows)


def _table(headings: Iterable[str], rows: Iterable[Iterable[Any]]) -> bytes:
    written = io.StringIO(newline="")
    csv.writer(written).writerows([list(headings), *([inert(str(one)) for one in row] for row in rows)])
    return (_MARK + written.getvalue()).encode()


def _put(package: zipfile.ZipFile, name: str, data: bytes) -> str:
    package.writestr(name, data)
    return hashlib.sha256(data).hexdigest()
