"""`gongkai links`: whether the addresses outside that pages lead to still answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gongkai.cli.batching import INTERRUPTED
from gongkai.cli.in_chinese import Group
from gongkai.cli.report import AsJson, described
from gongkai.cli.site import require_records, start_site
from gongkai.cli.wording import words

if TYPE_CHECKING:
    from gongkai.publishing.door import Trial

_HELP, _PANEL = words("help"), words("panel")

links = typer.Typer(
    cls=Group,
    help=_HELP["links"],
    epilog=_HELP["links_examples"],
    no_args_is_help=True,
    rich_markup_mode="rich",
    options_metavar=_PANEL["options_metavar"],
    subcommand_metavar=_PANEL["commands_metavar"],
)


@links.command("try", **described("links_try"))
def try_now(
    again: Annotated[bool, typer.Option("--all", metavar="", help=_HELP["links_all"])] = False,
    as_json: AsJson = False,
) -> None:
    """Try what is due now; exit 0, 1 where public pages lead to what does not open, 2 where nobody may be asked."""
    start_site()
    require_records()
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
        for trial in _followed(trials(addresses, now), len(addresses)):
            counted[trial.outcome] += 1
    except KeyboardInterrupt:
        return counted, len(addresses) - counted.total()
    return counted, 0


def _followed(tried: Iterator[Trial], total: int) -> Iterator[Trial]:
    """Yield each trial, and move a bar on standard error, where that is a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    errors = Console(stderr=True)
    with Progress(*columns, console=errors, disable=not errors.is_terminal) as progress:
        task = progress.add_task(words("links")["progress"], total=total)
        for trial in tried:
            yield trial
            progress.update(task, advance=1)


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
