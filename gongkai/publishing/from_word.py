"""A draft from a Word document: its pieces as blocks, its pictures stored, what was dropped kept beside it."""

from __future__ import annotations

import csv
import hashlib
import io
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_OID, uuid5

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from gongkai.agencies.door import save_with_file
from gongkai.pages.door import AgencyPage, Attachment, Picture
from gongkai.publishing.bodies import first_words, rich
from gongkai.publishing.manuscript_records import ManuscriptRecord
from gongkai.publishing.manuscripts import EnclosedFile, Manuscript, Piece
from gongkai.publishing.telling import plain

if TYPE_CHECKING:
    from gongkai.agencies.door import Person

_SUMMARY = 200  # characters of the text that stand in for a summary


@dataclass(frozen=True, slots=True)
class Incoming:
    """A Word document on its way in: the file, what was read of it, and what is wanted of it as attachments."""

    name: str
    data: bytes
    manuscript: Manuscript
    attach_itself: bool = False
    attach_embedded: bool = False
    further: tuple[dict[str, Any], ...] = ()  # blocks behind what the document holds
    undoing: list[Callable[[], None]] = field(default_factory=list)  # gets what takes each stored file away again

    def named_files(self) -> list[EnclosedFile]:
        """Return the files to attach: tables that were too large, then what is wanted."""
        told = self.manuscript.files
        wanted = [one for one in told if not one.picture and (self.attach_embedded or one.name.endswith(".csv"))]
        return wanted + ([EnclosedFile(self.name, self.data)] if self.attach_itself else [])


@transaction.atomic
def draft_from(
    incoming: Incoming, *, section: Any, model: type[Any], facts: Mapping[str, Any], by: Person, at: datetime
) -> Any:
    """Store a new draft of the type `model` below `section`, with what was dropped on the way, and return it.

    `facts` are the fields of the page that are decided: title and days at least. The page is a
    draft like any other and goes the way of all drafts.
    """
    with _stored_files(section, by, incoming.undoing) as store:
        body = [*_blocks(incoming, store), *incoming.further]
        page = model(
            summary=_summary(incoming.manuscript, facts["title"]),
            body=[block | {"id": _id(incoming, number)} for number, block in enumerate(body)],
            slug=f"{timezone.localdate(at):%Y%m%d}-{secrets.token_hex(4)}",
            live=False,
            owner=by,
            **facts,
        )
        section.add_child(instance=page)
        page.save_revision(user=by, log_action=True)
        if incoming.data:
            _keep(page, incoming, by=by, at=at)
    return page


def _keep(page: Any, incoming: Incoming, *, by: Person, at: datetime) -> None:
    said = {name: str(value) for name, value in incoming.manuscript.said._asdict().items() if value}
    ManuscriptRecord.objects.create(
        page_id=page.pk,
        file_name=incoming.name[:200],
        sha256=hashlib.sha256(incoming.data).hexdigest(),
        said=said,
        findings=[[one.rule, one.where, dict(one.facts)] for one in incoming.manuscript.findings],
        received_at=at,
        received_by=by,
    )


@contextmanager
def _stored_files(
    section: Any, by: Person, undoing: list[Callable[[], None]]
) -> Iterator[Callable[[type[Any], EnclosedFile, str], Any]]:
    """Give a way to store files of the section's agency; what was stored is deleted again where the draft fails."""
    place = AgencyPage.objects.ancestor_of(section).first()
    begun = len(undoing)

    def store(model: type[Any], file: EnclosedFile, title: str) -> Any:
        row = model(title=title[:255], file=ContentFile(file.data, file.name), uploaded_by_user=by)
        if place is not None and place.collection:
            row.collection = place.collection
        save_with_file(row, "file", undoing)
        row.get_file_size()
        row.get_file_hash()
        return row

    try:
        yield store
    except BaseException:
        for undo in undoing[begun:]:
            undo()
        del undoing[begun:]
        raise


def _blocks(incoming: Incoming, store: Callable[[type[Any], EnclosedFile, str], Any]) -> Iterator[dict[str, Any]]:
    files = incoming.manuscript.files
    pictures: dict[int, Any] = {}
    for piece in incoming.manuscript.pieces:
        if piece.kind == "text":
            yield {"type": "text", "value": rich(piece.markup)}
        elif piece.kind == "table":
            yield {"type": "table", "value": _table(piece)}
        else:
            if piece.file not in pictures:
                pictures[piece.file] = store(Picture, files[piece.file], piece.words or files[piece.file].name)
            yield {"type": "picture", "value": _picture(piece, pictures[piece.file].pk)}
    for file in incoming.named_files():
        title = Path(file.name).stem
        yield {"type": "attachment", "value": {"file": store(Attachment, file, title).pk, "title": title[:200]}}


def _table(piece: Piece) -> dict[str, str]:
    stream = io.StringIO()
    csv.writer(stream, delimiter="\t", lineterminator="\n").writerows(piece.rows)
    return {"title": piece.title, "unit": piece.unit, "cells": stream.getvalue().rstrip("\n"), "note": ""}


def _picture(piece: Piece, number: int) -> dict[str, Any]:
    told = {"caption": "", "is_map": False, "map_review_number": ""}
    return {"picture": number, "alternative_text": piece.words, **told}


def _summary(manuscript: Manuscript, title: str) -> str:
    """Return the first paragraph that is a sentence; the title where there is none."""
    lines = [line for piece in manuscript.pieces if piece.kind == "text" for line in plain(piece.markup).splitlines()]
    sentences = [line for line in lines if line.rstrip().endswith(("。", "；"))]
    return first_words("\n".join(sentences), _SUMMARY) or title


def _id(incoming: Incoming, number: int) -> str:
    return str(uuid5(NAMESPACE_OID, f"{hashlib.sha256(incoming.data).hexdigest()}#{number}"))
