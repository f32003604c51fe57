"""Public pages as rows of open data, a part of a list at a time, found by index however long the list is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Q
from django.http import Http404
from django.urls import reverse

from gongkai.agencies.door import DEMONSTRATION, Agency
from gongkai.pages.door import (
    STATES,
    AgencyPage,
    Attachment,
    BasePage,
    ShownFile,
    files_shown_by,
    filled,
    newness,
    public,
)
from gongkai.portal.opendata.shapes import (
    AgencyRow,
    CatalogueRow,
    Document,
    DocumentRow,
    FileRow,
    ReportRow,
    SectionRow,
)
from gongkai.publishing.door import InformationPage, SectionPage, file_address, statistical_classes, validity_on
from gongkai.yearend.door import AnnualReportPage

_CURSOR = re.compile(r"(\d{4}-\d{2}-\d{2})\.(\d{1,9})")
_ORDER = ("-search_entry__newness",)
_BESIDE = ("search_entry__agency", "search_entry__section", "normativedocumentpage", "content_type")


class Wanted(NamedTuple):
    """Which documents are asked for; empty values ask for all."""

    agency: str = ""
    section: int | None = None
    year: int | None = None
    statistical_class: str = ""
    subject: str = ""
    state: str = ""
    on: date | None = None
    only_catalogue: bool = False


class BadCursor(ValueError):
    """What was given as the place to go on from is none."""


def full(address: str | None) -> str:
    """Return an address of this site as anybody can use it."""
    return settings.PUBLIC_ADDRESS + (address or "")


def notice_of(agency: Agency) -> str:
    """Return what every row of this agency says: that it is a demonstration, or nothing."""
    return f"{DEMONSTRATION}。" if agency.demonstration else ""


def notice_for(slug: str) -> str:
    """Return what every answer about one agency says; empty for all agencies. Raise Http404 for an unknown one."""
    place = public(AgencyPage.objects.filter(agency__slug=slug)).first() if slug else None
    if slug and place is None:
        raise Http404("没有这个机关。")
    return notice_of(place.agency) if place else ""


def agencies() -> Iterator[AgencyRow]:
    """Yield every agency that has a place here, by its slug."""
    for place in public(AgencyPage.objects.all()).order_by("slug"):
        agency = place.agency
        yield AgencyRow(
            agency=agency.slug,
            name=agency.name,
            short_name=agency.short_name,
            city=agency.city,
            address=full(place.get_url()),
            feed=full(reverse("agency_feed", args=[place.slug])),
            notice=notice_of(agency),
        )


def sections(agency: str = "") -> Iterator[SectionRow]:
    """Yield every section with public content, of one agency or of all, in the order of the site."""
    places = {place.path: place for place in public(AgencyPage.objects.all())}
    for section in filled(public(SectionPage.objects.all())).order_by("path"):
        place = places.get(section.path[: 3 * BasePage.steplen])
        if place is None or (agency and place.agency.slug != agency):
            continue
        yield SectionRow(
            number=section.pk,
            agency=place.agency.slug,
            title=section.title,
            statistical_class=statistical_classes()[section.statistical_class].label,
            duty=section.get_duty_display() or "",
            address=full(section.get_url()),
            feed=full(reverse("section_feed", args=[section.pk])),
            notice=notice_of(place.agency),
        )


def reports(agency: str = "") -> Iterator[ReportRow]:
    """Yield every public annual report, of one agency or of all, the newest first."""
    found = public(AnnualReportPage.objects.all()).select_related("agency").order_by("-year", "agency__slug")
    for page in found.filter(agency__slug=agency) if agency else found:
        yield report_row(page)


def report_row(page: AnnualReportPage) -> ReportRow:
    """Return a public annual report as a row."""
    data = reverse("open_data:report", kwargs={"agency": page.agency.slug, "year": page.year})
    return ReportRow(
        agency=page.agency.slug,
        year=page.year,
        title=page.title,
        form=page.form,
        publication_date=page.publication_date,
        address=full(page.get_url()),
        data=full(data),
        content_hash=page.cleared_hash,
        notice=notice_of(page.agency),
    )


def documents(wanted: Wanted, *, after: str = "", most: int) -> list[InformationPage]:
    """Return public documents, the newest first, those behind the cursor `after`; raise BadCursor for none."""
    found: Any = public(InformationPage.objects.filter(search_entry__isnull=False, **_plain(wanted)))
    if wanted.section:
        above = BasePage.objects.filter(pk=wanted.section).values_list("path", flat=True).first()
        found = found.filter(path__startswith=above) if above else found.none()
    if wanted.state and wanted.on:
        found = found.filter(STATES[wanted.state](wanted.on))
    if wanted.only_catalogue:
        found = found.exclude(summary="").exclude(index_number="")
    return list(found.filter(_behind(after)).select_related(*_BESIDE).order_by(*_ORDER)[:most])


def _plain(wanted: Wanted) -> dict[str, Any]:
    named = {
        "search_entry__agency__slug": wanted.agency,
        "search_entry__year": wanted.year,
        "search_entry__statistical_class": wanted.statistical_class,
        "search_entry__subject": wanted.subject,
    }
    return {name: value for name, value in named.items() if value}


def _behind(after: str) -> Q:
    """Return the condition of what comes behind a cursor."""
    if not after:
        return Q()
    written = _CURSOR.fullmatch(after)
    try:
        day = date.fromisoformat(written[1]) if written else None
    except ValueError:
        day = None
    if written is None or day is None:
        raise BadCursor(after)
    return Q(search_entry__newness__lt=newness(int(written[2]), day))


def cursor_behind(page: InformationPage) -> str:
    """Return the cursor of what comes behind this page."""
    return f"{page.search_entry.publication_date:%Y-%m-%d}.{page.pk}"


def catalogue_rows(pages: Iterable[InformationPage]) -> list[CatalogueRow]:
    """Return documents as lines of the catalogue."""
    return [CatalogueRow(**_line(page)) for page in pages]


def document_rows(pages: Iterable[InformationPage], on: date) -> list[DocumentRow]:
    """Return documents as rows, normative ones with their validity on a day."""
    shown = list(pages)
    normative = [page.normativedocumentpage for page in shown if hasattr(page, "normativedocumentpage")]
    states = validity_on(on, normative)
    return [DocumentRow(**_line(page), **_more(page, states, on)) for page in shown]


def whole_document(page: InformationPage, on: date) -> Document:
    """Return a document with its text and what it shows."""
    (row,) = document_rows([page], on)
    files = [
        FileRow(title=file.title, address=full(_file_address(page, file)), sha256=file.sha256)
        for file in files_shown_by(page.specific)
    ]
    return Document(**row.dict(), text=page.search_entry.text, attachments=files)


def _file_address(page: InformationPage, file: ShownFile) -> str:
    """Return the address of a file by the name it is stored under: a title may hold what no address does."""
    stored = Attachment.objects.get(pk=file.pk).filename if file.kind == "attachment" else ""
    return file_address(page, file.kind, file.pk, stored)


def _line(page: InformationPage) -> dict[str, Any]:
    agency = page.search_entry.agency
    return {
        **{name: getattr(page, name) for name in ("index_number", "title", "summary", "document_number")},
        "issue_date": page.issue_date,
        "publication_date": page.publication_date,
        "agency": agency.slug,
        "number": page.pk,
        "address": full(page.get_url()),
        "notice": notice_of(agency),
    }


def _more(page: InformationPage, states: dict[int, Any], on: date) -> dict[str, Any]:
    row = statistical_classes().get(page.statistical_class)
    normative = page.normativedocumentpage if hasattr(page, "normativedocumentpage") else None
    return {
        "kind": str(page.specific_class._meta.verbose_name),
        "section": page.search_entry.section_id,
        "section_title": page.search_entry.section.title,
        "statistical_class": row.label if row else "",
        **{name: getattr(page, name) for name in ("subject", "source", "keywords")},
        "maker": normative.maker if normative else "",
        "effective_date": normative.effective_date if normative else None,
        "validity": str(states[page.pk]) if normative else "",
        "validity_date": on if normative else None,
        "content_hash": page.cleared_hash,
        "changed_at": page.last_published_at,
    }
