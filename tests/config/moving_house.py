"""Runs `gongkai` commands one after the other in one process and prints how each ended and what it said.

Run by test_backup.py with a database of its own; each argument is a command, its words parted by tabs.
``seal`` is none of gongkai's: it makes an entry in the log, a file of an upload and a kept page.
"""

from __future__ import annotations

import io
import json
import sys
from contextlib import redirect_stderr, redirect_stdout

import django

django.setup()

from django.conf import settings  # noqa: E402 - the settings can be read only now

from gongkai.agencies.door import data_keys, record  # noqa: E402 - models can be imported only now
from gongkai.cli import main  # noqa: E402 - the command line comes after the rest


def seal() -> int:
    """Leave something of each kind that a backup holds."""
    record("seal", agency=None, by=None, subject="box:1")
    data_keys()
    for folder, name in ((settings.MEDIA_ROOT, "附件/甲.txt"), (settings.KEPT_PAGES, "a/index.html")):
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_text("甲", "utf-8")
    return 0


def ended(command: list[str]) -> tuple[int, str]:
    """Return the exit code of a command and all that it wrote."""
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        code = seal() if command == ["seal"] else main(command)
    return code, said.getvalue()


if __name__ == "__main__":
    json.dump([ended(argument.split("\t")) for argument in sys.argv[1:]], sys.stdout)
