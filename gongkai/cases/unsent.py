"""An application that is not sent yet, kept for whoever wrote it: found by a code, encrypted, gone after a while.

It is no application: no number, no clock, no one in the office sees it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac

from gongkai.agencies.door import EncryptedText
from gongkai.cases.application_form import FORMS
from gongkai.cases.tracking import new_code, plain

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency

MOST_CHARACTERS = 20_000
_SALT = "gongkai.cases.unsent"


class TooMuch(Exception):
    """More was typed than is kept."""


class UnsentApplication(models.Model):
    """What was typed into the form so far: a JSON object of field and words, encrypted."""

    agency = models.ForeignKey("agencies.Agency", verbose_name="行政机关", on_delete=models.PROTECT, related_name="+")
    who = models.CharField("以什么名义", max_length=20)
    code_hash = models.CharField(max_length=64, unique=True, editable=False)
    content = EncryptedText("已填的内容")
    saved_at = models.DateTimeField("保存时间")
    last_date = models.DateField("保存到", db_index=True)

    class Meta:
        verbose_name = "未提交的申请"
        verbose_name_plural = "未提交的申请"

    def __str__(self) -> str:
        return f"{self.agency} {timezone.localdate(self.saved_at)}"

    def typed(self) -> dict[str, str]:
        """Return what was typed, by field."""
        found: dict[str, str] = json.loads(self.content)
        return found


def keep_unsent(
    agency: Agency, who: str, typed: Mapping[str, str], *, code: str, at: datetime
) -> tuple[UnsentApplication, str]:
    """Keep what was typed, and return it with its code: a new one, or `code` where that is known already.

    Raises TooMuch beyond MOST_CHARACTERS.
    """
    content = json.dumps({name: typed[name] for name in _fields(who) if typed.get(name)}, ensure_ascii=False)
    if len(content) > MOST_CHARACTERS:
        raise TooMuch
    before = unsent_of(code, agency, today=timezone.localdate(at)) if code else None
    row = before or UnsentApplication(agency=agency)
    code = code if before else new_code()
    row.who, row.content, row.code_hash = who, content, _hashed(code, settings.SECRET_KEY)
    row.saved_at, row.last_date = at, timezone.localdate(at) + timedelta(settings.UNSENT_DAYS)
    row.save()
    return row, code


def unsent_of(code: str, agency: Agency, *, today: date) -> UnsentApplication | None:
    """Return what is kept under this code for the agency, None where nothing is, or no longer."""
    hashes = [_hashed(code, key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    return UnsentApplication.objects.filter(agency=agency, code_hash__in=hashes, last_date__gte=today).first()


def forget_unsent(code: str, agency: Agency, *, today: date) -> None:
    """Remove what is kept under a code: it was sent, or its writer wants it gone."""
    if code and (row := unsent_of(code, agency, today=today)):
        row.delete()


def forget_old_unsent(*, today: date) -> int:
    """Remove everything whose last day has passed; return how many there were."""
    return UnsentApplication.objects.filter(last_date__lt=today).delete()[0]


def _fields(who: str) -> Iterable[str]:
    return FORMS[who].base_fields


def _hashed(code: str, key: str) -> str:
    return salted_hmac(_SALT, plain(code), secret=key, algorithm="sha256").hexdigest()
