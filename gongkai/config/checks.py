"""What Django is to refuse about the settings of an installation before it serves anything."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

_OWN_SITES = ("xxgk.", "zfxxgk.", "zwgk.")  # 信息公开, 政府信息公开, 政务公开 as the name of a host


def no_site_of_its_own(**_: Any) -> list[CheckMessage]:
    """Return an error for each host name that makes a site of disclosure alone (国办公开办函〔2019〕61号)."""
    hosts = {urlsplit(settings.PUBLIC_ADDRESS).hostname or "", *settings.ALLOWED_HOSTS}
    separate = sorted(host for host in hosts if host.lower().lstrip(".").startswith(_OWN_SITES))
    return [
        Error(
            f"政府信息公开不得设立专门网站，不能用单独的域名 {host}（国办公开办函〔2019〕61号）。",
            hint="请用本机关网站的域名，专栏是其中的一个栏目；改 GONGKAI_PUBLIC_ADDRESS、GONGKAI_ALLOWED_HOSTS。",
            id="gongkai.E002",
        )
        for host in separate
    ]


def register_checks() -> None:
    """Have Django ask when it starts and on `manage check`."""
    register(no_site_of_its_own)
