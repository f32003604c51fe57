"""The WSGI application inside a server process that `serving` started: it ends when its parent does."""

from __future__ import annotations

import ctypes
import os
import signal

_DIE_WITH_PARENT = 1  # prctl


def _end_with_parent() -> None:
    """Ask the kernel for a SIGTERM when the parent is gone: a killed parent could not pass one on."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_DIE_WITH_PARENT, signal.SIGTERM)
    if os.getppid() == 1:  # it went before we asked
        raise SystemExit(1)


if hasattr(ctypes.CDLL(None), "prctl"):
    _end_with_parent()

from gongkai.config.wsgi import application  # noqa: E402 - Django starts only in a process that will end

__all__ = ["application"]
