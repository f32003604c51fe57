"""Pages kept as files: they open without the database, follow what is published, and never show what is not public."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from gongkai.pages.kept import tree as tree_module
from gongkai.pages.kept.rows import KeptPage, mark_everything
from gongkai.pages.kept.tree import is_safe
from gongkai.pages.kept.writing import begin_where_foreign, write_everything_stale
from gongkai.publishing import paging
from gongkai.publishing.door import InformationPage, pin, withdraw
from tests.pages.kept.asking import get, text
from tests.portal.test_feeds import a_notice
from tests.publishing.examples import AT, a_document, a_draft, a_public_page, a_section, staff

pytestmark = pytest.mark.django_db


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


def test_a_page_too_large_to_hold_is_given_out_whole_by_the_site(tmp_path):
    (tmp_path / "1").mkdir()
    for size, answer in ((2 << 20, 200), ((2 << 20) + 1, 503)):
        (tmp_path / "1" / tree_module.PAGE).write_bytes(b"x" * size)
        status, _, told = get(tmp_path, "/1/")
        assert (status, told) == (answer, "x" * size if answer == 200 else "asked")


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
