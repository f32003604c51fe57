"""A public page as one that stands alone: it can be kept, sent and read where neither this site nor a network is."""

from __future__ import annotations

import base64
import hashlib
import mimetypes
import re
from collections.abc import Iterator, Mapping
from functools import partial
from html import escape
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header, quote_etag

from gongkai.findings import Finding
from gongkai.pages.door import MadeFile, files_shown_by
from gongkai.publishing.information import InformationPage
from gongkai.publishing.normative import NormativeDocumentPage
from gongkai.publishing.published_files import record_made
from gongkai.publishing.refusals import Refused
from gongkai.publishing.shown_sizes import file_address, stored_file
from gongkai.statute import in_chinese

_OWN_ADDRESS = re.compile(r'\b(href|src)="/(?!/)')


class Beside(NamedTuple):
    """A file that a page shows: its kind, a name for it, where it lies, and the address by which the page shows it."""

    kind: str
    name: str
    path: Path
    address: str


def files_beside(content: Any) -> Iterator[Beside]:
    """Yield the files that a page shows, in order; raise Refused for one that is gone."""
    for shown in files_shown_by(content):
        stored = next(iter(stored_file(shown.kind, shown.pk)), None) if shown.sha256 else None
        if stored is None:
            raise Refused([Finding("PAGE-FILE", facts={"title": content.title, "file": shown.title or shown.pk})])
        address = file_address(content, shown.kind, shown.pk, stored.name)
        yield Beside(shown.kind, stored.name.replace("/", "-"), Path(stored.path), address)


def page_alone(content: Any, instead: Mapping[str, str]) -> str:
    """Return a page as HTML that stands alone.

    `instead` maps addresses of files to what stands in their place; all other addresses of this site are whole ones.
    """
    searchable = content.searchable()
    told = {
        "page": content,
        "is_information": isinstance(content, InformationPage),
        "text": searchable.text if searchable else "",
        "address": public_address(content),
        "validity": validity_told(content),
    }
    page = render_to_string("publishing/standing_alone.html", told)
    for address, place in instead.items():
        page = page.replace(f'"{escape(address)}"', f'"{place}"')
    return _OWN_ADDRESS.sub(rf'\1="{settings.PUBLIC_ADDRESS}/', page)


def validity_told(content: Any) -> str:
    """Return today's validity of a normative document with what brought it there, empty for anything else."""
    if not isinstance(content, NormativeDocumentPage):
        return ""
    events = [f"自{in_chinese(one.effective_date)}起{one.get_act_display()}" for one in content.standing_events()]
    return "；".join([content.status_on(timezone.localdate()).value, *events])


def whole_page(content: Any) -> bytes:
    """Return a page as one file (UTF-8) with its pictures in it; attachments are led to. The same page, same bytes."""
    pictures = {one.address: _in_words(one.path) for one in files_beside(content) if one.kind == "picture"}
    return page_alone(content, pictures).encode()


def page_file(content: Any) -> MadeFile:
    """Return a page as one file at its address below ``/files/``; making it raises Refused where a picture is gone."""
    name = f"{content.title[:80]}.html"
    headers = {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=name) or "",
        "ETag": quote_etag(_tag(content)),
    }
    if content.agency.demonstration:
        headers["X-Robots-Tag"] = "noindex, nofollow"
    address = reverse("page_to_keep", args=[content.pk])
    return MadeFile(address, headers, partial(whole_page, content), partial(record_made, content, name))


def _tag(content: Any) -> str:
    """Return a hash of all that the file of a page depends on."""
    agency = content.agency
    dated = [content.publication_date, getattr(content, "index_number", ""), validity_told(content)]
    told = [
        version("gongkai"),
        content.cleared_hash,
        public_address(content),
        agency.name,
        agency.demonstration,
        *dated,
    ]
    return hashlib.sha256(repr(told).encode()).hexdigest()


def _in_words(path: Path) -> str:
    """Return a picture as a data address."""
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return f"data:{kind};base64,{base64.b64encode(path.read_bytes()).decode()}"


def public_address(content: Any) -> str:
    """Return the whole address at which the public reads a page."""
    address = content.get_url() or ""
    return address if "://" in address else f"{settings.PUBLIC_ADDRESS}{address}"
