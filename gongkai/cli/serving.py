"""`gongkai serve` and `gongkai demo`: the only commands that start the web rooms."""

from __future__ import annotations

from typing import Annotated

import typer

from gongkai.cli.describing import described
from gongkai.cli.wording import words

_HELP = words("help")

Host = Annotated[str, typer.Option(help=_HELP["host"])]
Port = Annotated[int, typer.Option(help=_HELP["port"], min=1, max=65535)]

LOCAL_HOST, LOCAL_PORT = "127.0.0.1", 8000


def serve(host: Host = LOCAL_HOST, port: Port = LOCAL_PORT) -> None:
    """Serve the site and run the background worker until stopped; exit with the server's code."""
    from gongkai.config.serving import serve as serve_site

    raise typer.Exit(serve_site(host, port))


def demo(host: Host = LOCAL_HOST, port: Port = LOCAL_PORT) -> None:
    """Build a fresh demo database, then serve it; exit with the server's code."""
    from gongkai.demo.door import build_demo

    build_demo()
    serve(host, port)


def add_commands(app: typer.Typer) -> None:
    """Register both commands with `app`."""
    for command in (demo, serve):
        app.command(command.__name__, **described(command.__name__))(command)
