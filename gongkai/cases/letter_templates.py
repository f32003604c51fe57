"""The words of letters that an agency may change, from a day on; the legal parts are not among them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from django.db import models, transaction

from gongkai.agencies.door import Agency, AppendOnly, record, subject_of
from gongkai.cases.agency_settings import EDITORS
from gongkai.cases.capacity import acting_for
from gongkai.cases.letter_checks import template_findings
from gongkai.cases.log_acts import CaseAct
from gongkai.cases.refusals import Refused, refuse_on
from gongkai.findings import Finding

if TYPE_CHECKING:
    from gongkai.agencies.door import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterForm:
    """A kind of letter: title, to whom it goes, default words, locked basis, and the note that closes it."""

    kind: str
    title: str
    to: str
    lines: tuple[str, ...]
    basis: tuple[str, ...]
    note: str
    seal: bool
    law: str

    @property
    def is_reply(self) -> bool:
        """Tell whether it answers the application, and so closes with the remedies against the reply."""
        return self.kind.startswith(("reply_", "notice_"))

    @property
    def is_sent(self) -> bool:
        """Tell whether it goes to somebody; what is signed and comes back into the file does not."""
        return self.to != "file"


@cache
def letter_forms() -> Mapping[str, LetterForm]:
    """Return the kinds of letter by id."""
    rows = tomllib.loads(files("gongkai.cases").joinpath("data/letters.toml").read_text("utf-8"))["letter"]
    names = LetterForm.__dataclass_fields__
    told = ({name: tuple(row[name]) if name in ("lines", "basis") else row[name] for name in names} for row in rows)
    return {form["kind"]: LetterForm(**form) for form in told}


class LetterTemplate(AppendOnly):
    """An agency's own words for a kind of letter, from `since` until a later row; `lines` with their placeholders."""

    agency = models.ForeignKey("agencies.Agency", verbose_name="行政机关", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("种类", max_length=40)
    since = models.DateField("启用日期")
    lines = models.JSONField("正文模板")
    needs_seal = models.BooleanField("需要用印")
    written_by = models.ForeignKey("agencies.Person", verbose_name="修改人", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField("修改时间")

    class Meta:
        verbose_name = "文书模板"
        verbose_name_plural = "文书模板"
        ordering = ["agency", "kind", "since", "pk"]

    def __str__(self) -> str:
        return f"第{self.pk}号模板（{letter_forms()[self.kind].title}，{self.since:%Y-%m-%d}启用）"


class Template(NamedTuple):
    """The words of a letter as they are on a day, and whether it goes out only with the seal.

    `version` is the id of the agency's row, None where the words are those that come with the product.
    """

    lines: tuple[str, ...]
    needs_seal: bool
    version: int | None = None


def template_of(agency: Agency, kind: str, *, on: date) -> Template:
    """Return the words an agency uses for a kind of letter on a day: its own, else those that come with the product."""
    own = LetterTemplate.objects.filter(agency=agency, kind=kind, since__lte=on).order_by("since", "pk").last()
    return Template(tuple(own.lines), own.needs_seal, own.pk) if own else default_template(kind)


def default_template(kind: str) -> Template:
    """Return the words that come with the product."""
    form = letter_forms()[kind]
    return Template(form.lines, form.seal)


@transaction.atomic
def change_template(
    agency: Agency,
    kind: str,
    lines: list[str],
    *,
    since: date,
    needs_seal: bool,
    by: Person,
    at: datetime,
    today: date,
) -> LetterTemplate:
    """Store an agency's words for a kind of letter from a day on; raise Refused where they would spoil the letter.

    Letters that went out keep their words. `since` is today or later: no letter of the past is worded anew.
    """
    as_whom = acting_for(by, EDITORS, agency, on=today, doing=CaseAct.TEMPLATE.label)
    if since < today:
        raise Refused(Finding("TEMPLATE-SINCE", "since", {"today": today}))
    refuse_on(template_findings(letter_forms()[kind].lines, lines))
    row = LetterTemplate.objects.create(
        agency=agency, kind=kind, since=since, lines=lines, needs_seal=needs_seal, written_by=by, written_at=at
    )
    facts = {"kind": kind, "since": since, "needs_seal": needs_seal, "lines": lines}
    who = {"by": by, "on_behalf_of": as_whom.on_behalf_of}
    record(CaseAct.TEMPLATE, agency=agency, subject=subject_of(row), facts=facts, at=at, **who)
    return row
