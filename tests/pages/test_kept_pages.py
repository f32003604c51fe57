"""Pages kept as files: they open without the database, follow what is published, and never show what is not public."""

import hashlib
import re
from datetime import date, timedelta
from io import BytesIO
from urllib.parse import unquote, unquote_to_bytes

import pytest
from django.core.cache import cache, caches
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from gongkai.annualreport import KINDS
from gongkai.config.keeping import headers_of_a_page
from gongkai.pages.door import Attachment, Picture, manifest, write_manifest
from gongkai.pages.kept import tree as tree_module
from gongkai.pages.kept.beside import KeptFile
from gongkai.pages.kept.rows import KeptPage, mark_everything
from gongkai.pages.kept.serving import KeptPages
from gongkai.pages.kept.tree import is_safe
from gongkai.pages.kept.writing import begin_where_foreign, tree, write_everything_stale
from gongkai.publishing import paging
from gongkai.publishing.door import InformationPage, pin, verify_kept, withdraw
from tests.portal.test_feeds import a_notice
from tests.publishing.examples import AT, a_document, a_draft, a_public_page, a_section, staff
from tests.yearend.examples import a_place, a_published_report

pytestmark = pytest.mark.django_db
DATA = "附表：住房公积金缴存比例。".encode()


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.KEPT_PAGES = tmp_path / "pages"
    return settings.KEPT_PAGES


@pytest.fixture
def place():
    return a_place("yiyang", name="益阳市住房公积金管理中心")


@pytest.fixture
def section(place):
    return a_section(place, "notice", title="通知公告", slug="notices")


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


def test_what_is_published_is_kept_with_all_that_shows_it(folder, place, section):
    page = a_notice(section, "贷款公告")
    write_everything_stale()
    for address in (page.url, section.url, place.url):
        assert "贷款公告" in text(folder, address), address
    assert "益阳市住房公积金管理中心" in text(folder, "/")
    assert not KeptPage.objects.filter(stale_at__isnull=False).exists()


def test_a_kept_page_is_what_the_site_answers(client, folder, section):
    page = a_notice(section, "公告")
    write_everything_stale()
    answer = client.get(page.url)
    status, headers, body = get(folder, page.url)
    assert (status, body) == (200, answer.content.decode())
    assert {
        name: value for name, value in answer.headers.items() if name != "Content-Length"
    }.items() <= headers.items()


