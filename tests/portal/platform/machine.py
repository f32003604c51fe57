"""A shared platform on this machine, and an agency that is connected to it."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from django.utils import timezone

from gongkai.portal.door import deliver_due
from gongkai.portal.models import PlatformConnection
from gongkai.portal.platform.signing import HMAC, new_private_key, public_key_of
from gongkai.publishing.door import publish_imported
from tests.publishing.examples import a_person, information
from tests.yearend.examples import BATCH

MINUTE = timedelta(minutes=1)
SECRET = "the common secret of platform and agency"
EXAMPLE = Path(__file__).parents[3] / "docs" / "examples" / "platform_receiver.py"
Answer = Callable[[str, dict[str, str], bytes], tuple[int, object]]


def the_example():
    spec = importlib.util.spec_from_file_location("platform_receiver", EXAMPLE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Platform:
    """A platform on this machine: `answers` is asked first, then the receiver of the documentation."""

    def __init__(self, port: int) -> None:
        self.host, self.address = f"127.0.0.1:{port}", f"http://127.0.0.1:{port}/receive"
        self.receiver = the_example().Receiver({})
        self.seen: list[dict] = []
        self.answers: list[Answer] = []

    def take(self, headers: dict[str, str], body: bytes) -> tuple[int, object]:
        self.seen.append(json.loads(body))
        if self.answers:
            return self.answers.pop(0)(self.address, headers, body)
        return self.receiver.answer(self.address, headers, body)


@contextmanager
def a_platform() -> Iterator[Platform]:
    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, told = platform.take(dict(self.headers), body)
            self.send_response(status)
            if status == 302:
                self.send_header("Location", platform.address)
            self.end_headers()
            self.wfile.write(told if isinstance(told, bytes) else json.dumps(told).encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    platform = Platform(server.server_port)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield platform
    server.shutdown()
    server.server_close()
    thread.join()


def a_published_page(section, **changes):
    page = section.add_child(instance=information(index_number=changes.get("slug", "first"), **changes))
    by = a_person("importer")
    return publish_imported(page, publication_date=date(2026, 3, 2), batch=BATCH, by=by, at=timezone.now())


def connect(agency, platform, algorithm=HMAC):
    key = SECRET if algorithm == HMAC else new_private_key()
    platform.receiver.keys = {"yunhu-1": (algorithm, SECRET if algorithm == HMAC else public_key_of(key))}
    facts = {"active": True, "address": platform.address, "key_name": "yunhu-1", "algorithm": algorithm, "key": key}
    return PlatformConnection.objects.update_or_create(agency=agency, defaults=facts)[0]


def deliver(after=timedelta(0)):
    return deliver_due(at=timezone.now() + after)
