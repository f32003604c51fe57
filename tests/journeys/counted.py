"""The settings of the demonstration that the browser tests open: each answer tells what it took (counting.py)."""

from __future__ import annotations

from gongkai.config.settings import *  # noqa: F403 - a settings module is those names
from gongkai.config.settings import MIDDLEWARE as _MIDDLEWARE

MIDDLEWARE = ["tests.journeys.counting.TellWhatItTook", *_MIDDLEWARE]
