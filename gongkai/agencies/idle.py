"""A session nobody works in ends by itself."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

LAST_ACT = "last_act"
KEPT_FOR = 60  # seconds: how exact the last act is kept, to spare the database
# The editor asks these by itself while its window is open: that is no work.
BY_ITSELF = ("wagtailadmin_editing_sessions:ping", "wagtailadmin_dismissibles")


class EndIdleSessions:
    """The middleware that ends the session of staff who did nothing for IDLE_MINUTES."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: object) -> None:
        """End an idle session before the view runs; otherwise keep the time of this act."""
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
            return
        now, last = int(time.time()), request.session.get(LAST_ACT)
        if last and now - last > settings.IDLE_MINUTES * 60:
            logout(request)
            messages.info(request, f"您已有 {settings.IDLE_MINUTES} 分钟没有操作，为安全起见已退出，请重新登录。")
        elif request.resolver_match.view_name not in BY_ITSELF and now - (last or 0) > KEPT_FOR:
            request.session[LAST_ACT] = now
