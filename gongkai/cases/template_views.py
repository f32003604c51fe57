"""文书模板 in the back office: which words an agency uses for each letter, and changing them from a day on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from http import HTTPStatus
from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from gongkai import statute
from gongkai.agencies.door import Agency, agencies_with
from gongkai.cases.act_forms import date_field
from gongkai.cases.case import Case
from gongkai.cases.issuing import previewed
from gongkai.cases.letter_checks import placeholders, template_findings
from gongkai.cases.letter_templates import (
    EDITORS,
    LetterForm,
    LetterTemplate,
    Template,
    change_template,
    default_template,
    letter_forms,
    template_of,
)
from gongkai.cases.letter_views import tell_all
from gongkai.cases.office_views import pdf_shown
from gongkai.cases.refusals import Refused, refuse_on
from gongkai.cases.wording import worded

_MOST_CHARACTERS = 4000
_GAP = "……"
COMBINED, _COMBINED = "reply_combined", "几项内容分项答复"
# What a placeholder stands for, as the page explains it.
PLACEHOLDERS = {
    "basis": "法定内容（单独一段，自动写入，不能改）",
    "text": "承办人为这一件写的内容",
    "number": "办件编号",
    "receipt_date": "收到申请之日",
    "description": "申请公开的内容",
    "letter": "送达的文书",
    "letter_number": "送达文书的文号",
}


class TemplateForm(forms.Form):
    """An agency's words for a letter, one paragraph a line."""

    use_required_attribute = False
    lines = forms.CharField(
        label="正文",
        max_length=_MOST_CHARACTERS,
        help_text="每行一段。大括号里的内容由系统填写；{basis} 是法定内容，要单独成段、只出现一次。",
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={
            "required": "请填写正文，至少要有 {basis} 和 {text}。",
            "max_length": "最多 4000 个字，现有 %(show_value)s 个字。",
        },
    )
    needs_seal = forms.BooleanField(label="登记盖章件以后才能发出", required=False)
    since = date_field("从哪一天起用", hint="今天或者以后；已经成文的文书不变。")

    @property
    def paragraphs(self) -> list[str]:
        """Return the lines of a valid form, without empty ones."""
        return [line.strip() for line in self.cleaned_data["lines"].splitlines() if line.strip()]


class Listed(NamedTuple):
    """A letter of an agency: its form, for which replies it is, the words used today, and later ones."""

    form: LetterForm
    used_for: str
    now: Template
    later: LetterTemplate | None


@never_cache
@require_safe
def templates_page(request: HttpRequest) -> HttpResponse:
    """Show the letters of each agency, and whose words they use."""
    today = timezone.localdate()
    agencies = agencies_with(request.user, EDITORS).order_by("slug")
    listed = [{"agency": one, "letters": list(_listed(one, today))} for one in agencies]
    return render(request, "cases/office/templates.html", {"listed": listed})


def _listed(agency: Agency, today: date) -> Iterator[Listed]:
    later = {row.kind: row for row in LetterTemplate.objects.filter(agency=agency, since__gt=today)}
    for kind, form in letter_forms().items():
        yield Listed(form, used_for(kind, today), template_of(agency, kind, on=today), later.get(kind))


def used_for(kind: str, today: date) -> str:
    """Return which replies a letter says, which tells apart letters of one title; empty for a letter that is none."""
    names = [row.name for row in statute.outcomes() if row.letter == kind and row.in_force(today)]
    return _COMBINED if kind == COMBINED else "、".join(names)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def template_page(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Show the words of a letter to be changed (GET), how a letter would look in them, or store them (POST)."""
    agency, letter = _whose(request, slug, kind)
    if request.method != "POST":
        now = default_template(kind) if "default" in request.GET else _newest(agency, kind)
        return _shown(request, agency, letter, TemplateForm(initial=_initial(now)))
    form = TemplateForm(request.POST)
    if not form.is_valid():
        return _shown(request, agency, letter, form)
    try:
        if "preview" in request.POST:
            return pdf_shown(_preview(agency, letter, form))
        row = _changed(request, agency, kind, form)
    except Refused as refused:
        tell_all(form, refused)
        return _shown(request, agency, letter, form)
    messages.success(request, f"已保存：{row}。从这一天起成文的文书用新的模板。")
    return redirect("cases:templates")


def _whose(request: HttpRequest, slug: str, kind: str) -> tuple[Agency, LetterForm]:
    if kind not in letter_forms():
        raise Http404(kind)
    return get_object_or_404(agencies_with(request.user, EDITORS), slug=slug), letter_forms()[kind]


def _newest(agency: Agency, kind: str) -> Template:
    """Return the words stored last, also where their day has not come."""
    return template_of(agency, kind, on=date.max)


def _initial(now: Template) -> dict[str, Any]:
    return {"lines": "\n".join(now.lines), "needs_seal": now.needs_seal, "since": timezone.localdate() + timedelta(1)}


def _changed(request: HttpRequest, agency: Agency, kind: str, form: TemplateForm) -> LetterTemplate:
    now = timezone.now()
    said = {"since": form.cleaned_data["since"], "needs_seal": form.cleaned_data["needs_seal"]}
    return change_template(
        agency, kind, form.paragraphs, **said, by=request.user, at=now, today=timezone.localdate(now)
    )


def _preview(agency: Agency, letter: LetterForm, form: TemplateForm) -> bytes:
    """Return a letter in these words, with gaps for what a case tells; raise Refused for words that spoil it."""
    refuse_on(template_findings(letter.lines, form.paragraphs))
    today = timezone.localdate()
    case = Case(agency=agency, number=_GAP, description=_GAP, arrival_date=today, receipt_date=today)
    told = dict.fromkeys(placeholders([*letter.lines, *letter.basis]), _GAP)
    remedies = ("（此处自动写入救济途径，按答复种类和当日的法律）",) if letter.is_reply else ()
    template = Template(tuple(form.paragraphs), form.cleaned_data["needs_seal"])
    known = {name: words for name, words in told.items() if name not in ("number", "receipt_date", "description")}
    return previewed(case, worded(case, letter.kind, known, on=today, remedies=remedies, template=template), on=today)


def _shown(request: HttpRequest, agency: Agency, letter: LetterForm, form: TemplateForm) -> HttpResponse:
    rows = LetterTemplate.objects.filter(agency=agency, kind=letter.kind).select_related("written_by").order_by("-pk")
    names = placeholders([*letter.lines, "{number}{receipt_date}{description}"])
    context = {
        "agency": agency,
        "letter": letter,
        "used_for": used_for(letter.kind, timezone.localdate()),
        "form": form,
        "versions": rows,
        "placeholders": [(f"{{{name}}}", PLACEHOLDERS[name]) for name in names],
    }
    status = HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK
    return render(request, "cases/office/template.html", context, status=status)
