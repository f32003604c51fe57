"""Which version of the program this is."""

from __future__ import annotations

import tomllib
from pathlib import Path


def program_version() -> str:
    """Return the version of the source tree, or of the installed package where there is no tree."""
    from importlib.metadata import version

    project = Path(__file__).parents[2] / "pyproject.toml"
    if project.is_file():
        return str(tomllib.loads(project.read_text("utf-8"))["project"]["version"])
    return version("gongkai")
