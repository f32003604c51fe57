"""A form that arrives without its credentials: nobody is signed in any more, or the token of the page is an old one.

What was typed is not thrown away: the answer carries it, and it is sent again by a button. Nothing is stored.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme

from gongkai.pages.door import parts_of_address

_TOKEN = "csrfmiddlewaretoken"


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token does not fit (403): it may be sent again, if it was one of our own pages."""
    office = request.path.startswith(reverse("wagtailadmin_home"))
    if office and request.user.is_anonymous:
        return signed_out(request)
    home = reverse("wagtailadmin_home") if office else reverse("wagtail_serve", args=[""])
    return _answer(request, "portal/office_expired.html" if office else "403_csrf.html", home)


def signed_out(request: HttpRequest) -> HttpResponse:
    """Answer a form of the back office that nobody is signed in for (403): sign in beside it, then send again."""
    return _answer(request, "portal/office_signed_out.html", reverse("wagtailadmin_home"))


def _answer(request: HttpRequest, template: str, home: str) -> HttpResponse:
    back = _came_from(request) or home
    context: dict[str, Any] = {
        "typed": typed(request),
        "has_files": any(request.FILES.values()),
        "here": request.get_full_path(),
        "back": back,
        "sign_in": f"{reverse('wagtailadmin_login')}?{urlencode({'next': back})}",
    }
    answer = render(request, template, context, status=403)
    add_never_cache_headers(answer)
    return answer


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the fields of the form to send again; none where another site may have made it, or at the entrance."""
    if not _is_ours(request) or _at_the_entrance(request):
        return []
    fields = [(name, value) for name, values in request.POST.lists() for value in values]
    return [(name, value) for name, value in fields if name != _TOKEN and "password" not in name]


def _at_the_entrance(request: HttpRequest) -> bool:
    return request.path.startswith((reverse("wagtailadmin_login"), reverse("second_factor:verify")))


def _is_ours(request: HttpRequest) -> bool:
    """Return whether the browser says that one of our own pages sent the form."""
    said = request.headers.get("Origin") or request.headers.get("Referer", "")
    parts = parts_of_address(said)
    return f"{parts.scheme}://{parts.netloc}" in {
        f"{request.scheme}://{request.get_host()}",
        *settings.CSRF_TRUSTED_ORIGINS,
    }


def _came_from(request: HttpRequest) -> str:
    """Return the address on this site of the page that sent the form; empty where there is none."""
    parts = parts_of_address(request.headers.get("Referer", ""))
    if parts.netloc != request.get_host() or parts.path.startswith("//"):
        return ""
    path = parts.path if url_has_allowed_host_and_scheme(parts.path, None) else ""  # //host/ leads elsewhere
    return path + (f"?{parts.query}" if path and parts.query else "")
