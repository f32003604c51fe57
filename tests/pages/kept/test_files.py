"""What stands beside kept pages: pictures and attachments come and go with their page, as do files made from it."""

import hashlib
from datetime import date

import pytest
from django.utils import timezone

from gongkai.annualreport import KINDS
from gongkai.pages.kept.beside import KeptFile
from gongkai.pages.kept.rows import mark_everything
from gongkai.pages.kept.writing import write_everything_stale
from gongkai.publishing.door import withdraw
from tests.pages.kept.asking import bytes_of, files_of, get, report_address
from tests.publishing.examples import AT, a_document, a_public_page, a_section, staff
from tests.yearend.examples import a_published_report

pytestmark = pytest.mark.django_db


def test_attachments_and_pictures_open_with_their_page_and_go_with_it(client, folder, place, illustrated):
    page = illustrated
    write_everything_stale()
    attachment, picture = files_of(page, client)
    for address in (attachment, picture):
        answer = client.get(address)
        status, headers, data = bytes_of(folder, address)
        assert (status, data) == (200, b"".join(answer.streaming_content))
        assert headers["Content-Type"] == answer.headers["Content-Type"]
        assert headers["Content-Security-Policy"]
        assert bytes_of(folder, address, HTTP_IF_NONE_MATCH=headers["ETag"])[0] == 304
    assert bytes_of(folder, attachment)[1]["Content-Disposition"] == "attachment"  # the name is the link's
    assert "Content-Disposition" not in bytes_of(folder, picture)[1]
    withdraw(page.pk, "数据有误。", by=staff(place.agency)["leader"], at=AT)
    write_everything_stale()
    assert get(folder, page.url)[0] == 410
    assert {bytes_of(folder, address)[0] for address in (attachment, picture)} == {503}
    assert not [path for path in (folder / "files").rglob("*") if path.is_file()]


def test_a_report_opens_in_every_format_and_goes_with_its_page(client, folder, place, reports):
    page = a_published_report(place)
    write_everything_stale()
    for kind in KINDS:
        address = report_address(page, kind)
        status, headers, data = bytes_of(folder, address)
        answer = client.get(address)
        assert (status, data) == (200, answer.content), kind
        for name in ("Content-Type", "Content-Disposition", "ETag", "Cache-Control"):
            assert headers[name] == answer.headers[name], (kind, name)
        assert bytes_of(folder, address, HTTP_IF_NONE_MATCH=headers["ETag"])[0] == 304
        assert "相符" in client.get("/verify/", {"code": hashlib.sha256(data).hexdigest()}).content.decode()
    withdraw(page.pk, "数据有误。", by=staff(place.agency)["leader"], at=AT)
    write_everything_stale()
    assert {get(folder, report_address(page, kind))[0] for kind in KINDS} == {503}
    assert not KeptFile.objects.filter(page=page.pk).exists()


def test_a_report_is_made_again_only_when_it_changes(folder, place, reports, monkeypatch):
    page = a_published_report(place)
    write_everything_stale()
    made = []
    monkeypatch.setattr("gongkai.yearend.downloads.Download.data", lambda one, **_: made.append(one.kind.id) or b"new")
    mark_everything()
    write_everything_stale()
    assert made == []
    (folder / report_address(page, "pdf")[1:]).write_bytes(b"forged")
    mark_everything()
    write_everything_stale()
    assert made == ["pdf"]
    assert bytes_of(folder, report_address(page, "pdf"))[2] == b"new"


def test_a_format_that_cannot_be_made_is_asked_of_the_site_and_its_page_is_kept(folder, place, reports, monkeypatch):
    def fails(report, kind):
        raise ValueError(kind)

    page = a_published_report(place)
    with monkeypatch.context() as broken:
        broken.setattr("gongkai.annualreport.write", fails)
        write_everything_stale()
    assert get(folder, page.url)[0] == 200
    assert get(folder, report_address(page, "docx"))[0] == 503
    assert get(folder, report_address(page, "json"))[0] == 200  # no writer is asked for it


def test_a_page_as_one_file_opens_and_goes_with_it_and_is_made_again_when_it_reads_differently(client, folder, place):
    people = staff(place.agency)
    page = a_public_page(a_document(a_section(place), by=people["clerk"], effective_date=date(2026, 3, 1)), people)
    address = f"/files/{page.pk}/page.html"
    write_everything_stale()
    answer, (status, headers, data) = client.get(address), bytes_of(folder, address)
    assert (status, data) == (200, answer.content)
    for name in ("Content-Type", "Content-Disposition", "ETag", "Cache-Control"):
        assert headers[name] == answer.headers[name], name
    assert client.get(address, headers={"if-none-match": headers["ETag"]}).status_code == 304
    event = {"by_text": "某号", "recorded_at": timezone.now(), "recorded_by": people["head"]}
    page.validity_events.create(act="repealed", effective_date=date(2026, 3, 5), **event)
    write_everything_stale()
    assert "已废止" in bytes_of(folder, address)[2].decode()
    withdraw(page.pk, "数据有误。", by=people["leader"], at=AT)
    write_everything_stale()
    assert get(folder, address)[0] == 503
    assert not [path for path in (folder / "files").rglob("*") if path.is_file()]


MADE = ["/open-data/annual-reports/a/.1.pdf.headers", "/open-data/x.pdf", "/open-data/../files/1/a.pdf", "/open-data/"]


@pytest.mark.parametrize("address", MADE)
def test_no_file_but_a_made_one_is_opened_below_the_open_data(folder, address):
    (folder / "open-data" / "annual-reports" / "a").mkdir(parents=True)
    (folder / "open-data" / "annual-reports" / "a" / ".1.pdf.headers").write_text("{}")
    (folder / "open-data" / "x.pdf").write_text("nobody made it")
    assert get(folder, address)[0] == 503


def test_files_of_a_demonstration_are_not_for_search_engines(client, folder, place, illustrated):
    place.agency.demonstration = True
    place.agency.save()
    mark_everything()
    write_everything_stale()
    for address in files_of(illustrated, client):
        assert bytes_of(folder, address)[1]["X-Robots-Tag"] == "noindex, nofollow"


ADDRESSES = ["/files/1/2/../../../.stamp", "/files/1/2/.x", "/files/1/", "/files/x/2/a", "/files/1/2/\xff"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_other_file_is_opened_by_such_an_address(folder, address):
    (folder / "files" / "1" / "2").mkdir(parents=True)
    (folder / "files" / "1" / "2" / ".x").write_text("hidden")
    (folder / ".stamp").write_text("stamp")
    assert get(folder, address)[0] == 503
