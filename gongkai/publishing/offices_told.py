"""What public pages say of offices, held against the records of the offices (Reg. art. 4, 12; PLAT-23)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction

from gongkai.findings import Finding
from gongkai.publishing.guide import ELEMENTS, GuidePage

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency, Office, Person

_SAME = {"office_name": "name", "office_address": "address", "office_hours": "hours", "telephone": "telephone"}


def told_of(office: Office) -> dict[str, str]:
    """Return what a guide says of the disclosure office by its record, by the guide's fields; 无 for no fax."""
    told = {name: getattr(office, attribute) for name, attribute in _SAME.items()}
    online = "；".join(filter(None, (office.website, office.email)))
    return {**told, "fax": office.fax or "无", "internet_contact": online}


def outdated(guide: GuidePage, office: Office) -> dict[str, str]:
    """Return the guide's fields that do not say what the record says, each with what it should say.

    The internet contact may say more than the record, never less.
    """
    wanted = told_of(office)
    online = [contact for contact in wanted["internet_contact"].split("；") if contact]
    said = {name: str(getattr(guide, name)).strip() for name in wanted}
    differing = {name: value for name, value in wanted.items() if said[name] != value.strip()}
    if all(contact in said["internet_contact"] for contact in online):
        differing.pop("internet_contact", None)
    return differing


def guide_of(agency: Agency) -> GuidePage | None:
    """Return the agency's guide, public or not, None where it has none."""
    return GuidePage.objects.filter(agency=agency).order_by("pk").first()


def guide_findings(agency: Agency, on: date) -> Iterator[tuple[Any, Finding]]:
    """Yield what makes the agency's public guide defective on a day: missing, incomplete, or the office has changed."""
    guide = guide_of(agency)
    if guide is None or not guide.live:
        yield guide, Finding("GUIDE-MISSING", facts={"agency": agency.name})
        return
    office = agency.disclosure_office_on(on)
    if office is None:
        yield guide, Finding("GUIDE-NO-OFFICE", facts={"agency": agency.name})
        return
    for name, value in outdated(guide, office).items():
        facts = {"element": ELEMENTS[name], "told": getattr(guide, name) or "（空）", "record": value}
        yield guide, Finding("GUIDE-OFFICE", where=name, facts=facts)


@transaction.atomic
def renew_guide(guide: GuidePage, office: Office, *, by: Person) -> dict[str, str]:
    """Save a draft of the guide with what the office's record says; return what was changed.

    The draft goes the way of every draft: the public guide stays until three people approved the new version.
    """
    content = guide.get_latest_revision_as_object()
    changed = outdated(content, office)
    for name, value in changed.items():
        setattr(content, name, value)
    if changed:
        content.save_revision(user=by)
    return changed
