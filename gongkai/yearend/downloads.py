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
from functools import cache
from importlib.metadata import version
from threading import BoundedSemaphore
from typing import Any

from django.core.cache import caches

from gongkai import annualreport
from gongkai.yearend.models import AnnualReportPage

DEMONSTRATION = "演示数据，非该中心发布。供试用软件，请勿引用。"
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

    def data(self) -> bytes:
        """Return the file; raise Busy where its turn does not come."""
        kept = caches["downloads"]
        found: bytes | None = kept.get(self.tag)
        if found is None:
            with _turn():
                found = kept.get(self.tag) or self._write()
                kept.set(self.tag, found)
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
def _turn() -> Iterator[None]:
    if not _making.acquire(timeout=WAIT_SECONDS):
        raise Busy
    try:
        yield
    finally:
        _making.release()


def offered() -> list[dict[str, str]]:
    """Return the formats that the page of a report offers: id and words, documents first."""
    return [{"kind": kind, "label": label} for kind, label in LABELS.items() if kind in annualreport.KINDS]
