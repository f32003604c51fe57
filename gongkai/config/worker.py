"""The WSGI application inside a server process that `serving` started: it ends when its parent does."""

from __future__ import annotations

import atexit
import ctypes
import multiprocessing
import os
import signal
import time
from typing import Any

from gongkai.apart import clear_left_behind
from gongkai.config.wsgi import application as rendered

__all__ = ["application"]

_DIE_WITH_PARENT = 1  # prctl

# A parent that was killed passes no signal on, and its port would stay taken: the kernel does it.
if prctl := getattr(ctypes.CDLL(None), "prctl", None):
    prctl(_DIE_WITH_PARENT, signal.SIGTERM)

# The server's own threads run on while an interpreter is taken down, and what wakes in one that is gone aborts the
# process. A forked process is spared it; this one is spawned and ends as a forked one would. Nobody reads its code.
if multiprocessing.parent_process() is not None:  # whoever else imports this module ends with a code of his own
    atexit.register(os._exit, 0)


def _begin() -> Any:
    """Start the clockwork; return the application with the pages kept as files before it."""
    from gongkai.config import clockwork, keeping  # their rooms can be imported once the application is there
    from gongkai.config.bodies import BoundedBodies
    from gongkai.config.serving import THREADS

    clockwork.start()
    return keeping.serve_kept(BoundedBodies(rendered, most=THREADS // 2))


clear_left_behind(time.time())  # what a server that was killed had in hand of strangers' files

application = _begin()
