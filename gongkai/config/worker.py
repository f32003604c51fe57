"""The WSGI application inside a server process that `serving` started: it ends when its parent does."""

from __future__ import annotations

import ctypes
import signal
import time

from gongkai.apart import clear_left_behind
from gongkai.config.wsgi import application

__all__ = ["application"]

_DIE_WITH_PARENT = 1  # prctl

# A parent that was killed passes no signal on, and its port would stay taken: the kernel does it.
if prctl := getattr(ctypes.CDLL(None), "prctl", None):
    prctl(_DIE_WITH_PARENT, signal.SIGTERM)


def _begin_the_clockwork() -> None:
    from gongkai.config import clockwork  # its rooms can be imported once the application is there

    clockwork.start()


clear_left_behind(time.time())  # what a server that was killed had in hand of strangers' files

_begin_the_clockwork()
