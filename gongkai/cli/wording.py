"""The Chinese words of the command line, from ``data/wording.toml``."""

from __future__ import annotations

import errno
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def words(group: str) -> Mapping[str, str]:
    """Return one group of words: ``help``, ``status``, ``how`` …; raise KeyError where there is none."""
    return _all_words()[group]


def reason_of(error: OSError) -> str:
    """Return in Chinese why a file could not be opened or written; the system's own words for what is rare."""
    name = errno.errorcode.get(error.errno or 0, "")
    return words("reason").get(name, error.strerror or str(error))


@cache
def _all_words() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(files("gongkai.cli").joinpath("data/wording.toml").read_text("utf-8"))
