"""What the environment says about this installation, as plain values.

The docstring of settings.py lists the variables. Nothing here starts Django.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

PROJECT = Path(__file__).resolve().parents[2]


class BadSetting(SystemExit):
    """An environment variable that cannot be understood: the program ends with 1 and says which."""


def text(name: str, default: str = "") -> str:
    """Return the variable `GONGKAI_<name>`, or `default` where it is unset or blank."""
    return os.environ.get(f"GONGKAI_{name}", "").strip() or default


def flag(name: str) -> bool:
    """Return True where `GONGKAI_<name>` is ``1``."""
    return text(name) == "1"


def listed(name: str, default: str = "") -> list[str]:
    """Return the comma-separated values of `GONGKAI_<name>`."""
    return [value.strip() for value in text(name, default).split(",") if value.strip()]


def number(name: str, default: int) -> int:
    """Return `GONGKAI_<name>` as a positive whole number; raise BadSetting on anything else."""
    value = text(name, str(default))
    if not value.isdecimal() or not int(value):
        raise BadSetting(f"GONGKAI_{name} 应为正整数，现为“{value}”。")
    return int(value)


def data_dir() -> Path:
    """Return the folder of the embedded database and the generated key (GONGKAI_DATA_DIR)."""
    return Path(text("DATA_DIR", str(PROJECT / "var"))).expanduser().resolve()


def secret_key(kept: Path, *, debug: bool) -> str:
    """Return the secret key, empty where there is none: then nothing may be served.

    The variable comes first, then the file `kept`, which `gongkai demo` generates; while
    debugging a throw-away key will do.
    """
    if key := text("SECRET_KEY"):
        return key
    if kept.is_file():
        return kept.read_text("ascii").strip()
    return secrets.token_urlsafe(48) if debug else ""


def database(embedded: Path) -> dict[str, Any]:
    """Return Django's database dict: PostgreSQL by GONGKAI_DATABASE_URL, else SQLite in the file `embedded`."""
    url = text("DATABASE_URL")
    return _postgresql(url) if url else _sqlite(embedded)


def _sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            # A writer takes its lock at once, so that two of them queue instead of failing half-way.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # NORMAL may lose the last commits at a power cut; an accepted application must not be lost.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        },
    }


def _postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"} or len(parts.path) < 2:
        raise BadSetting("GONGKAI_DATABASE_URL 应形如 postgresql://用户:密码@主机:端口/库名。")
    given: Mapping[str, Any] = {
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
    }
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        **given,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
