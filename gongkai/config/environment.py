"""What the environment says about this installation, as plain values.

The docstring of settings.py lists the variables. Nothing here starts Django.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

_THIS_HOST = {"127.0.0.1", "localhost", "::1"}
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


def public_address(kept: Path) -> str:
    """Return what the public types (GONGKAI_PUBLIC_ADDRESS); where it is unset, what was served last.

    `kept` is where `gongkai serve` notes it, so that a command run beside it writes no other address into the pages.
    """
    served = kept.read_text("utf-8").strip() if kept.is_file() else "http://127.0.0.1:8000"
    return text("PUBLIC_ADDRESS", served).rstrip("/")


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
        "OPTIONS": {"options": "-c jit=off"},  # compiling a query costs more than any of ours takes
    }


def mail(url: str) -> dict[str, Any]:
    """Return Django's mail settings by GONGKAI_EMAIL, ``smtp://``, ``smtps://`` or ``file:/folder``; empty sends none.

    ``smtp://`` turns to TLS before anything is said (STARTTLS), except to this host itself.
    """
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    parts = urlsplit(url)
    if parts.scheme == "file" and parts.path:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": parts.path,
        }
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise BadSetting(
            "GONGKAI_EMAIL 应形如 smtp://用户:密码@主机:端口、smtps://用户:密码@主机:端口 或者 file:/文件夹。"
        )
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and parts.hostname not in _THIS_HOST,
        "EMAIL_TIMEOUT": 10,
    }


def mail_from(url: str, sender: str) -> str:
    """Return the address that letters come from, empty where none are sent; raise BadSetting where it is missing."""
    if url and not re.fullmatch(r"[^@\s]+@[^@\s]+", sender):
        raise BadSetting("设了 GONGKAI_EMAIL 的，要设 GONGKAI_EMAIL_FROM：发信的电子邮箱地址。")
    return sender if url else ""
