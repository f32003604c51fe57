"""What search engines are asked to leave alone."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from gongkai.portal.sitemap import information


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Return robots.txt: everything public may be found, by the site map; the staff's entrance not.

    Demonstrations are not shut out here: each of their pages asks not to be indexed, and that must be read.
    """
    lines = ["User-agent: *", f"Disallow: {reverse('wagtailadmin_home')}"]
    if information().exists():
        lines += ["", f"Sitemap: {settings.PUBLIC_ADDRESS}{reverse('sitemap')}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