def test_publishing_writes_before_the_act_is_answered(folder, section, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr("gongkai.pages.kept.writing._keeping.is_set", lambda: True)
    people = staff(section.get_parent().specific.agency)
    with django_capture_on_commit_callbacks(execute=True):
        page = a_public_page(a_draft(section, by=people["clerk"], title="旧标题"), people)
    assert "旧标题" in text(folder, page.url)
    page.title = "新标题"
    page.save_revision(user=people["clerk"])
    with django_capture_on_commit_callbacks(execute=True):
        a_public_page(page, people, correction="标题有误。")
    for address in (page.url, section.url):
        assert "新标题" in text(folder, address)
        assert "旧标题" not in text(folder, address)
    with django_capture_on_commit_callbacks(execute=True):
        withdraw(page.pk, "数据有误。", by=people["leader"], at=AT)
    status, _, told = get(folder, page.url)
    assert (status, "数据有误。" in told) == (410, True)
    assert get(folder, section.url)[0] == 503  # its last entry is gone: no file, and the site answers 404


@pytest.mark.parametrize(
    "columns",
    [
        {"go_live_at": timezone.now() + timedelta(days=1)},
        {"expire_at": timezone.now() + timedelta(days=1)},
        {"attribute": "on_application"},
    ],
    ids=["scheduled", "about to expire", "on application"],
)
def test_what_is_not_public_for_good_is_never_a_file(folder, section, columns):
    page = a_notice(section, "公告")
    write_everything_stale()
    InformationPage.objects.filter(pk=page.pk).update(**columns)
    mark_everything()
    KeptPage.objects.filter(page=page).update(stale_at=timezone.now())
    write_everything_stale()
    assert get(folder, page.url)[0] == 503


def test_a_draft_is_no_file(folder, section):
    page = a_draft(section)
    mark_everything()
    write_everything_stale()
    assert get(folder, page.url)[0] == 503


@pytest.fixture
def short_pages(monkeypatch):
    monkeypatch.setattr("gongkai.publishing.paging.A_PAGE", 2)


def test_a_new_entry_changes_no_old_page_of_a_long_list(folder, section, short_pages):
    for at in range(13):
        a_notice(section, f"公告{at}", date(2022, 1, 1) + timedelta(days=at))
    mark_everything()
    write_everything_stale()
    old = {number: text(folder, f"{section.url}page-{number}/") for number in range(1, 6)}
    assert "公告0</a>" in old[1]
    assert "公告9</a>" in old[5]
    KeptPage.objects.update(written_at=AT)
    new = a_notice(section, "新公告", date(2024, 1, 1))
    write_everything_stale()
    written = set(KeptPage.objects.exclude(written_at=AT).values_list("address", flat=True))
    assert written == {new.url, section.url, "/yiyang/", "/", *(f"{section.url}page-{number}/" for number in (4, 5, 6))}
    assert [text(folder, f"{section.url}page-{number}/") for number in (1, 2, 3)] == [old[1], old[2], old[3]]


def test_an_old_entry_that_goes_moves_the_pages_behind_it(folder, section, short_pages):
    pages = [a_notice(section, f"公告{at}", date(2022, 1, 1) + timedelta(days=at)) for at in range(6)]
    mark_everything()
    write_everything_stale()
    assert "公告3</a>" in text(folder, f"{section.url}page-2/")
    people = staff(section.get_parent().specific.agency)
    withdraw(pages[0].pk, "数据有误。", by=people["leader"], at=AT)
    write_everything_stale()
    first = text(folder, f"{section.url}page-1/")
    assert "公告2</a>" in first
    assert "公告0</a>" not in first
    assert get(folder, f"{section.url}page-2/")[0] == 503


def test_a_page_that_tells_of_today_is_written_anew_the_next_day(folder, place):
    people = staff(place.agency)
    page = a_public_page(
        a_document(a_section(place), by=people["clerk"], effective_date=timezone.localdate() + timedelta(days=1)),
        people,
    )
    write_everything_stale()
    assert "尚未生效" in text(folder, page.url)
    type(page).objects.filter(pk=page.pk).update(effective_date=timezone.localdate())  # a day later, seen from here
    write_everything_stale()
    assert "尚未生效" in text(folder, page.url)
    KeptPage.objects.filter(told_date__isnull=False).update(told_date=timezone.localdate() - timedelta(days=1))
    write_everything_stale()
    assert "尚未生效" not in text(folder, page.url)


def test_every_page_of_a_section_says_that_it_ended_once_its_day_has_come(folder, place, monkeypatch):
    monkeypatch.setattr(paging, "A_PAGE", 1)
    section, people = a_section(place), staff(place.agency)
    for slug in ("one", "two"):
        a_public_page(a_draft(section, by=people["clerk"], slug=slug, title=f"关于{slug}的通知"), people)
    today = timezone.localdate()
    section.ended_date = today + timedelta(days=1)
    section.save_revision().publish()
    write_everything_stale()
    addresses = [row.address for row in KeptPage.objects.filter(page=section.pk)]
    assert len(addresses) > 1
    assert not any("停止更新" in text(folder, address) for address in addresses)
    monkeypatch.setattr(timezone, "localdate", lambda *_: today + timedelta(days=1))
    write_everything_stale()
    assert all("自" + f"{section.ended_date:%Y}" in text(folder, address) for address in addresses)


def test_a_document_is_written_anew_when_its_validity_is_recorded(folder, place):
    people = staff(place.agency)
    page = a_public_page(a_document(a_section(place), by=people["clerk"], effective_date=date(2026, 3, 1)), people)
    write_everything_stale()
    event = {"by_text": "某号", "recorded_at": timezone.now(), "recorded_by": people["head"]}
    page.validity_events.create(act="repealed", effective_date=date(2026, 3, 5), **event)
    write_everything_stale()
    for address in (page.url, page.get_parent().url):
        assert "已废止" in text(folder, address), address


def test_a_deleted_section_leaves_no_row_and_no_file(folder, place, section, django_capture_on_commit_callbacks):
    a_notice(section, "公告")
    empty = a_section(place, "notice", title="空栏目", slug="empty")
    write_everything_stale()
    with django_capture_on_commit_callbacks(execute=True):
        empty.delete()
    assert not KeptPage.objects.filter(address=empty.url).exists()
    assert get(folder, empty.url)[0] == 503


def test_a_list_is_written_anew_when_something_in_it_is_pinned(folder, place, section):
    people = staff(place.agency)
    pinned = a_public_page(a_draft(section, by=people["clerk"], title="旧公告"), people)
    write_everything_stale()
    assert "置顶" not in text(folder, section.url)
    pin(pinned.pk, timezone.localdate(), "便于查找。", by=people["head"], at=timezone.now())
    write_everything_stale()
    assert "置顶" in text(folder, section.url)


def test_the_telephone_of_the_office_changes_on_every_page(folder, place, section):
    page = a_notice(section, "公告")
    write_everything_stale()
    place.agency.disclosure_office.change_on(timezone.localdate(), by=None, telephone="0000-7654321")
    write_everything_stale()
    for address in (page.url, section.url, place.url):
        assert "0000-7654321" in text(folder, address), address


def test_a_page_that_cannot_be_written_is_asked_of_the_site_and_stays_to_be_done(folder, section, monkeypatch):
    page = a_notice(section, "旧公告")
    write_everything_stale()
    KeptPage.objects.update(stale_at=timezone.now())

    def is_full(path, data):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tree_module, "replace_whole", is_full)
    assert write_everything_stale().files == 0
    assert get(folder, page.url)[0] == 503
    monkeypatch.undo()
    assert write_everything_stale().failed == 0
    assert KeptPage.objects.filter(stale_at__isnull=False).count() == 0


