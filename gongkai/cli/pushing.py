"""`gongkai platform`: what the shared platform has not taken, and sending it at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from gongkai.cli.building import agency_called
from gongkai.cli.describing import AsJson, described, group
from gongkai.cli.following import bar
from gongkai.cli.site import start_site
from gongkai.cli.wording import words

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency

_HELP = words("help")

platform = group("platform")
OneAgency = Annotated[str, typer.Option("--agency", metavar="SLUG", help=_HELP["platform_agency"], show_default=False)]


@platform.command("status", **described("platform_status"))
def status(agency: OneAgency = "", as_json: AsJson = False) -> None:
    """Show how the sending stands; exit 0 where all has arrived, 1 where not, 2 without records or such an agency."""
    start_site(bring_up_to_date=False, makes_none=True)
    from gongkai.cli.terminal import write_json
    from gongkai.portal.door import standing_of

    standings = [standing_of(one) for one in _agencies(agency)]
    if as_json:
        write_json({"agencies": standings})
    for standing in () if as_json else standings:
        _tell(standing)
    raise typer.Exit(1 if any(one["not_arrived"] for one in standings) else 0)


@platform.command("push", **described("platform_push"))
def push(
    agency: OneAgency = "",
    refused: Annotated[bool, typer.Option("--refused", metavar="", help=_HELP["platform_refused"])] = False,
) -> None:
    """Send at once what waits; exit 0 where all has arrived, 1 where not, 2 where no agency is connected."""
    start_site(makes_none=True)
    from gongkai.cli.terminal import console, say_error, told
    from gongkai.portal.door import standing_of

    agencies = [one for one in _agencies(agency) if standing_of(one)["connected"]]
    if not agencies:
        say_error(words("platform")["none_connected"])
        raise typer.Exit(2)
    arrived = _push(agencies, refused=refused)
    standings = [standing_of(one) for one in agencies]
    left = sum(len(one["not_arrived"]) for one in standings)
    console().print(told(words("platform")["pushed"].format(arrived=arrived, left=left)))
    for standing in standings if left else ():
        _tell(standing)
    raise typer.Exit(1 if left else 0)


def _agencies(slug: str) -> list[Agency]:
    from gongkai.agencies.door import Agency

    return [agency_called(slug)] if slug else list(Agency.objects.order_by("slug"))


def _push(agencies: list[Agency], *, refused: bool) -> int:
    """Send, and let a bar follow what arrives; return how much did."""
    from django.utils import timezone

    from gongkai.portal.door import push_now, standing_of

    total = sum(len(standing_of(one)["not_arrived"]) for one in agencies)
    with bar(words("platform")["progress"], total) as advance:
        return push_now(agencies, refused=refused, at=timezone.now, arrived=advance)


def _tell(standing: dict[str, Any]) -> None:
    from gongkai.cli.terminal import console, told

    label = words("platform")
    state = label["connected" if standing["connected"] else "not_connected"].format(address=standing["address"])
    console().print(told(label["head"].format(**{**standing, "state": state})), soft_wrap=True)
    for one in standing["not_arrived"]:
        reason = label["reason"].format(reason=one["reason"]) if one["reason"] else ""
        facts = {**one, "since": one["since"][:16].replace("T", " "), "label": label[one["state"]], "reason": reason}
        console().print(told(label["line"].format(**facts)), soft_wrap=True)


def add_commands(app: typer.Typer) -> None:
    """Register the group."""
    app.add_typer(platform, name="platform")
