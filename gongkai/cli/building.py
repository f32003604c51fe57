"""`gongkai yearend build`: an agency's annual report of a year, from its records (Reg. art. 49-50)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from gongkai.cli.describing import AsJson, described, group
from gongkai.cli.wording import words

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency
    from gongkai.yearend.door import Built

_HELP = words("help")

app = group("yearend")


@app.command("build", **described("yearend_build"))
def build_report(
    agency: Annotated[str, typer.Option(metavar="SLUG", help=_HELP["build_agency"], show_default=False)],
    year: Annotated[int, typer.Option(metavar="YYYY", help=_HELP["build_year"], show_default=False)],
    as_json: AsJson = False,
) -> None:
    """Show the report that the records give; exit 0 where it is free of errors, 1 where not, 2 where there is none."""
    from gongkai.cli.site import start_site
    from gongkai.cli.terminal import say_error, write_json

    start_site()
    from gongkai.statute import LawUnknown
    from gongkai.yearend.door import build

    try:
        built = build(agency_called(agency), year)
    except LawUnknown as refusal:
        say_error(str(refusal))
        raise typer.Exit(2) from refusal
    if as_json:
        write_json(built.as_dict())
    else:
        _show(built)
    raise typer.Exit(1 if built.status == "errors" else 0)


def agency_called(slug: str) -> Agency:
    """Return the agency; exit with 2 where there is none of that name."""
    from gongkai.agencies.door import Agency
    from gongkai.cli.terminal import say_error

    found = Agency.objects.filter(slug=slug).first()
    if found is None:
        known = words("report")["list"].join(Agency.objects.values_list("slug", flat=True))
        say_error(words("yearend")["no_agency"].format(slug=slug, known=known))
        raise typer.Exit(2)
    return found


def _show(built: Built) -> None:
    from gongkai.cli.report_shown import show_report
    from gongkai.cli.terminal import console, told

    show_report(built.report, words("yearend")["from_records"], built.told())
    for figure, counted in built.figures.items():
        line = words("yearend")["figure"].format(
            label=built.label_of(figure), value=counted.value, records=counted.records, figure=figure
        )
        console().print(told(line))
