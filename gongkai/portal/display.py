"""How somebody wants the pages shown: the size of the text (关怀版) and the colours, kept in a cookie of their own.

A page is the same for everybody, so that it can be kept as a file. It names one small style sheet,
which this room answers by the cookie: it sets the properties by which gongkai.css draws everything.
"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import conditional_page, require_http_methods, require_safe

COOKIE = "display"
COOKIE_SECONDS = 365 * 24 * 3600
TEXT = {"usual": "标准字号", "large": "大字号", "elder": "关怀版：更大的字、更大的按钮、单栏排列"}
COLOURS = {
    "system": "跟随设备的设置",
    "light": "浅色",
    "dark": "深色",
    "high": "高对比度：黑底，白字和黄字",
}
_USUAL, _SYSTEM = "usual", "system"
# The properties of gongkai.css that each choice sets; the usual ones set none.
_PROPERTIES = {
    "large": "--text-size:125%;",
    "elder": "--text-size:clamp(125%,1.05rem + 0.6vw,150%);--touch:3rem;--columns:minmax(0,1fr);"
    "--when-usual:none;--when-elder:inline-block;",
    "light": "color-scheme:light;--light:initial;--dark: ;--high: ;",
    "dark": "color-scheme:dark;--light: ;--dark:initial;--high: ;",
    "high": "color-scheme:dark;--light: ;--dark: ;--high:initial;",
}


class DisplayForm(forms.Form):
    """The choices; one that is not sent stays as it was."""

    text = forms.ChoiceField(label="文字", choices=list(TEXT.items()), widget=forms.RadioSelect, required=False)
    colours = forms.ChoiceField(label="颜色", choices=list(COLOURS.items()), widget=forms.RadioSelect, required=False)


@conditional_page
@require_safe
def display_css(request: HttpRequest) -> HttpResponse:
    """Return the style sheet of whoever asks, a few bytes; it needs no database."""
    properties = "".join(_PROPERTIES.get(value, "") for value in chosen(request).values())
    response = HttpResponse(f":root{{{properties}}}\n", content_type="text/css; charset=utf-8")
    patch_cache_control(response, private=True, no_cache=True)
    patch_vary_headers(response, ["Cookie"])
    return response


@csrf_exempt  # pages kept as files carry no token; another site could at most enlarge somebody's letters
@require_http_methods(["GET", "HEAD", "POST"])
def display(request: HttpRequest) -> HttpResponse:
    """Return the page with the choices (GET); keep what was chosen and go back to where it was pressed (POST)."""
    if request.method != "POST":
        form = DisplayForm(initial=chosen(request))
        return render(request, "portal/display.html", {"form": form, "back": _here(request, _referer(request))})
    form = DisplayForm(request.POST)
    if not form.is_valid():
        context = {"form": form, "back": _here(request, request.POST.get("back", ""))}
        return render(request, "portal/display.html", context, status=HTTPStatus.BAD_REQUEST)
    wanted = chosen(request) | {name: value for name, value in form.cleaned_data.items() if value}
    response = HttpResponseRedirect(_here(request, request.POST.get("back") or _referer(request)))
    response.status_code = HTTPStatus.SEE_OTHER
    _keep(response, wanted)
    return response


def chosen(request: HttpRequest) -> dict[str, str]:
    """Return what the cookie says of text and colours; what it does not say, or says wrongly, is as usual."""
    text, _, colours = request.COOKIES.get(COOKIE, "").partition(".")
    return {
        "text": text if text in TEXT else _USUAL,
        "colours": colours if colours in COLOURS else _SYSTEM,
    }


def _keep(response: HttpResponse, wanted: Mapping[str, str]) -> None:
    if (wanted["text"], wanted["colours"]) == (_USUAL, _SYSTEM):
        response.delete_cookie(COOKIE, samesite="Lax")
        return
    value = f"{wanted['text']}.{wanted['colours']}"
    response.set_cookie(COOKIE, value, max_age=COOKIE_SECONDS, samesite="Lax", httponly=True, secure=settings.HTTPS)


def _referer(request: HttpRequest) -> str:
    return request.headers.get("Referer", "")


def _here(request: HttpRequest, address: str) -> str:
    """Return the address if it is of this site and not the settings themselves, else that of the home page."""
    own = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if own and request.path not in address else "/"
