"""How long work is followed: on standard error, where that is a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

INTERRUPTED = 130  # what a shell expects of a program that Ctrl-C ended
MANY_FILES = 20  # from here on a bar is shown, and only files with something to say in full


@contextmanager
def bar(title: str, total: int | None) -> Iterator[Callable[..., None]]:
    """Show a bar; give what moves it on by so many (1), and may give it another title."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    errors = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=errors, disable=not errors.is_terminal) as progress:
        task = progress.add_task(title, total=total)

        def advance(many: int = 1, title: str | None = None) -> None:
            progress.update(task, advance=many, description=title)

        yield advance


def followed(files: list[Path], title: str) -> Iterator[Path]:
    """Yield the files; where they are many a bar follows them."""
    import sys

    if len(files) <= MANY_FILES or not sys.stderr.isatty():
        yield from files
        return
    from rich.console import Console
    from rich.progress import track

    # without a thread that draws it: files are read in a copy of this process, which must have one thread
    yield from track(files, title, auto_refresh=False, console=Console(stderr=True), transient=True)
