"""A stand-in for the reading process, so that these tests are about the page alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache

from gongkai.portal import reading
from tests.yearend.examples import a_report

AGENCY = "某市住房公积金管理中心"
NOT_READ = {
    "rule": "READ-ENCRYPTED",
    "severity": "error",
    "where": "",
    "facts": {},
    "message": "未能读取：文件设有打开密码。",
    "law": "不涉及条文：读取情况",
    "advice": "请用没有密码的版本。",
}


class Engine:
    """Answers for the reading process: a file's first word says what it is."""

    def __init__(self) -> None:
        self.asked: list[tuple[bytes, str]] = []
        self.findings: list[dict[str, Any]] = []
        self.reports: dict[bytes, dict[str, Any]] = {}

    def read_apart(self, data: bytes, name: str, *, seconds: float, memory_mb: int) -> dict[str, Any]:
        self.asked.append((data, name))
        if data.startswith(b"locked"):
            return {"file": name, "status": "unreadable", "report": None, "findings": [NOT_READ]}
        report = self.reports.get(data.split()[0] if data.split() else b"") or a_report(AGENCY)
        errors = any(finding["severity"] == "error" for finding in self.findings)
        return {"file": name, "status": "errors" if errors else "clean", "report": report, "findings": self.findings}


@pytest.fixture(autouse=True)
def no_count_is_left() -> None:
    """Forget how many files earlier tests have sent."""
    cache.clear()


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Engine:
    """The stand-in, in place of the reading process."""
    stand_in = Engine()
    monkeypatch.setattr(reading, "read_apart", stand_in.read_apart)
    return stand_in
