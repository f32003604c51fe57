"""What search engines are asked to leave alone."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Return robots.txt: everything public may be found, the staff's entrance not."""
    lines = ("User-agent: *", f"Disallow: {reverse('wagtailadmin_home')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
