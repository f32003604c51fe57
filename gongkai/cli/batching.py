"""`gongkai report batch`: a folder of reports to Parquet, on this machine or on a Dask cluster."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gongkai.cli.describing import AsJson, described
from gongkai.cli.following import INTERRUPTED, bar
from gongkai.cli.wording import reason_of, words

if TYPE_CHECKING:
    from gongkai.annualreport import Outcome, Readers, Rows

_HELP = words("help")


def batch_reports(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help=_HELP["folder"], show_default=False)],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="OUT", help=_HELP["parquet_out"], show_default=False)],
    cluster: Annotated[str, typer.Option(metavar="ADDRESS", help=_HELP["cluster"], show_default=False)] = "",
    seconds: Annotated[int, typer.Option(help=_HELP["seconds"], min=1)] = 60,
    as_json: AsJson = False,
) -> None:
    """Read and check a folder of reports to Parquet; exit 0, 2 where not one was read, 130 after Ctrl-C."""
    from gongkai import annualreport
    from gongkai.cli.terminal import say_error

    if not folder.is_dir():
        say_error(words("batch")["no_folder"].format(file=folder))
        raise typer.Exit(2)
    try:
        with _bar(folder) as advanced:
            outcome = annualreport.batch(folder, out, _readers(cluster, seconds), advanced)
    except OSError as error:
        say_error(words("message")["not_written"].format(file=out, reason=reason_of(error)))
        raise typer.Exit(2) from error
    _tell(outcome, as_json)


def _readers(cluster: str, seconds: int) -> Readers:
    from gongkai import annualreport

    if not cluster:
        return annualreport.LocalReaders(seconds=seconds)
    from gongkai.cli.cluster import joined_cluster

    return joined_cluster(cluster, seconds)


@contextmanager
def _bar(folder: Path) -> Iterator[Callable[[Rows], None]]:
    """Show a bar that tells how many came to what; give what moves it by one file."""
    from gongkai import annualreport

    statuses: Counter[str] = Counter()
    with bar(words("batch")["progress"], len(annualreport.files_in(folder))) as advance:

        def advanced(rows: Rows) -> None:
            statuses[rows.status] += 1
            advance(title=_counted(statuses))

        yield advanced


def _counted(statuses: Counter[str]) -> str:
    counts = (f"{name} {statuses[status]}" for status, name in words("status").items())
    return words("report")["list"].join(counts)


def _tell(outcome: Outcome, as_json: bool) -> None:
    from gongkai.cli.terminal import console, say_error, told, write_json

    label = words("batch")
    if as_json:
        write_json(outcome.as_dict())
    else:
        facts = outcome.as_dict() | {"counted": _counted(outcome.statuses)}
        console().print(told(label["done"].format(**facts)))
    if outcome.interrupted:
        say_error(label["partial"].format(done=outcome.done, files=outcome.files))
        raise typer.Exit(INTERRUPTED)
    if outcome.statuses.total() == outcome.statuses["unreadable"]:
        say_error(label["nothing"].format(files=outcome.files))
        raise typer.Exit(2)


def add_command(app: typer.Typer) -> None:
    """Register the command with `app`."""
    app.command("batch", **described("batch"))(batch_reports)
