"""报告用语 in the back office: the sentences of the drafted text, and changing one for an agency."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.agencies.door import Agency, agencies_with
from gongkai.yearend.figures import BY_ID, FIGURES, Year
from gongkai.yearend.narrative import lay
from gongkai.yearend.notes import Part
from gongkai.yearend.refusals import Refused, refuse_on
from gongkai.yearend.rewording import EDITORS, change_sentence, wording_findings
from gongkai.yearend.sentence_forms import SentenceForm
from gongkai.yearend.sentence_templates import SentenceTemplate, sentences_for
from gongkai.yearend.sentences import MANY, ONE, PARTS, VARIANTS, ZERO, Sentence, breakdown, filled, sentences
from gongkai.yearend.signing import SignedReport

_GAP = "……"
_FIRST, _FIFTH, _SIXTH = "第一部分　总体情况", "第五部分　存在的主要问题及改进情况", "第六部分　其他需要报告的事项"
# What a slot stands for, as the page explains it.
SLOTS = {
    "agency": "本机关全称",
    "year": "报告年度",
    "parts": "分项的数，为 0 的不列",
    "problem": "上年度登记的一个问题",
    "done": "针对它登记的改进情况",
    "list": "登记的各条记录",
}


class Previewed(NamedTuple):
    """One of a sentence's wordings as it reads with the figures of a year, and whether it is the one told now."""

    label: str
    text: str
    is_told: bool


class Listed(NamedTuple):
    """A sentence, whether its words in the report on a year are the agency's own, and how they read."""

    sentence: Sentence
    is_own: bool
    told: str


@never_cache
@require_safe
def sentences_page(request: HttpRequest) -> HttpResponse:
    """Show the sentences of each agency that whoever looks may change."""
    agencies = agencies_with(request.user, EDITORS).order_by("slug")
    listed = [{"agency": agency, "sections": _by_section(agency)} for agency in agencies]
    return render(request, "yearend/office/sentences.html", {"listed": listed})


def _by_section(agency: Agency) -> dict[str, list[Listed]]:
    found: dict[str, list[Listed]] = {_FIRST: [], _FIFTH: [], _SIXTH: []}
    words = sentences_for(agency, _latest())
    for default in sentences():
        heading = {Part.PROBLEM: _FIFTH, Part.OTHER: _SIXTH}.get(default.part, _FIRST)
        now = words[default.id]
        found[heading].append(Listed(now, now != default, _named(now.many or now.zero)))
    return found


def _named(words: str) -> str:
    """Return words with the name of what stands in braces: 全年新收〔新收政府信息公开申请〕件."""
    names = SLOTS | {figure.id: figure.label for figure in FIGURES}
    return filled(words, **{name: f"〔{label}〕" for name, label in names.items()})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sentence_page(request: HttpRequest, agency: str, sentence: str) -> HttpResponse:
    """Show the words of a sentence to be changed (GET), how they would read, or store them (POST)."""
    owner = get_object_or_404(agencies_with(request.user, EDITORS), slug=agency)
    default = next((one for one in sentences() if one.id == sentence), None)
    if default is None:
        raise Http404(sentence)
    if request.method != "POST":
        return _shown(request, owner, default, _form_of(owner, default, "default" in request.GET))
    form = SentenceForm(request.POST, sentence=default, latest=_latest())
    if form.is_valid() and _done(request, owner, default, form):
        return redirect("yearend:sentences")
    return _shown(request, owner, default, form)


def _form_of(agency: Agency, default: Sentence, anew: bool) -> SentenceForm:
    now = default if anew else sentences_for(agency, _latest())[default.id]
    words = {variant: getattr(now, variant) for variant in default.variants}
    return SentenceForm(initial=words | {"since_year": _first_open(agency)}, sentence=default, latest=_latest())


def _latest() -> int:
    return timezone.localdate().year


def _first_open(agency: Agency) -> int:
    """Return the first year whose report can still be worded: last year's, or the one after the newest signed."""
    signed = SignedReport.objects.filter(agency=agency).order_by("year").last()
    return max(_latest() - 1, signed.year + 1 if signed else 0)


def _done(request: HttpRequest, agency: Agency, default: Sentence, form: SentenceForm) -> bool:
    """Store the words, or only judge them for a preview; tell what is wrong beside its field. Return whether stored."""
    now = timezone.now()
    words = None if "reset" in request.POST else form.words
    said = {"since_year": form.cleaned_data["since_year"], "by": request.user, "at": now}
    try:
        if "preview" in request.POST:
            refuse_on(wording_findings(default, form.words))
            return False
        row = change_sentence(agency, default, words, **said, today=timezone.localdate(now))
    except Refused as refused:
        for finding in refused.findings:
            form.add_error(finding.where if finding.where in form.fields else None, str(Refused([finding])))
        return False
    done = "已恢复系统默认的话" if words is None else "已保存"
    messages.success(request, f"{done}：{default.label}，{row.since_year} 年度的报告起用。")
    return True


def _shown(request: HttpRequest, agency: Agency, default: Sentence, form: SentenceForm) -> HttpResponse:
    rows = SentenceTemplate.objects.filter(agency=agency, sentence=default.id).select_related("written_by")
    year = form.cleaned_data.get("since_year") if form.is_bound else form.initial["since_year"]
    slots = [*default.slots, *([PARTS] if default.parts else [])]
    context = {
        "agency": agency,
        "sentence": default,
        "form": form,
        "figure": BY_ID.get(default.about),
        "slots": [(f"{{{name}}}", SLOTS[name]) for name in slots],
        "figures": FIGURES,
        "year": year,
        "previews": previews(agency, default, form, year) if year and not form.errors else [],
        "versions": [(row, _told(row, default)) for row in rows.order_by("-pk")],
    }
    status = HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK
    return render(request, "yearend/office/sentence.html", context, status=status)


def _told(row: SentenceTemplate, default: Sentence) -> list[tuple[str, str]]:
    return [(VARIANTS[one], row.words[one]) for one in default.variants if row.words and row.words.get(one)]


def previews(agency: Agency, default: Sentence, form: SentenceForm, report_year: int) -> list[Previewed]:
    """Return how the words in the form read with the figures of a year."""
    year = Year(agency, report_year)
    words: dict[str, Any] = form.words if form.is_bound else form.initial
    told = _variant_now(default, words, year)
    slots = dict.fromkeys(default.slots, _GAP) | {"agency": agency.name, "year": str(report_year)}
    slots |= {PARTS: breakdown(default.parts, year)}
    return [
        Previewed(form.fields[one].label, lay(filled(words[one], **slots), year).text, one == told)
        for one in default.variants
        if words[one]
    ]


def _variant_now(default: Sentence, words: dict[str, Any], year: Year) -> str:
    """Return which of the words the year's figure calls for; empty where records decide, or none speaks of it."""
    value = year.value(default.about) if default.about in BY_ID else None
    if value is None:
        return ""
    return ZERO if not value else ONE if value == 1 and words.get(ONE) else MANY
