"""`gongkai verify`: whether anybody tampered with what is kept here; and `gongkai keys`: changing the data keys."""

from __future__ import annotations

from typing import Any

import typer

from gongkai.cli.describing import AsJson, described, group
from gongkai.cli.site import start_site
from gongkai.cli.wording import words

_HELP = words("help")

keys = group("keys")


def verify(as_json: AsJson = False) -> None:
    """Verify everything; exit 0 where nothing was tampered with, 1 where something was, 2 where it cannot look."""
    start_site(bring_up_to_date=False, makes_none=True)  # a migration would put missing guards up again, unseen
    from gongkai.agencies.door import heads
    from gongkai.cli.terminal import write_json

    found = _found()
    chains = [f"{chain or '-'}:{last}:{digest}" for chain, last, digest in heads()]
    findings = [finding for _, told in found for finding in told]
    if as_json:
        write_json({"status": "tampered" if findings else "sound", "findings": findings, "heads": chains})
    else:
        _tell(found, chains)
    raise typer.Exit(1 if findings else 0)


def _found() -> list[tuple[str, list[dict[str, Any]]]]:
    """Return what each room finds; exit with 2 where personal data cannot be read, which is no sign of tampering."""
    from gongkai.agencies.door import MissingKey
    from gongkai.cli.terminal import say_error
    from gongkai.config.wiring import VERIFICATIONS

    try:
        return [(one.title, [one.rules.tell(finding) for finding in one.find()]) for one in VERIFICATIONS]
    except MissingKey:
        say_error(words("verify")["key_missing"])
        raise typer.Exit(2) from None


def _tell(found: list[tuple[str, list[dict[str, Any]]]], chains: list[str]) -> None:
    from gongkai.cli.findings_shown import show_findings
    from gongkai.cli.terminal import console, told

    label = words("verify")
    for title, findings in found:
        console().print(told(label["tampered" if findings else "sound"].format(title=title, count=len(findings))))
        show_findings(findings, None)
    console().print(told(label["heads"] if chains else label["empty"]))
    for chain in chains:
        console().print(told(f"  {chain}"), soft_wrap=True)


@keys.command("new", **described("keys_new"))
def new_key() -> None:
    """Print a fresh key."""
    from cryptography.fernet import Fernet

    print(Fernet.generate_key().decode())


@keys.command("rotate", **described("keys_rotate"))
def rotate_keys() -> None:
    """Encrypt all personal data anew with the newest key."""
    start_site()
    from gongkai.agencies.door import rotate
    from gongkai.cli.terminal import console, told

    for model, rows in rotate().items():
        console().print(told(words("verify")["rotated"].format(model=model, rows=rows)))


def add_commands(app: typer.Typer) -> None:
    """Register both with `app`."""
    app.command("verify", **described("verify"))(verify)
    app.add_typer(keys, name="keys")
