"""Asking for kept pages and files while the database is stopped."""

import re
from urllib.parse import unquote_to_bytes

from gongkai.config.keeping import headers_of_a_page
from gongkai.pages.kept.serving import KeptPages

DATA = "附表：住房公积金缴存比例。".encode()


def database_is_stopped(environ, start_response):
    start_response("503 Service Unavailable", [])
    return [b"asked"]


def get(folder, address, *, method="GET", query="", **headers):
    """Return status, headers and body as a visitor gets them while the database is stopped."""
    told = {}

    def start(status, sent):
        told.update(status=int(status[:3]), headers=dict(sent))

    served = KeptPages(database_is_stopped, folder, headers=headers_of_a_page())
    environ = {"REQUEST_METHOD": method, "PATH_INFO": address, "QUERY_STRING": query, "wsgi.url_scheme": "http"}
    body = b"".join(served({**environ, **headers}, start))
    return told["status"], told["headers"], body.decode() if "HTTP_ACCEPT_ENCODING" not in headers else body


def text(folder, address):
    return get(folder, address)[2]


def files_of(page, client):
    """Return the addresses of attachment and picture on a page, as its links have them."""
    text = client.get(page.url).content.decode()
    return sorted(set(re.findall(rf'(?:href|src)="(/files/{page.pk}/[^"]+/[^"]+)"', text)))


def bytes_of(folder, address, **headers):
    status, told, body = get(folder, as_asked(address), HTTP_ACCEPT_ENCODING="", **headers)
    return status, told, body


def as_asked(address):
    """Return an address as WSGI hands it over."""
    return unquote_to_bytes(address).decode("latin-1")


def report_address(page, kind):
    return f"/open-data/annual-reports/{page.agency.slug}/{page.year}.{kind}"
