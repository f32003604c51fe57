"""防伪核验: what was published here matches, one changed byte does not, and what became of it is told."""

import hashlib
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from gongkai.pages.door import Attachment, Picture
from gongkai.publishing.door import InformationPage, PublishedFile, withdraw
from tests.publishing.examples import AT, a_draft, a_public_page, a_section, staff
from tests.yearend.examples import a_place, a_published_report

pytestmark = pytest.mark.django_db

DATA = "附表：住房公积金缴存比例。".encode()


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.CACHES = {**settings.CACHES, "downloads": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}


@pytest.fixture
def people():
    return staff(a_place().agency)


@pytest.fixture
def place(people):
    from gongkai.pages.door import AgencyPage

    return AgencyPage.objects.get()


def published(place, people, *blocks, **changes):
    changes |= {"body": list(blocks)} if blocks else {}
    return a_public_page(a_draft(a_section(place), by=people["clerk"], **changes), people)


def attached(place):
    file = Attachment.objects.create(title="附表", file=ContentFile(DATA, "table.txt"), collection=place.collection)
    return {"type": "attachment", "value": {"file": file.pk, "title": "附表"}, "id": "1" * 8}


def by_code(client, code, status=200):
    answer = client.get("/verify/", {"code": code})
    assert answer.status_code == status
    return answer.content.decode()


def by_file(client, data, name="file.txt", status=200):
    answer = client.post("/verify/", {"file": ContentFile(data, name)})
    assert answer.status_code == status
    return answer.content.decode()


def test_the_code_printed_on_a_page_matches_however_it_was_copied(client, place, people):
    page = published(place, people)
    code = page.cleared_hash
    assert f"/verify/?code={code}" in client.get(page.url).content.decode()
    for typed in (code, code.upper(), f" {code[:32]} \n{code[32:]} "):
        told = by_code(client, typed)
        assert "相符，是现在公开的内容" in told
        assert page.title in told


def test_plat_a_3_an_attachment_matches_and_one_changed_byte_does_not(client, place, people):
    page = published(place, people, attached(place))
    told = by_file(client, DATA)
    assert "相符，是现在公开的内容" in told
    assert page.title in told
    changed = bytearray(DATA)
    changed[0] ^= 1
    assert "不符" in by_file(client, bytes(changed))
    assert "不符" in by_file(client, DATA + b"\n")


def test_a_picture_matches_as_it_is_shown(client, place, people):
    drawn = BytesIO()
    Image.new("RGB", (2000, 100), "white").save(drawn, "PNG")
    picture = Picture.objects.create(
        title="流程图", file=ContentFile(drawn.getvalue(), "flow.png"), collection=place.collection
    )
    value = {
        "picture": picture.pk,
        "alternative_text": "流程图",
        "caption": "",
        "is_map": False,
        "map_review_number": "",
    }
    page = published(place, people, {"type": "picture", "value": value, "id": "2" * 8})
    shown = b"".join(client.get(f"/files/{page.pk}/pictures/{picture.pk}").streaming_content)
    assert shown != drawn.getvalue()
    assert "相符" in by_file(client, shown, "flow.png")


def test_a_page_matches_as_it_was_downloaded_its_pictures_in_it(client, place, people):
    drawn = BytesIO()
    Image.new("RGB", (20, 10), "white").save(drawn, "PNG")
    owned = {"collection": place.collection}
    picture = Picture.objects.create(title="流程图", file=ContentFile(drawn.getvalue(), "flow.png"), **owned)
    value = {"picture": picture.pk, "alternative_text": "流程图", "caption": "", "is_map": False}
    shown = {"type": "picture", "value": value | {"map_review_number": ""}, "id": "2" * 8}
    page = published(place, people, attached(place), shown)
    address = f"/files/{page.pk}/page.html"
    assert f'href="{address}" download' in client.get(page.url).content.decode()
    answer = client.get(address)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    kept = answer.content.decode()
    assert 'src="data:image/png;base64,' in kept
    assert 'href="/' not in kept
    assert client.get(address).content == answer.content
    assert "相符，是现在公开的内容" in by_file(client, answer.content, "page.html")
    draft = a_draft(page.get_parent().specific, by=people["clerk"], slug="draft")
    assert client.get(f"/files/{draft.pk}/page.html").status_code == 404


@pytest.mark.parametrize("kind", ["json", "csv", "docx"])
def test_a_report_matches_in_the_format_it_was_downloaded_in(client, place, kind):
    page = a_published_report(place)
    data = client.get(f"/open-data/annual-reports/{place.agency.slug}/{page.year}.{kind}").content
    told = by_file(client, data, f"report.{kind}")
    assert "相符，是现在公开的内容" in told
    assert "下载文件" in told


def test_a_corrected_page_matches_in_both_versions_and_the_old_one_says_so(client, place, people):
    page = published(place, people)
    old = page.cleared_hash
    page.summary = "更正后的概述。"
    page.save_revision(user=people["clerk"])
    page = a_public_page(page, people, correction="概述有误。")
    assert "相符，但已有更新的版本" in by_code(client, old)
    assert "相符，是现在公开的内容" in by_code(client, page.cleared_hash)


def test_what_was_withdrawn_says_when_and_why(client, place, people):
    page = published(place, people, attached(place))
    withdraw(page.pk, "数据有误，另行公开。", by=people["leader"], at=AT)
    for told in (by_code(client, page.cleared_hash), by_file(client, DATA)):
        assert "相符，但已经下线" in told
        assert "2026-03-02，数据有误，另行公开。" in told


def test_what_is_kept_back_is_not_named(client, place, people):
    page = published(place, people)
    InformationPage.objects.filter(pk=page.pk).update(attribute="on_application")
    told = by_code(client, page.cleared_hash)
    assert "曾经公开，现在不公开" in told
    assert page.title not in told


def test_a_draft_and_its_file_match_nothing(client, place, people):
    a_draft(a_section(place), by=people["clerk"], body=[attached(place)])
    assert "不符" in by_file(client, DATA)
    assert not PublishedFile.objects.exists()


@pytest.mark.parametrize(
    ("code", "told"),
    [("", "还没有填写防伪码"), ("abc", "现在是 3 位"), ("z" * 64, "只有数字和字母"), ("a" * 201, "太长了")],
)
def test_a_code_that_cannot_be_one_is_refused_beside_its_field(client, code, told):
    text = by_code(client, code, 400)
    assert told in text
    assert f'value="{code}"' in text


def test_a_file_that_is_missing_empty_or_too_large_is_refused_in_words(client, settings):
    answer = client.post("/verify/")
    assert (answer.status_code, "还没有选择文件" in answer.content.decode()) == (400, True)
    assert "0 字节" in by_file(client, b"", status=400)
    settings.VERIFY_MAX_BYTES = 1024 * 1024
    assert "文件超过 1 MB，没有接收" in by_file(client, b"x" * (1024 * 1024 + 1), status=413)


def test_an_address_that_verifies_too_often_has_to_wait(client, settings):
    settings.VERIFY_PER_HOUR = 1
    by_file(client, DATA)
    assert "请稍后再来" in by_file(client, DATA, status=429)


def test_what_is_hashed_is_the_whole_file(client, place, people):
    page = published(place, people, attached(place))
    assert page.publications.get().published_files.get().sha256 == hashlib.sha256(DATA).hexdigest()


def test_a_demonstration_says_so(client):
    place = a_place("demo", demonstration=True)
    page = published(place, staff(place.agency))
    assert "演示数据，非该中心发布" in by_code(client, page.cleared_hash)
