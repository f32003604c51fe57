"""A public report as a file: every format, the same figures, made once, marked where it is a demonstration."""

import io
import json
import threading
import time
import zipfile

import jsonschema
import pytest

from gongkai import annualreport
from gongkai.pages.door import take_down
from gongkai.yearend import downloads
from gongkai.yearend.door import build
from tests.yearend.examples import a_place, a_published_report, a_report

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept_in_memory(settings):
    """Keep the files of these tests in memory, and none of an earlier test's."""
    memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "downloads"}
    settings.CACHES = {**settings.CACHES, "downloads": memory}
    downloads.caches["downloads"].clear()


@pytest.fixture
def page():
    place = a_place("yiyang", name="平畅市住房公积金管理中心")
    tables = a_report(place.agency.name)["tables"]
    for row in ("new_received", "granted", "processed_total"):
        tables["applications"][row] |= {"natural_person": 12, "total": 12}
    return a_published_report(place, tables=tables)


def fetch(client, kind, **headers):
    return client.get(f"/open-data/annual-reports/yiyang/2023.{kind}", headers=headers)


@pytest.mark.parametrize("kind", annualreport.KINDS)
def test_every_format_reads_back_as_the_report_on_the_page(client, page, kind):
    answer = fetch(client, kind)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == annualreport.KINDS[kind].media_type
    read = annualreport.read(answer.content, f"report.{kind}")
    assert read.value("applications", "granted", "total") == 12
    assert (read.agency, read.year) == (page.agency.name, 2023)


@pytest.mark.parametrize("kind", annualreport.KINDS)
def test_the_file_has_a_name_in_chinese(client, page, kind):
    disposition = fetch(client, kind).headers["Content-Disposition"]
    assert disposition.startswith("attachment; filename*=utf-8''%E5%B9%B3%E7%95%85")
    assert disposition.endswith(annualreport.KINDS[kind].suffix)


def test_the_page_leads_to_every_format(client, page):
    text = client.get(page.url).content.decode()
    for kind in annualreport.KINDS:
        assert f'href="/open-data/annual-reports/yiyang/2023.{kind}"' in text


def test_what_is_known_is_not_sent_again(client, page):
    first = fetch(client, "md")
    again = fetch(client, "md", if_none_match=first.headers["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert fetch(client, "md", if_modified_since=first.headers["Last-Modified"]).status_code == 304
    assert fetch(client, "md", if_none_match='"another"').status_code == 200


def test_a_file_is_made_once_for_each_content(client, page, monkeypatch):
    made = []
    write = annualreport.write
    monkeypatch.setattr(annualreport, "write", lambda report, kind: made.append(kind) or write(report, kind))
    first, second = fetch(client, "docx"), fetch(client, "docx")
    assert first.content == second.content
    assert made == ["docx"]
    page.report["sections"][0]["text"] = "改过的文字。"
    type(page).objects.filter(pk=page.pk).update(report=page.report)
    third = fetch(client, "docx")
    assert made == ["docx", "docx"]
    assert third.headers["ETag"] != first.headers["ETag"]


def test_one_waits_for_the_other_and_is_told_when_it_takes_too_long(client, page, monkeypatch):
    monkeypatch.setattr(downloads, "WAIT_SECONDS", 0.01)
    assert downloads._making.acquire(timeout=5)
    try:
        answer = fetch(client, "docx")
    finally:
        downloads._making.release()
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert "请过几秒" in answer.content.decode()
    assert "ETag" not in answer.headers
    assert fetch(client, "docx").status_code == 200


def test_what_is_kept_beside_a_page_waits_for_its_turn_however_long(page, monkeypatch):
    monkeypatch.setattr(downloads, "WAIT_SECONDS", 0.01)
    monkeypatch.setattr(annualreport, "write", lambda *_: b"file")
    made = next(iter(page.made_files())).make
    assert downloads._making.acquire(timeout=5)
    threading.Timer(0.05, downloads._making.release).start()
    assert made() == b"file"


def test_files_for_many_at_once_are_made_one_after_another(page, monkeypatch):
    at_work, most = [], []

    def write(report, kind):
        at_work.append(kind)
        most.append(len(at_work))
        time.sleep(0.02)
        at_work.pop()
        return b"file"

    monkeypatch.setattr(annualreport, "write", write)
    assert page.agency  # asked of the database here, not by the threads
    jobs = [downloads.Download(page, annualreport.KINDS[kind]) for kind in ("docx", "md", "csv", "html")]
    threads = [threading.Thread(target=job.data) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1, 1, 1, 1]


@pytest.mark.parametrize("kind", ["exe", "xlsx", "JSON", "pdf2"])
def test_other_formats_are_not_found(client, page, kind):
    assert fetch(client, kind).status_code == 404


@pytest.mark.parametrize("kind", annualreport.KINDS)
def test_a_report_that_is_not_public_is_no_file(client, page, kind):
    take_down(page)
    assert fetch(client, kind).status_code == 404
    assert client.post(f"/open-data/annual-reports/yiyang/2023.{kind}").status_code == 405


def words_in(data, kind):
    """Return the words of a file as somebody sees them who opens it."""
    if kind == "docx":
        return zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    if kind == "pdf":
        return annualreport.read(data, "r.pdf").preamble
    return data.decode()


@pytest.mark.parametrize("kind", annualreport.KINDS)
def test_a_demonstration_says_so_inside_every_file_and_in_its_name(client, kind):
    a_published_report(a_place("yiyang", demonstration=True))
    answer = fetch(client, kind)
    assert "演示数据，非该中心发布" in words_in(answer.content, kind)
    assert "%EF%BC%88%E6%BC%94%E7%A4%BA%EF%BC%89" in answer.headers["Content-Disposition"]
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"


@pytest.mark.parametrize("kind", annualreport.KINDS)
def test_a_real_report_is_not_called_a_demonstration(client, page, kind):
    answer = fetch(client, kind)
    assert "演示" not in words_in(answer.content, kind)
    assert "X-Robots-Tag" not in answer.headers


def test_the_json_of_a_report_and_of_a_build_fits_the_schema_at_its_stable_address(client):
    page = a_published_report()
    answer = client.get("/open-data/schemas/annual-report-1.json")
    assert answer["Content-Type"] == "application/schema+json"
    validator = jsonschema.Draft202012Validator(answer.json())
    file = client.get(f"/open-data/annual-reports/{page.agency.slug}/{page.year}.json").json()
    built = json.loads(json.dumps(build(page.agency, page.year).as_dict()))
    assert [list(validator.iter_errors(one)) for one in (file, built)] == [[], []]
    known = client.get("/open-data/schemas/annual-report-1.json", headers={"if-none-match": answer["ETag"]})
    assert known.status_code == 304
