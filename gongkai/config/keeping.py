"""Public pages are kept as files while the site is served: written behind each act, and what is left by a thread."""

from __future__ import annotations

import logging
import threading

from django.conf import settings
from django.db import close_old_connections
from django.http import HttpRequest, HttpResponse
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.security import SecurityMiddleware

from gongkai.config.bodies import Application
from gongkai.config.headers import ContentSecurityPolicy, permissions_policy
from gongkai.pages.door import KeptPages, begin_where_foreign, keep_here, write_everything_stale, write_manifest

logger = logging.getLogger(__name__)

EVERY_SECONDS = 20


def serve_kept(application: Application) -> Application:
    """Return the application with the kept pages before it, and begin to keep them; itself where they are not kept."""
    if not settings.KEEP_PAGES:
        return application
    keep_here()
    threading.Thread(target=_keep, name="keeper", daemon=True).start()
    scheme = "https" if settings.HTTPS else ""
    return KeptPages(application, settings.KEPT_PAGES, headers=headers_of_a_page(), scheme=scheme)


def headers_of_a_page() -> list[tuple[str, str]]:
    """Return what our middlewares put on every public page, whatever it says."""
    request = HttpRequest()
    request.path = request.path_info = "/"
    request.META = {"SERVER_NAME": "localhost", "SERVER_PORT": "443", "wsgi.url_scheme": "https"}
    request._get_scheme = lambda: "https"  # type: ignore[method-assign]  # a request made here came by no connection
    answer = XFrameOptionsMiddleware(lambda _: HttpResponse())
    for middleware in (permissions_policy, ContentSecurityPolicy, SecurityMiddleware):
        answer = middleware(answer)
    told = dict(answer(request).headers)
    return [(name, value) for name, value in told.items() if name != "Content-Type"]


def _keep() -> None:
    pause = threading.Event()
    while True:
        keep_once()
        pause.wait(EVERY_SECONDS)


def keep_once() -> None:
    """Begin the folder anew where another installation wrote it, then write what is marked; a failure is logged."""
    close_old_connections()
    try:
        if begin_where_foreign():
            logger.debug("kept pages: begun anew")
        done = write_everything_stale()
        write_manifest()
        if done.files or done.failed:
            logger.debug("kept pages: %d written, %d not", done.files, done.failed)
    except Exception:
        logger.exception("public pages could not be kept as files")
    finally:
        close_old_connections()
