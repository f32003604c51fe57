"""Slow senders take some of the threads, never all."""

from __future__ import annotations

import io
import threading

import pytest

from gongkai.config.bodies import BoundedBodies


class Slow(io.BytesIO):
    """A body that comes only when it is let."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self.is_waited_for, self.may_come = threading.Event(), threading.Event()

    def read(self, *size: int) -> bytes:
        self.is_waited_for.set()
        assert self.may_come.wait(10)
        return super().read(*size)


def reads(environ, start_response):
    start_response("200 OK", [])
    if environ["REQUEST_METHOD"] == "POST":
        environ["wsgi.input"].read(3)
    environ.get("then", lambda: None)()
    return [b"done"]


def asked(application, **environ):
    statuses = []
    answer = application({"REQUEST_METHOD": "GET", **environ}, lambda status, headers: statuses.append(status))
    return statuses[0][:3], b"".join(answer).decode()


def posted(application, body, **more):
    return asked(application, **{"REQUEST_METHOD": "POST", "CONTENT_LENGTH": "3", "wsgi.input": body, **more})


@pytest.fixture
def application():
    return BoundedBodies(reads, most=2)


def test_while_all_places_are_taken_pages_are_answered_and_one_more_body_is_refused_in_words(application):
    slow = [Slow(b"abc"), Slow(b"abc")]
    threads = [threading.Thread(target=posted, args=(application, body)) for body in slow]
    for thread, body in zip(threads, slow, strict=True):
        thread.start()
        assert body.is_waited_for.wait(10)
    assert asked(application) == ("200", "done")
    status, words = posted(application, io.BytesIO(b"abc"))
    assert status == "503"
    assert "请稍后再提交" in words
    assert posted(application, io.BytesIO(b""), CONTENT_LENGTH="", HTTP_TRANSFER_ENCODING="chunked")[0] == "503"
    for body in slow:
        body.may_come.set()
    for thread in threads:
        thread.join(10)
    assert posted(application, io.BytesIO(b"abc")) == ("200", "done")


def test_a_body_that_has_come_gives_its_place_back_before_the_work_on_it_is_done():
    application, inner = BoundedBodies(reads, most=1), []
    work = {"then": lambda: inner.append(posted(application, io.BytesIO(b"def")))}
    assert posted(application, io.BytesIO(b"abc"), **work) == ("200", "done")
    assert inner == [("200", "done")]


def test_a_failure_gives_the_place_back():
    def fails(environ, start_response):
        raise RuntimeError

    application = BoundedBodies(fails, most=1)
    for _ in range(2):
        with pytest.raises(RuntimeError):
            posted(application, io.BytesIO(b"abc"))
