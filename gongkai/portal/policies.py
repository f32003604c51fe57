"""The policy library and the register of normative documents of an agency, by validity on any day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.pages.door import AgencyPage, Question, filled, find, public
from gongkai.portal.addresses import address_with
from gongkai.portal.agency_context import at_place
from gongkai.publishing.door import SectionPage, Standing, Validity, explainers_of, service_guides_of, standings

A_PAGE = 20
_MOST_CHARACTERS = 100


class LibraryForm(forms.Form):
    """What is looked for in the library; all of it stands in the address."""

    q = forms.CharField(
        label="文件名称、文号或者正文里的词",
        required=False,
        max_length=_MOST_CHARACTERS,
        error_messages={"max_length": f"请用不超过 {_MOST_CHARACTERS} 个字查找。"},
    )
    year = forms.IntegerField(
        label="成文年份",
        required=False,
        min_value=1900,
        max_value=9999,
        error_messages={"invalid": "年份应为四位数字。"},
    )
    subject = forms.CharField(label="主题", required=False, max_length=60)
    day = forms.DateField(
        label="有效性按哪一天（不填按今天）",
        required=False,
        error_messages={"invalid": "日期应写成 2026-03-01 这样。"},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    state = forms.ChoiceField(
        required=False,
        choices=[("", "全部"), *((one.value, one.value) for one in Validity)],
        error_messages={"invalid_choice": "没有这种有效性。"},
    )
    p = forms.IntegerField(required=False, min_value=1, error_messages={"invalid": "页码应为数字。"})


class Choice(NamedTuple):
    """A state to choose: its word, how many documents are in it, the address that chooses it, whether it is chosen."""

    label: str
    count: int
    address: str
    is_chosen: bool


@require_safe
def policy_library(request: HttpRequest, agency: str) -> HttpResponse:
    """Return the library: documents by words, year, subject and state on a day, with what goes with each."""
    context = at_place(request, agency)
    form = LibraryForm(request.GET)
    form.is_valid()
    asked = form.cleaned_data
    day = asked.get("day") or timezone.localdate()
    held = standings(context["place"], day)
    wanted = list(_wanted(held, asked, context["agency"].pk))
    shown = [one for one in wanted if not asked.get("state") or one.validity.value == asked["state"]]
    context |= {"form": form, "day": day, "is_today": day == timezone.localdate(), "total": len(held)}
    context["other_sections"] = _policy_sections(context["place"], request)
    context |= _choices(request, held, wanted, asked) | _page(request, shown, asked.get("p") or 1)
    return render(request, "portal/policy_library.html", context)


@require_safe
def document_register(request: HttpRequest, agency: str) -> HttpResponse:
    """Return the register of the agency's own documents as it stood on a day: those in force, or all."""
    context = at_place(request, agency)
    form = LibraryForm(request.GET)
    form.is_valid()
    day = form.cleaned_data.get("day") or timezone.localdate()
    ours = [one for one in standings(context["place"], day) if one.document.is_ours]
    in_force = [one for one in ours if one.validity.holds]
    everything = request.GET.get("all") == "1"
    context |= {
        "form": form,
        "day": day,
        "lines": [(one, one.document.get_url(request)) for one in (ours if everything else in_force)],
        "everything": everything,
        "in_force": len(in_force),
        "total": len(ours),
        "other_address": address_with(request, all="" if everything else "1"),
    }
    return render(request, "portal/document_register.html", context)


def _policy_sections(place: AgencyPage, request: HttpRequest) -> list[dict[str, Any]]:
    """Return the sections of policies with content: what is no normative document, such as a notice, stands there."""
    sections = SectionPage.objects.descendant_of(place).filter(statistical_class="policy")
    rows = filled(public(sections)).order_by("path")
    return [{"title": one.title, "address": one.get_url(request)} for one in rows]


def _wanted(held: list[Standing], asked: dict[str, Any], agency: int) -> Iterator[Standing]:
    """Yield the documents that the words, the year and the subject leave."""
    words = asked.get("q") or ""
    numbers = set(find(Question(words, {"agency": agency})).numbers) if words else None
    for one in held:
        page = one.document
        if numbers is not None and page.pk not in numbers:
            continue
        if asked.get("year") not in (None, page.issue_date.year):
            continue
        if asked.get("subject") in (None, "", page.subject):
            yield one


def _choices(
    request: HttpRequest, held: list[Standing], wanted: list[Standing], asked: dict[str, Any]
) -> dict[str, Any]:
    """Return the states with how many of the wanted are in each, and the years and subjects there are at all."""
    counts = Counter(one.validity.value for one in wanted)
    state = asked.get("state") or ""
    rows = [("全部", len(wanted), ""), *((one.value, counts[one.value], one.value) for one in Validity)]
    return {
        "states": [
            Choice(label, count, address_with(request, state=value), value == state) for label, count, value in rows
        ],
        "years": sorted({one.document.issue_date.year for one in held}, reverse=True),
        "subjects": sorted({one.document.subject for one in held} - {""}),
    }


def _page(request: HttpRequest, shown: list[Standing], number: int) -> dict[str, Any]:
    """Return one page of the documents, each with its explainers and service guides."""
    last = max(1, -(-len(shown) // A_PAGE))
    number = min(number, last)
    part = shown[(number - 1) * A_PAGE : number * A_PAGE]
    documents = [one.document for one in part]
    explainers, guides = explainers_of(documents, request), service_guides_of(documents, request)
    return {
        "count": len(shown),
        "policies": [
            {
                "standing": one,
                "address": one.document.get_url(request),
                "explainers": explainers.get(one.document.pk, []),
                "guides": guides.get(one.document.pk, []),
            }
            for one in part
        ],
        "number": number,
        "last": last,
        "before": address_with(request, p=number - 1) if number > 1 else "",
        "after": address_with(request, p=number + 1) if number < last else "",
    }
