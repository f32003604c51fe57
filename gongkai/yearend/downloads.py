"""A public report as a file to keep, in every format that the engine writes.

A file is made once for each content and kept by its hash, so that asking again costs nothing: setting
a PDF takes a good part of a second, and anybody may ask. Files are made one at a time in each process.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, partial
from importlib.metadata import version
from threading import BoundedSemaphore
from typing import Any

from django.core.cache import caches
from django.urls import reverse
from django.utils.http import content_disposition_header, quote_etag

from gongkai import annualreport
from gongkai.pages.door import MadeFile
from gongkai.publishing.door import record_made
from gongkai.yearend.models import AnnualReportPage

DEMONSTRATION = "演示数据，非该中心发布。供试用软件，请勿引用。"
UNLISTED = "noindex, nofollow"  # as its page asks
WAIT_SECONDS = 5.0
LABELS = {
    "docx": "Word 文档",
    "pdf": "PDF/A 文档",
    "html": "网页文件",
    "md": "Markdown 文本",
    "csv": "CSV 表格",
    "json": "JSON 数据",
}
_making = BoundedSemaphore(1)


class Busy(Exception):
    """Another file is being made, and was not finished in time."""


@dataclass(frozen=True, slots=True)
class Download:
    """One public report in one format: what to send, and by which name and tag."""

    page: AnnualReportPage
    kind: annualreport.Kind

    @property
    def content(self) -> dict[str, Any]:
        """Return the report's JSON; one of a demonstration says so first, in whatever format it is read."""
        report: dict[str, Any] = self.page.report
        if not self.page.agency.demonstration:
            return report
        opening = report.get("preamble") or ""
        return {**report, "preamble": f"{DEMONSTRATION}\n{opening}".strip()}

    @property
    def tag(self) -> str:
        """Return the hash of content, format and the software that writes it."""
        told = json.dumps(self.content, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(f"{_software()}\n{self.kind.id}\n{told}".encode()).hexdigest()

    @property
    def file_name(self) -> str:
        """Return the name to keep it by: whose report, of which year, and that it is a demonstration where it is."""
        mark = "（演示）" if self.page.agency.demonstration else ""
        return f"{self.page.title}{mark}{self.kind.suffix}"

    @property
    def address(self) -> str:
        """Return where it is found."""
        return reverse("annual_report_file", args=[self.page.agency.slug, self.page.year, self.kind.id])

    def headers(self) -> dict[str, str]:
        """Return the headers that it goes out with, whoever sends it."""
        told = {
            "Content-Type": self.kind.media_type,
            "Content-Disposition": content_disposition_header(True, self.file_name) or "",
            "ETag": quote_etag(self.tag),
        }
        return {**told, "X-Robots-Tag": UNLISTED} if self.page.agency.demonstration else told

    def data(self, *, patient: bool = False) -> bytes:
        """Return the file; raise Busy where its turn does not come in time, unless `patient`."""
        kept, tag = caches["downloads"], self.tag
        found: bytes | None = kept.get(tag)
        if found is None:
            with _turn(None if patient else WAIT_SECONDS):
                found = kept.get(tag) or self._write()
                kept.set(tag, found)
        return found

    def _write(self) -> bytes:
        if self.kind.id == "json":
            return json.dumps(self.content, ensure_ascii=False, indent=1).encode()
        return annualreport.write(replace(annualreport.from_dict(self.content), file=""), self.kind.id)


@cache
def _software() -> str:
    """Return which software writes: another version may write the same report otherwise."""
    return version("gongkai")


@contextmanager
def _turn(seconds: float | None) -> Iterator[None]:
    """Wait for one's turn to make a file, with None however long it takes; raise Busy where it does not come."""
    if not _making.acquire(timeout=seconds):
        raise Busy
    try:
        yield
    finally:
        _making.release()


def made_from(page: AnnualReportPage) -> Iterator[MadeFile]:
    """Yield the report in every format that its form can be written in, to be kept beside its page."""
    for kind in annualreport.kinds_for(annualreport.from_dict(page.report)):
        download = Download(page, annualreport.KINDS[kind])
        make, kept = partial(download.data, patient=True), partial(record_made, page, download.file_name)
        yield MadeFile(download.address, download.headers(), make, kept)


def offered() -> list[dict[str, str]]:
    """Return the formats that the page of a report offers: id and words, documents first."""
    return [{"kind": kind, "label": label} for kind, label in LABELS.items() if kind in annualreport.KINDS]
