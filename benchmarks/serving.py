"""A page kept as a file: through nginx, through our own server, and the same page drawn by Django, in one run.

    .venv/bin/python -m benchmarks.serving [SECONDS]

The demonstration is served; one of its pages is asked for again and again over open connections, several requests
under way on each, so that whoever asks is not what is measured. nginx runs with the example of docs/deployment.md, and
beside it serves a plain folder with a file of the same size. Nothing is compressed: Django pads what it compresses by
chance, so that no two answers are of one length. Each way is asked in turn, three times; medians are told.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from typing import NamedTuple

from tests.demo.programs import clean_environment
from tests.prepared import built_demonstration

SERVE = "import sys; from gongkai.config.serving import serve; sys.exit(serve('127.0.0.1', int(sys.argv[1])))"
EXAMPLE = re.search(r"```nginx\n(.*?)```", Path("docs/deployment.md").read_text("utf-8"), re.DOTALL)[1]
PAGE = "/yiyang/"
CONNECTIONS, UNDER_WAY = 4, 16
ROUNDS = 3
BUFFER = 1 << 18


class Way(NamedTuple):
    """A way to the page."""

    name: str
    port: int
    address: str


def main(seconds: float) -> None:
    """Serve, ask, tell."""
    with ExitStack() as everything:
        folder = Path(everything.enter_context(tempfile.TemporaryDirectory()))
        ours, plain, proxy = (_free_port() for _ in range(3))
        page = everything.enter_context(_ours(folder, ours))
        everything.enter_context(_nginx(folder, plain, proxy, ours, page))
        ways = [
            Way("nginx, a plain file of the same size", plain, "/"),
            Way("nginx, the kept page", proxy, PAGE),
            Way("our server, the kept page", ours, PAGE),
            Way("our server, drawn by Django", ours, f"{PAGE}?drawn"),
        ]
        rates = {way: [] for way in ways}
        for way in ways * ROUNDS:
            rates[way].append(_rate(way, seconds))
        _tell(rates, len(page.read_bytes()))


def _tell(rates: dict[Way, list[float]], size: int) -> None:
    middle = {way.name: median(found) for way, found in rates.items()}
    *_, drawn = middle.values()
    first = next(iter(middle.values()))
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    sys.stdout.write(f"{size:,} bytes; load of the machine {load}; {os.cpu_count()} cores\n")
    for way, found in rates.items():
        rate = middle[way.name]
        sys.stdout.write(
            f"{way.name:40} {rate:10,.0f}/s ({min(found):,.0f}-{max(found):,.0f})"
            f"  {rate / first:6.2f} of plain nginx  {rate / drawn:8.1f} x drawn\n"
        )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _running(command: list[str], **more: object) -> Iterator[None]:
    process = subprocess.Popen(command, **more)
    try:
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


@contextmanager
def _ours(folder: Path, port: int) -> Iterator[Path]:
    """Serve the demonstration; yield the kept page once it is there."""
    shutil.copytree(built_demonstration()[0], folder / "var")
    page = folder / "var/pages" / PAGE.strip("/") / "index.html"
    address = f"http://127.0.0.1:{port}"
    settings = clean_environment(folder / "var", GONGKAI_PUBLIC_ADDRESS=address)
    with _running([sys.executable, "-c", SERVE, str(port)], env=settings, stdout=subprocess.DEVNULL):
        _until((folder / "var/pages/manifest.sha256").exists)  # written behind all pages
        yield page


@contextmanager
def _nginx(folder: Path, plain: int, proxy: int, ours: int, page: Path) -> Iterator[None]:
    (folder / "plain").mkdir()
    shutil.copy(page, folder / "plain/index.html")
    shutil.copy(page.with_name("index.html.gz"), folder / "plain/index.html.gz")
    example = EXAMPLE.replace("listen 80;", f"listen 127.0.0.1:{proxy};").replace("listen [::]:80;", "")
    example = example.replace("127.0.0.1:8000", f"127.0.0.1:{ours}").replace(
        "/srv/gongkai/pages", str(folder / "var/pages")
    )
    server = f"server {{ listen 127.0.0.1:{plain}; root {folder}/plain; gzip_static on; charset utf-8; }}"
    own = "".join(f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    user = "user root;" if os.getuid() == 0 else ""  # the folder is its owner's alone
    (folder / "nginx.conf").write_text(
        f"{user} pid {folder}/pid; worker_processes auto; daemon off; error_log stderr; events {{}}\n"
        f"http {{ include /etc/nginx/mime.types; access_log off; keepalive_requests 100000000; {own}\n"
        f"{example}\n{server} }}\n"
    )
    with _running(["nginx", "-c", str(folder / "nginx.conf"), "-p", str(folder)]):
        _until(lambda: _answers(plain) and _answers(proxy))
        yield


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _until(is_so: Callable[[], bool], *, patience: float = 600) -> None:
    """Wait until something is so."""
    end = time.monotonic() + patience
    while not is_so():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.2)


def _rate(way: Way, seconds: float) -> float:
    """Return how many answers a second came by that way, over CONNECTIONS connections."""
    counts: list[int] = []
    end = time.monotonic() + seconds
    threads = [threading.Thread(target=lambda: counts.append(_asked(way, end))) for _ in range(CONNECTIONS)]
    began = time.monotonic()
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return sum(counts) / (time.monotonic() - began)


def _asked(way: Way, end: float) -> int:
    """Return how many answers one connection got until `end`; raise where one is not the page, whole."""
    request = f"GET {way.address} HTTP/1.1\r\nHost: 127.0.0.1:{way.port}\r\n\r\n".encode()
    buffer = bytearray(BUFFER)
    with socket.create_connection(("127.0.0.1", way.port)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.sendall(request)
        length = _length(connection)
        done, several = 1, request * UNDER_WAY
        while time.monotonic() < end:
            connection.sendall(several)
            wanted = length * UNDER_WAY
            while wanted > 0:
                got = connection.recv_into(buffer, min(BUFFER, wanted))
                if not got:
                    raise ConnectionError(way.name)
                if wanted == length * UNDER_WAY and not buffer.startswith(b"HTTP/1.1 200"):
                    raise ValueError(way.name)
                wanted -= got
            done += UNDER_WAY
    return done


def _length(connection: socket.socket) -> int:
    """Return how long one whole answer is, head and body; raise where it is none with 200."""
    head, _, body = b"", b"", b""
    while b"\r\n\r\n" not in head:
        head += connection.recv(BUFFER)
    head, _, body = head.partition(b"\r\n\r\n")
    found = re.search(rb"(?i)\r\ncontent-length: (\d+)", head)
    if not head.startswith(b"HTTP/1.1 200") or not found:
        raise ValueError(head.decode("latin-1"))
    while len(body) < int(found[1]):
        body += connection.recv(BUFFER)
    return len(head) + 4 + int(found[1])


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 5)
