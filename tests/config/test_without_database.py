"""What is published opens while the database is down, by our own server and by nginx with the example of the pages."""

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from email.message import Message
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import pytest

pytest.importorskip("django", reason="a site needs Django")

from tests.config.test_deployment import EXAMPLE
from tests.config.test_serving import SERVE, free_port
from tests.pages.databases import own_database

pytestmark = pytest.mark.database
PROGRAM = "import runpy; runpy.run_module('tests.config.standing_site', run_name='__main__')"
NGINX = shutil.which("nginx")
KEPT_WITHIN = 120


class Site(NamedTuple):
    """A served site: its addresses, where it answers, its data folder, its environment."""

    at: dict
    address: str
    folder: Path
    environment: dict


class Answer(NamedTuple):
    """An answer; its headers are found however they are written."""

    status: int
    headers: Message
    body: bytes


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect)


def ask(base, address, *, data=None, **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(base + quote(address, safe="/?=&"), data=data, headers=named)
    try:
        with OPENER.open(request, timeout=20) as answer:
            return Answer(answer.status, answer.headers, answer.read())
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, error.headers, error.read())


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder, port = tmp_path_factory.mktemp("site"), free_port()
    with own_database(folder) as environment:
        environment |= {"DJANGO_SETTINGS_MODULE": "gongkai.config.settings", "GONGKAI_BEHIND_PROXY": "1"}
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        with running([sys.executable, "-c", SERVE, "127.0.0.1", str(port)], environment):
            one = Site(json.loads(done.stdout), f"http://127.0.0.1:{port}", folder, environment)
            wait_until((folder / "pages" / "manifest.sha256").exists)
            yield one


@contextmanager
def running(command, environment):
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)


def wait_until(is_so):
    for _ in range(KEPT_WITHIN * 10):
        if is_so():
            return
        time.sleep(0.1)
    pytest.fail("it took too long")


@contextmanager
def nginx_before(site):
    """Serve the folder by nginx with the example of docs/deployment.md; yield where it answers."""
    port, prefix = free_port(), site.folder / "nginx"
    prefix.mkdir(exist_ok=True)
    example = EXAMPLE.replace("server 127.0.0.1:8000;", f"server {site.address.removeprefix('http://')};")
    example = example.replace("listen 80;", f"listen 127.0.0.1:{port};").replace("    listen [::]:80;\n", "")
    example = example.replace("/srv/gongkai/pages", str(site.folder / "pages"))
    kinds = Path("/etc/nginx/mime.types")
    whole = [
        "user root;" if os.getuid() == 0 else "",
        f"daemon off; pid {prefix}/pid; error_log {prefix}/error.log; worker_processes 1; events {{}}",
        f"http {{ access_log off; {f'include {kinds};' if kinds.exists() else ''}",
        *(f"{name}_temp_path {prefix}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")),
        example,
        "}",
    ]
    (prefix / "nginx.conf").write_text("\n".join(whole))
    address = f"http://127.0.0.1:{port}"
    with running([NGINX, "-c", prefix / "nginx.conf", "-p", prefix, "-e", prefix / "error.log"], os.environ):
        wait_until(lambda: answers(address))
        yield address


def answers(address):
    try:
        return ask(address, "/robots.txt").status > 0
    except OSError:
        return False


def break_database(site):
    """Take the database away under the running site."""
    if url := site.environment.get("GONGKAI_DATABASE_URL"):
        import psycopg

        server, name = url.rpartition("/")[0], url.rpartition("/")[2]
        with psycopg.connect(f"{server}/postgres", autocommit=True) as control:
            control.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
            control.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
        return
    for file in site.folder.glob("gongkai.sqlite3*"):
        file.rename(file.with_name(f"away-{file.name}"))
    (site.folder / "gongkai.sqlite3").mkdir()  # whoever connects anew finds no database and can make none
    os.truncate(site.folder / "away-gongkai.sqlite3", 0)  # nor does who is connected


def opens_without_database(base, at):
    for address in ("/", "/yunhu/", at["list"], at["page"]):
        assert ask(base, address).status == 200, address
    assert "贷款公告" in ask(base, at["list"]).body.decode()
    assert ask(base, at["file"]).body.decode() == "缴存比例。"
    assert "贷款公告" in ask(base, at["whole"]).body.decode()
    report = ask(base, at["report"])
    assert (report.body[:5], report.headers["X-Robots-Tag"]) == (b"%PDF-", "noindex, nofollow")
    mark = ask(base, at["gone"])
    assert (mark.status, "数据有误。" in mark.body.decode()) == (410, True)


@pytest.mark.skipif(not NGINX, reason="nginx is not installed here")
def test_nginx_serves_the_files_as_the_application_would_and_passes_on_the_rest(site):
    with nginx_before(site) as address:
        ours, theirs = ask(site.address, site.at["page"]), ask(address, site.at["page"])
        assert theirs.body == ours.body
        for name in ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "X-Frame-Options"):
            assert sorted(theirs.headers[name].split("; ")) == sorted(ours.headers[name].split("; ")), name
        assert ask(address, site.at["page"], If_None_Match=theirs.headers["ETag"]).status == 304
        assert ask(address, site.at["page"], Accept_Encoding="gzip").headers["Content-Encoding"] == "gzip"
        mark = ask(address, site.at["gone"])
        assert (mark.status, "数据有误。" in mark.body.decode()) == (410, True)
        assert "Content-Security-Policy" in mark.headers
        file = ask(address, site.at["file"])
        assert file.body.decode() == "缴存比例。"
        assert file.headers["X-Robots-Tag"] == "noindex, nofollow"  # the agency is a demonstration
        assert file.headers["Content-Disposition"].startswith("attachment")
        assert ask(address, "/.stamp").status == ask(address, "/files/1/.unlisted").status == 404
        assert ask(address, "/search/?q=公告").status == 200  # what has a query is asked of the application
        assert "核验结果" in ask(address, f"/verify/?code={'0' * 64}").body.decode()
        assert ask(address, "/verify/", data=b"file=x").status == 403  # a form arrives there, and lacks its token
        assert ask(address, "/no-such-page/").status == 404


def test_what_is_published_opens_while_the_database_is_stopped(site):  # the last: the site stays broken
    assert ask(site.address, "/search/?q=公告").status == 200
    break_database(site)
    wait_until(lambda: ask(site.address, "/search/?q=公告").status >= 500)
    opens_without_database(site.address, site.at)
    if NGINX:
        with nginx_before(site) as address:
            opens_without_database(address, site.at)
