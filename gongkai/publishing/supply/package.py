"""The package that goes to a reading place: a list, each item as a page of its own with its files, and all hashes.

It needs neither this system nor a network to be read: a zip with ``目录.csv``, a folder for each item, and
``SHA256SUMS.txt``, which ``sha256sum -c`` verifies.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path
from typing import IO, Any, NamedTuple
from urllib.parse import quote

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from gongkai.findings import Finding
from gongkai.pages.door import files_shown_by
from gongkai.publishing.information import InformationPage
from gongkai.publishing.refusals import Refused
from gongkai.publishing.shown_sizes import stored_file
from gongkai.publishing.submissions import Publication
from gongkai.publishing.supply.outstanding import Outstanding

LIST, WITHDRAWN, SUMS, PAGE = "目录.csv", "下线清单.csv", "SHA256SUMS.txt", "正文.html"
_MARK = "\ufeff"  # tells spreadsheets that it is UTF-8
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_OWN_ADDRESS = re.compile(r'\b(href|src)="/(?!/)')
_HEADINGS = (
    "序号",
    "索引号",
    "标题",
    "发文字号",
    "成文日期",
    "公开日期",
    "公开方式",
    "网址",
    "文件夹",
    "文件",
    "SHA-256",
)


class Brought(NamedTuple):
    """A file of an item: its name in the item's folder, where it lies, and the address by which the page shows it."""

    name: str
    path: Path
    address: str


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
    brought = list(_files(content))
    yield PAGE, _put(package, f"{folder}/{PAGE}", page_alone(content, brought).encode())
    for file in brought:
        package.write(file.path, f"{folder}/{file.name}")
        with file.path.open("rb") as stored:
            yield file.name, hashlib.file_digest(stored, "sha256").hexdigest()


def _files(content: Any) -> Iterator[Brought]:
    for shown in files_shown_by(content):
        stored = next(iter(stored_file(shown.kind, shown.pk)), None) if shown.sha256 else None
        if stored is None:
            raise Refused([Finding("SUPPLY-FILE", facts={"title": content.title, "file": shown.title or shown.pk})])
        name = stored.name.replace("/", "-")
        yield Brought(name, Path(stored.path), _address(content, shown.kind, shown.pk, stored.name))


def _address(content: Any, kind: str, number: int, name: str) -> str:
    """Return the address by which the public page shows a file."""
    if kind == "picture":
        return reverse("shown_picture", args=[content.pk, number])
    return reverse("shown_attachment", args=[content.pk, number, name.partition("/")[2]])


def page_alone(content: Any, brought: Iterable[Brought]) -> str:
    """Return a page that stands alone: it shows the files beside it, and leads elsewhere by whole addresses."""
    searchable = content.searchable()
    told = {
        "page": content,
        "is_information": isinstance(content, InformationPage),
        "text": searchable.text if searchable else "",
        "address": _public_address(content),
    }
    page = render_to_string("publishing/supply/item.html", told)
    for file in brought:
        page = page.replace(f'"{escape(file.address)}"', f'"{quote(file.name)}"')
    return _OWN_ADDRESS.sub(rf'\1="{settings.PUBLIC_ADDRESS}/', page)


def _public_address(content: Any) -> str:
    address = content.get_url() or ""
    return address if "://" in address else f"{settings.PUBLIC_ADDRESS}{address}"


def _row(number: int, publication: Publication, content: Any, folder: str, name: str, digest: str) -> list[Any]:
    return [
        number,
        publication.index_number,
        content.title,
        getattr(content, "document_number", ""),
        getattr(content, "issue_date", "") or "",
        publication.publication_date,
        publication.get_kind_display(),
        _public_address(content),
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
    csv.writer(written).writerows([list(headings), *([_cell(one) for one in row] for row in rows)])
    return (_MARK + written.getvalue()).encode()


def _cell(value: Any) -> str:
    """Return a value as a cell that no spreadsheet takes for a formula."""
    text = str(value)
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text


def _put(package: zipfile.ZipFile, name: str, data: bytes) -> str:
    package.writestr(name, data)
    return hashlib.sha256(data).hexdigest()
