"""`gongkai links`: whether the addresses outside that pages lead to still answer."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Any

import typer

from gongkai.cli.describing import AsJson, described, group
from gongkai.cli.following import INTERRUPTED, bar
from gongkai.cli.site import start_site
from gongkai.cli.wording import words

_HELP = words("help")

links = group("links")


@links.command("try", **described("links_try"))
def try_now(
    again: Annotated[bool, typer.Option("--all", metavar="", help=_HELP["links_all"])] = False,
    as_json: AsJson = False,
) -> None:
    """Try what is due now; exit 0, 1 where public pages lead to what does not open, 2 where nobody may be asked."""
    start_site(makes_none=True)
    from django.conf import settings

    from gongkai.cli.terminal import say_error

    if not settings.TRY_LINKS:
        say_error(words("links")["not_asked"])
        raise typer.Exit(2)
    counted, left = _tried(again)
    findings = _dead()
    _tell(counted, findings, as_json)
    if left:
        say_error(words("links")["partial"].format(done=counted.total(), left=left))
        raise typer.Exit(INTERRUPTED)
    raise typer.Exit(1 if findings else 0)


def _tried(again: bool) -> tuple[Counter[str], int]:
    """Return how many addresses came to what, and how many were left when Ctrl-C came; what was tried is kept."""
    from django.utils import timezone

    from gongkai.publishing.door import addresses_to_try, trials

    now = timezone.now()
    addresses = addresses_to_try(None if again else now)
    counted: Counter[str] = Counter()
    try:
        with bar(words("links")["progress"], len(addresses)) as advance:
            for trial in trials(addresses, now):
                counted[trial.outcome] += 1
                advance()
    except KeyboardInterrupt:
        return counted, len(addresses) - counted.total()
    return counted, 0


def _dead() -> list[dict[str, Any]]:
    """Return what public pages of any agency lead to in vain, told."""
    from django.utils import timezone

    from gongkai.agencies.door import Agency
    from gongkai.pages.door import AgencyPage
    from gongkai.publishing.door import RULES, link_findings

    today = timezone.localdate()
    agencies = Agency.objects.filter(pk__in=AgencyPage.objects.values("agency")).order_by("slug")
    return [RULES.tell(finding) for agency in agencies for _, finding in link_findings(agency, today)]


def _tell(counted: Counter[str], findings: list[dict[str, Any]], as_json: bool) -> None:
    from gongkai.cli.findings_shown import show_findings
    from gongkai.cli.terminal import console, told, write_json
    from gongkai.publishing.door import LinkOutcome

    numbers = {outcome.value: counted[outcome] for outcome in LinkOutcome}
    if as_json:
        write_json({"tried": counted.total(), **numbers, "findings": findings})
        return
    console().print(told(words("links")["done"].format(tried=counted.total(), **numbers)))
    console().print(told(words("links")["dead" if findings else "sound"].format(count=len(findings))))
    show_findings(findings, None)


def add_commands(app: typer.Typer) -> None:
    """Register the group."""
    app.add_typer(links, name="links")
