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
    """Verify everything; exit 0 where nothing was tampered with, 1 where something was, 2 without records."""
    start_site(bring_up_to_date=False, makes_none=True)  # a migration would put missing guards up again, unseen
    from gongkai.agencies.door import heads
    from gongkai.cli.terminal import write_json
    from gongkai.config.wiring import VERIFICATIONS

    found = [(one.title, [one.rules.tell(finding) for finding in one.find()]) for one in VERIFICATIONS]
    chains = [f"{chain or '-'}:{last}:{digest}" for chain, last, digest in heads()]
    findings = [finding for _, told in found for finding in told]
    if as_json:
        write_json({"status": "tampered" if findings else "sound", "findings": findings, "heads": chains})
    else:
        _tell(found, chains)
    raise typer.Exit(1 if findings else 0)


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