def test_a_folder_of_another_database_is_begun_anew(folder, section):
    page = a_notice(section, "公告")
    assert begin_where_foreign()
    write_everything_stale()
    assert get(folder, page.url)[0] == 200
    assert not begin_where_foreign()
    (folder / ".stamp").write_text("another")
    assert begin_where_foreign()
    assert get(folder, page.url)[0] == 503
    write_everything_stale()
    assert get(folder, page.url)[0] == 200


def test_what_depends_on_who_asks_is_left_to_the_site(folder, section):
    page = a_notice(section, "公告")
    write_everything_stale()
    for more in ({"method": "POST"}, {"query": "q=1"}):
        assert get(folder, page.url, **more)[0] == 503
    for address in ("/search/", "/yiyang/../.stamp", "/.stamp", f"{page.url}index.html", "//yiyang/", "/admin/"):
        assert get(folder, address)[0] == 503, address


def test_a_known_page_is_not_sent_again_and_a_head_has_no_body(folder, section):
    page = a_notice(section, "公告")
    write_everything_stale()
    tag = get(folder, page.url)[1]["ETag"]
    assert get(folder, page.url, HTTP_IF_NONE_MATCH=tag)[0] == 304
    assert get(folder, page.url, method="HEAD")[2] == ""
    status, headers, body = get(folder, page.url, HTTP_ACCEPT_ENCODING="gzip, br")
    assert (status, headers["Content-Encoding"], body[:2]) == (200, "gzip", b"\x1f\x8b")


@pytest.mark.parametrize(
    ("address", "safe"),
    [("/", True), ("/yiyang/123/", True), ("/a/../b/", False), ("/yiyang", False), ("/A/", False), ("/a//b/", False)],
)
def test_only_plain_addresses_are_folders(address, safe):
    assert is_safe(address) is safe


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    cache.clear()  # where the pictures of an earlier test lay


@pytest.fixture
def illustrated(media, place, section):
    """A public page with an attachment and a picture."""
    people = staff(place.agency)
    drawn = BytesIO()
    Image.new("RGB", (2000, 100), "white").save(drawn, "PNG")
    owned = {"collection": place.collection}
    table = Attachment.objects.create(title="附表", file=ContentFile(DATA, "附表 1.txt"), **owned)
    picture = Picture.objects.create(title="流程图", file=ContentFile(drawn.getvalue(), "flow.png"), **owned)
    shown = {"picture": picture.pk, "alternative_text": "流程图", "caption": "", "is_map": False}
    blocks = [
        {"type": "attachment", "value": {"file": table.pk, "title": "附表"}, "id": "1" * 8},
        {"type": "picture", "value": {**shown, "map_review_number": ""}, "id": "2" * 8},
    ]
    return a_public_page(a_draft(section, by=people["clerk"], body=blocks), people)


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


