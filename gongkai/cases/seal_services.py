"""Services that set the seal: they take the PDF of a letter and give back the sealed one, later.

A service is anything with the two methods of `SealService`. The one that comes with the product exchanges files by a
folder, as most seal systems of an intranet can: letters lie in ``out/``, sealed copies are fetched from ``in/``.
"""

from __future__ import annotations

import hashlib
import json
import os
from datetime import datetime
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.timezone import localdate

from gongkai.cases.case import in_hand
from gongkai.cases.case_files import MEGABYTE, MOST_BYTES, Attached
from gongkai.cases.issuing import kept_pdf, sealed_copy
from gongkai.cases.letters import Letter
from gongkai.cases.refusals import Refused
from gongkai.cases.seal_refusals import keep_refusal
from gongkai.cases.sealing import record_seal
from gongkai.findings import Finding
from gongkai.proofing import kind_of


class SealService(Protocol):
    """What a seal service can do."""

    def submit(self, name: str, pdf: bytes, told: dict[str, str]) -> None:
        """Hand over a letter to be sealed; `told` has its number, title, organ and the digest of its bytes."""

    def collect(self, name: str) -> bytes | None:
        """Return the sealed copy of a letter that was handed over under that name, None where there is none yet."""


class FolderSeal:
    """Exchanges files by a folder: `out` has PDF and JSON of what waits, `in` takes the sealed PDF of the same name."""

    def __init__(self, folder: Path) -> None:
        self.waiting, self.sealed = folder / "out", folder / "in"

    def submit(self, name: str, pdf: bytes, told: dict[str, str]) -> None:
        """Write the letter and what is told of it; the PDF last, so that whoever sees it finds both whole."""
        if (self.waiting / f"{name}.pdf").exists():
            return
        for place in (self.waiting, self.sealed):
            place.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write(self.waiting / f"{name}.json", json.dumps(told, ensure_ascii=False, indent=1).encode())
        _write(self.waiting / f"{name}.pdf", pdf)

    def collect(self, name: str) -> bytes | None:
        """Return the bytes of the sealed copy, of one too large just enough to tell; None while there is none."""
        found = self.sealed / f"{name}.pdf"
        if not found.is_file():
            return None
        with found.open("rb") as file:
            return file.read(MOST_BYTES + 1)


def _write(path: Path, data: bytes) -> None:
    """Write a file that is either whole or not there."""
    part = path.with_suffix(path.suffix + ".part")
    with part.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    part.replace(path)


def seal_service() -> SealService | None:
    """Return the seal service of the settings, None where letters are sealed by hand."""
    if settings.SEAL_SERVICE:
        made: SealService = import_string(settings.SEAL_SERVICE)()
        return made
    return FolderSeal(Path(settings.SEAL_FOLDER)) if settings.SEAL_FOLDER else None


def hand_over_and_collect(*, at: datetime) -> int:
    """Hand over every letter that waits for its seal, and take in the copies that are there; return how many came.

    A copy that is not one of its letter is left where it is; why it was not taken is on record, and on the desk.
    """
    service = seal_service()
    if service is None:
        return 0
    waiting = Letter.objects.filter(in_hand("case__"), needs_seal=True, dispatch=None).select_related("case__agency")
    return sum(_exchanged(service, letter, at) for letter in waiting.order_by("pk") if sealed_copy(letter) is None)


def _exchanged(service: SealService, letter: Letter, at: datetime) -> int:
    name = f"letter-{letter.pk}"
    sealed = service.collect(name)
    if sealed is None:
        pdf = kept_pdf(letter)
        told = {"number": letter.number, "title": letter.title, "organ": letter.case.agency.name}
        service.submit(name, pdf, {**told, "sha256": hashlib.sha256(pdf).hexdigest()})
        return 0
    copy = Attached(f"{letter.title}{letter.number}（盖章）.pdf", kind_of(sealed), sealed)
    try:
        if len(sealed) > MOST_BYTES:
            raise Refused(Finding("SEAL-LARGE", "sealed", {"megabytes": MOST_BYTES // MEGABYTE}))
        record_seal(letter.pk, copy, is_compared=False, by=None, at=at, today=localdate(at))
    except Refused as refused:
        keep_refusal(letter, sealed, refused, at=at)
        return 0
    return 1
