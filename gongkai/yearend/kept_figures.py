"""What each report gives to its department's sums, taken out of it once and kept beside it.

To read a report takes milliseconds, and a department may have thousands of them. What is kept is derived: it is made
when a report comes in, made anew by another issue of the product, and compared with the report by `gongkai verify`.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import CharField, Exists, F, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat

from gongkai import annualreport
from gongkai.annualreport import Summand
from gongkai.findings import Finding

_PAGE = "annualreportpage"
_AT_ONCE = 200  # reports taken from the database together
_SECONDS = 5  # of a minute's tick


class KeptFigures(models.Model):
    """The figures of one report as its department adds them up.

    `key` names the report and, of a public page, which version of it; `issue` is the issue of the product that took
    them out, `figures` the JSON of `annualreport.Summand`.
    """

    wagtail_reference_index_ignore = True

    key = models.CharField("报告", max_length=60, unique=True)
    issue = models.CharField("软件版本", max_length=40)
    figures = models.JSONField("数")

    class Meta:
        verbose_name = "报告的数"
        verbose_name_plural = "报告的数"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.key


def key_of(source: models.Model) -> str:
    """Return what names a report's very content: a row is never changed, a page has versions."""
    name = f"{source._meta.model_name}-{source.pk}"
    return f"{name}-{source.live_revision_id}" if source._meta.model_name == _PAGE else name


@cache
def issue_now() -> str:
    """Return which issue of the product it is, with its statutory forms: another one may find and count otherwise."""
    forms = files("gongkai.annualreport").joinpath("data/forms.toml").read_bytes()
    return f"{version('gongkai')}-{hashlib.sha256(forms).hexdigest()[:12]}"


def keep_figures(reports: Iterable[tuple[str, Mapping[str, Any]]]) -> dict[str, Summand]:
    """Take out of reports (their keys and JSON) what they give to a sum, keep and return it by key."""
    found = {key: annualreport.summand(annualreport.from_dict(dict(report))) for key, report in reports}
    rows = [KeptFigures(key=key, issue=issue_now(), figures=one.as_dict()) for key, one in found.items()]
    KeptFigures.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["key"], update_fields=["issue", "figures"]
    )
    return found


def summands_of(keys: Collection[str]) -> dict[str, Summand]:
    """Return by key what each of these reports gives to a sum; what is not kept yet is taken out and kept."""
    rows = KeptFigures.objects.filter(key__in=keys, issue=issue_now()).values_list("key", "figures")
    found: dict[str, Summand] = {}
    for key, figures in rows.iterator():
        with suppress(KeyError, ValueError):  # what cannot be read is taken out anew
            found[key] = annualreport.summand_from(figures)
    missing = [key for key in keys if key not in found]
    for at in range(0, len(missing), _AT_ONCE):
        found |= keep_figures(_reports_of(missing[at : at + _AT_ONCE]))
    return found


def _reports_of(keys: Collection[str]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield keys with the JSON of their reports."""
    for model, rows in _sources().items():
        numbers = [int(key.split("-")[1]) for key in keys if key.startswith(f"{model}-")]
        yield from rows.filter(pk__in=numbers, key__in=keys).values_list("key", "report")


def _sources() -> dict[str, QuerySet[Any]]:
    """Return the reports that a department may count, by model, each with its `key`."""
    found = {}
    for name in ("receivedreport", "signedreport", _PAGE):
        rows = apps.get_model("yearend", name)._default_manager.filter(report__isnull=False)
        parts = [Value(f"{name}-"), Cast("pk", CharField())]
        if name == _PAGE:
            rows, parts = rows.filter(live=True), [*parts, Value("-"), Cast(F("live_revision_id"), CharField())]
        found[name] = rows.annotate(key=Concat(*parts, output_field=CharField()))
    return found


def keep_missing_figures() -> int:
    """Keep what is not kept yet, or was taken out by another issue of the product; return of how many reports."""
    until, done = time.monotonic() + _SECONDS, 0
    kept = KeptFigures.objects.filter(key=OuterRef("key"), issue=issue_now())
    for rows in _sources().values():
        missing = list(rows.filter(~Exists(kept)).values_list("key", flat=True))
        for key in missing:
            if time.monotonic() > until:
                return done
            done += len(keep_figures(_reports_of([key])))
    return done


def verify_figures() -> Iterator[Finding]:
    """Yield each report of which something else is kept than it gives."""
    for rows in _sources().values():
        for key, report in rows.values_list("key", "report").iterator(chunk_size=_AT_ONCE):
            kept = KeptFigures.objects.filter(key=key, issue=issue_now()).values_list("figures", flat=True).first()
            if kept is not None and kept != annualreport.summand(annualreport.from_dict(report)).as_dict():
                yield Finding("YEAR-FIGURES-CHANGED", facts={"report": key})