@pytest.fixture
def reports(settings):
    memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "kept reports"}
    settings.CACHES = {**settings.CACHES, "downloads": memory}
    caches["downloads"].clear()


def report_address(page, kind):
    return f"/open-data/annual-reports/{page.agency.slug}/{page.year}.{kind}"


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


def test_a_saved_page_matches_and_one_changed_byte_does_not(client, folder, section):
    page = a_notice(section, "公告")
    write_everything_stale()
    saved = tree().read(page.url)
    told = client.post("/verify/", {"file": ContentFile(saved, "page.html")}).content.decode()
    assert "相符，是现在公开的内容" in told
    assert "网页" in told
    changed = saved.replace("公告".encode(), "公舌".encode(), 1)
    assert "不符" in client.post("/verify/", {"file": ContentFile(changed, "page.html")}).content.decode()
    code = hashlib.sha256(saved).hexdigest()
    assert "相符" in client.get("/verify/", {"code": code}).content.decode()


def test_the_manifest_checks_the_folder_and_stands_at_a_public_address(client, folder, section):
    assert client.get("/verify/pages.sha256").status_code == 404
    page = a_notice(section, "公告")
    write_everything_stale()
    assert write_manifest()
    assert not write_manifest()  # nothing was written since
    told = b"".join(client.get("/verify/pages.sha256").streaming_content).decode()
    lines = dict(reversed(line.split("  ")) for line in told.splitlines())
    assert lines[f"{page.url.lstrip('/')}index.html"] == hashlib.sha256(tree().read(page.url)).hexdigest()
    assert all(hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest for name, digest in lines.items())


def test_a_page_that_was_changed_or_put_there_by_hand_is_found(folder, section):
    page = a_notice(section, "公告")
    begin_where_foreign()
    write_everything_stale()
    assert list(verify_kept()) == []
    (folder / page.url.strip("/") / "index.html").write_text("forged")
    (folder / "yiyang" / "forged").mkdir()
    (folder / "yiyang" / "forged" / "index.html").write_text("forged")
    found = {(one.rule, one.where) for one in verify_kept()}
    assert found == {("KEPT-CHANGED", page.url), ("KEPT-FOREIGN", "/yiyang/forged/")}


def test_the_manifest_lists_attachments_and_reports_and_a_changed_byte_is_found(client, folder, place, illustrated):
    page = a_published_report(place)
    begin_where_foreign()
    write_everything_stale()
    write_manifest()
    told = dict(reversed(line.split("  ", 1)) for line in manifest().read_text().splitlines())
    attachment, _ = files_of(illustrated, client)
    names = [report_address(page, "pdf")[1:], unquote(attachment)[1:]]
    assert {name for name in told if name.startswith(("files/", "open-data/"))} > {names[0], names[1]}
    assert all(hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest for name, digest in told.items())
    assert list(verify_kept()) == []
    attached = folder / names[1]
    attached.unlink()  # it is one file with the stored one, which others verify
    attached.write_bytes(bytes([DATA[0] ^ 1]) + DATA[1:])
    (folder / names[0]).write_bytes(b"forged")
    (attached.parent / "forged.pdf").write_bytes(b"forged")
    assert {(one.rule, one.where) for one in verify_kept()} == {
        ("KEPT-CHANGED", f"/{names[0]}"),
        ("KEPT-CHANGED", f"/{names[1]}"),
        ("KEPT-FOREIGN", f"/{(attached.parent / 'forged.pdf').relative_to(folder)}"),
    }


def test_the_manifest_has_the_hash_of_each_file(folder, section):
    page = a_notice(section, "公告")
    write_everything_stale()
    row = KeptPage.objects.get(address=page.url)
    assert row.sha256 == hashlib.sha256(tree().read(page.url)).hexdigest()
