"""Small web pages by upload (H5): what may be one, where it is, and what it may do there: show itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, NamedTuple

from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest
from django.urls import reverse

from gongkai.proofing import MAX_FILE_BYTES, RULES, WEB_KINDS, Unexamined, WebPackage, ending

OPEN = "open"
_LONGEST = timedelta(hours=1)


class Part(NamedTuple):
    """A file of a package: its bytes and the kind a browser takes it for."""

    data: bytes
    kind: str


def problem_of(row: Any) -> str:
    """Return in Chinese why an uploaded file is no small web page, empty where it is one."""
    try:
        package = _opened(row)
        for name in package.names:
            package.part(name)
    except FileNotFoundError:
        return "文件不在了，请重新上传。"
    except Unexamined as refusal:
        told = RULES.tell(refusal.finding(row.title))
        return f"{told['message']}{told['advice']}"
    return ""


def part_of_package(row: Any, name: str) -> Part | None:
    """Return a file of an uploaded package, None where it has none of that name or is none."""
    try:
        package = _opened(row)
        data = package.part(name) if name in package.names else None
    except (FileNotFoundError, Unexamined):
        return None
    return Part(data, WEB_KINDS[ending(name)]) if data is not None else None


def _opened(row: Any) -> WebPackage:
    with row.file.storage.open(row.file.name, "rb") as stored:
        data = stored.read(MAX_FILE_BYTES + 1)
    if row.file_extension.lower() not in ("zip", "html", "htm"):
        raise Unexamined("WEB-KIND", name=row.filename)
    return WebPackage(data)


def address_of_package(page: Any, row: Any, *, preview: bool) -> str:
    """Return the address of the package's first page: open to all, or in a preview by a key that lasts an hour."""
    key = _signer().sign(_named(page.pk, row)) if preview else OPEN
    return reverse("shown_h5", args=[page.pk, row.pk, key, "index.html"])


def is_key_of(key: str, page: int, row: Any) -> bool:
    """Return whether a key opens the package of that page's draft."""
    try:
        return _signer().unsign(key, max_age=_LONGEST) == _named(page, row)
    except BadSignature:
        return False


def _named(page: int, row: Any) -> str:
    return f"{page}-{row.pk}"


def _signer() -> TimestampSigner:
    return TimestampSigner(salt="gongkai.publishing.h5")


def sandbox_policy(request: HttpRequest, *where: Any) -> str:
    """Return the policy of a package's files: scripts run, alone; they load their own files and reach nobody.

    `where` are page, attachment and key of its address.
    """
    own = request.build_absolute_uri(reverse("shown_h5", args=[*where, "-"]).removesuffix("-"))
    return "; ".join(
        (
            "sandbox allow-scripts",
            "default-src 'none'",
            f"script-src {own} 'unsafe-inline' 'unsafe-eval'",
            f"style-src {own} 'unsafe-inline'",
            f"img-src {own} data: blob:",
            f"media-src {own} data: blob:",
            f"font-src {own} data:",
            f"connect-src {own}",
            "form-action 'none'",
            "base-uri 'none'",
            "frame-ancestors 'self'",
        )
    )
