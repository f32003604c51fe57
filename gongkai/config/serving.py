"""Serving the site: granian in the foreground, until a signal ends it."""

from __future__ import annotations

import errno
import fcntl
import multiprocessing
import os
import socket
import sys
import threading
import time
from contextlib import closing
from typing import IO

from gongkai.config import environment

THREADS = 32  # a request waits for its database, a slow upload for its sender: many more than cores


def serve(host: str, port: int) -> int:
    """Serve the site on `host`:`port` until interrupted; return the exit code.

    Brings the database up to date first. 1 where the settings, the port or the database
    forbid it; the reason goes to standard error in Chinese.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
    if not environment.text("PUBLIC_ADDRESS"):  # the address on the pages is then the one that is served
        os.environ["GONGKAI_PUBLIC_ADDRESS"] = f"http://{_shown(_reached_at(host))}:{port}"
    problem = _problem_with_settings() or _problem_with_address(host, port)
    if problem:
        sys.stderr.write(f"错误：{problem}\n")
        return 1
    _bring_up_to_date()
    _note_address()
    held = _hold_data_folder()
    threading.Thread(target=_tell_once_it_answers, args=(host, port), daemon=True).start()
    _run(host, port)
    if held:
        held.close()
    return 0


def _tell_once_it_answers(host: str, port: int) -> None:
    """Say where the site is as soon as something listens there: the web process takes a while to start."""
    while True:
        try:
            socket.create_connection((_reached_at(host), port), timeout=5).close()
        except OSError:
            time.sleep(0.2)
        else:
            break
    sys.stdout.write(f"已在 http://{_shown(host)}:{port}/ 提供服务，按 Ctrl+C 停止。\n")
    sys.stdout.flush()


def _problem_with_settings() -> str:
    from django.conf import settings

    if settings.HAS_SECRET_KEY:
        return _problem_with_data_keys()
    return (
        "还没有密钥，不能对外服务。请设置环境变量 GONGKAI_SECRET_KEY（一串不少于 50 个字符的随机字母数字，"
        "换机器时一并带走）；只是试用，请运行 gongkai demo。"
    )


def _problem_with_data_keys() -> str:
    """Return why personal data could not be kept safely: several machines must not each make up a key."""
    from django.conf import settings

    embedded = settings.DATABASES["default"]["NAME"] == settings.EMBEDDED_DATABASE
    if embedded or settings.DATA_KEYS or settings.DATA_KEYS_FILE.is_file():
        return ""
    return (
        "还没有加密个人信息的密钥。请用 gongkai keys new 生成一个，设为环境变量 GONGKAI_DATA_KEYS，"
        "连接同一数据库的每台机器都用同一个，并与数据库备份分开妥善保管：丢失后个人信息无法恢复。"
    )


def _problem_with_address(host: str, port: int) -> str:
    """Return why the address cannot be served on, empty where it can."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, _, _, address = found[0]
        with closing(socket.socket(family, kind)) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            return f"端口 {port} 已被别的程序占用。请停止那个程序，或换一个端口：--port {port + 1}"
        return f"不能在 {host}:{port} 上提供服务：{error.strerror}。"
    return ""


def _bring_up_to_date() -> None:
    import django

    django.setup()
    sys.stdout.write("正在核对并更新数据库，新装时要几分钟……\n")
    sys.stdout.flush()
    from django.core.cache import caches
    from django.core.management import call_command
    from django.db import connections

    from gongkai.agencies.door import keep_private
    from gongkai.pages.door import fill_empty_index

    keep_private()
    call_command("migrate", verbosity=0)
    fill_empty_index()
    caches["downloads"].clear()  # this software may write them otherwise than the one before
    connections.close_all()  # the server opens its own


def _note_address() -> None:
    """Keep the address on the pages for commands run without it, such as `gongkai pages rebuild` from a timer."""
    from django.conf import settings

    (settings.DATA_DIR / "served-address").write_text(f"{settings.PUBLIC_ADDRESS}\n", "utf-8")


def _hold_data_folder() -> IO[str] | None:
    """Hold the folder of the embedded database, so that no demonstration is rebuilt under a running server."""
    from django.conf import settings

    if settings.DATABASES["default"]["NAME"] != settings.EMBEDDED_DATABASE:
        return None
    lock: IO[str] = (settings.DATA_DIR / "in-use").open("a")
    fcntl.flock(lock, fcntl.LOCK_SH)
    return lock


def _run(host: str, port: int) -> None:
    # A fork has no threads but the one that forks: what sets PDFs would wait for its own for ever.
    multiprocessing.set_start_method("spawn", force=True)
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "gongkai.config.worker:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=environment.number("WORKERS", 1),
        blocking_threads=THREADS,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        log_level=LogLevels.error,
        process_name=None,
    ).serve()


def _reached_at(host: str) -> str:
    """Return the host under which this machine reaches what listens on `host`."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - read, not listened on


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host
