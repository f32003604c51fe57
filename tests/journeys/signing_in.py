"""Staff who have signed in: by requests alone, once on each site, since the password is slow on purpose.

That signing in works on its page is what test_staff.py tries.
"""

from __future__ import annotations

import re

from playwright.sync_api import BrowserContext

from tests.journeys.demonstration import Site

LOGIN = "/admin/login/"
_begun: dict[tuple[str, str], list[dict[str, str]]] = {}  # the cookies of those who have signed in, by site and name


def sign_in(context: BrowserContext, site: Site, username: str) -> None:
    """Let whoever uses the browser's context be a member of the demonstration's staff, and nobody else."""
    context.clear_cookies()
    who = (site.address, username)
    if who not in _begun:
        _begin(context, site, username)
        _begun[who] = context.cookies()
    context.add_cookies(_begun[who])


def _begin(context: BrowserContext, site: Site, username: str) -> None:
    form = context.request.get(site.address + LOGIN).text()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form)[1]
    typed = {"username": username, "password": site.password, "csrfmiddlewaretoken": token}
    answer = context.request.post(site.address + LOGIN, form=typed, max_redirects=0)
    assert answer.status == 302, answer.text()
