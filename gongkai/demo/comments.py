"""What the demonstration's agencies ask the public about: one collection over and answered, one open today."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from gongkai.agencies.door import Agency, Person, Role
from gongkai.demo.information import facts_of, section_at
from gongkai.demo.staff import person_who_is
from gongkai.publishing.door import (
    AdoptionPage,
    CommentPage,
    InformationPage,
    Opinion,
    decide_opinion,
    publish_imported,
    receive,
    register_opinion,
)

_SECTION = "notices"


def ask_public(agency: Agency, records: list[dict[str, Any]], *, batch: str, at: datetime) -> int:
    """Publish the declared collections of an agency with what came in to each; return how many there are.

    Days are told as days before today, so that the demonstration is never out of date.
    """
    clerk = person_who_is(Role.CLERK, agency)
    for number, told in enumerate(records, 1):
        collection = _collection(agency, told, number, at)
        _publish(collection, told["from"], batch=batch, by=clerk, at=at)
        for order, said in enumerate(told["opinions"], 1):
            _take(collection, said, order, clerk, at)
        if answer := told.get("adoption"):
            facts = _facts(agency, answer, f"adoption-{number}", answer["ago"], at)
            _publish(AdoptionPage(reports_on=collection, **facts), answer["ago"], batch=batch, by=clerk, at=at)
    return len(records)


def _collection(agency: Agency, told: dict[str, Any], number: int, at: datetime) -> CommentPage:
    office = agency.disclosure_office
    today = timezone.localdate(at)
    return CommentPage(
        from_date=today - timedelta(told["from"]),
        until_date=today - timedelta(told["until"]),
        postal_address=office.address,
        mail_address=office.email,
        telephone=office.telephone,
        **_facts(agency, told, f"comments-{number}", told["from"], at),
    )


def _facts(agency: Agency, told: dict[str, Any], slug: str, ago: int, at: datetime) -> dict[str, Any]:
    day = timezone.localdate(at) - timedelta(ago)
    return facts_of(told, agency, slug=slug, day=day) | {"index_number": f"{agency.slug}-{slug}"}


def _publish(page: InformationPage, ago: int, *, batch: str, by: Person, at: datetime) -> None:
    section_at(page.agency, _SECTION).add_child(instance=page)
    publish_imported(page, publication_date=timezone.localdate(at) - timedelta(ago), batch=batch, by=by, at=at)


def _take(collection: CommentPage, said: dict[str, Any], order: int, clerk: Person, at: datetime) -> None:
    """Let an opinion come in on its day, and say what becomes of it where that is declared."""
    moment = at - timedelta(said["ago"])
    opinion = Opinion(way=said["way"], text=said["text"], name=said["name"], contact=said.get("contact", ""))
    opinion.received_date = timezone.localdate(moment)
    if said["way"] == Opinion.Way.ONLINE:
        key = hashlib.sha256(f"demonstration {collection.pk} {order}".encode()).hexdigest()
        opinion = receive(opinion, collection, submission_hash=key, at=moment)
    else:
        opinion = register_opinion(opinion, collection, by=clerk, at=moment)
    if "outcome" in said:
        decide_opinion(opinion, said["outcome"], said["reason"], by=clerk, at=moment + timedelta(1))
