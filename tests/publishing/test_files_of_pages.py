"""Files: the public gets what was reviewed, staff what is their agency's, and nobody anything else."""

from __future__ import annotations

import io

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice
from PIL import Image
from wagtail.documents.forms import get_document_form

from gongkai.agencies.door import Person
from gongkai.pages.door import Attachment, Picture
from tests.publishing.examples import a_draft, a_public_page, a_section, body, staff
from tests.yearend.examples import a_place

pytestmark = pytest.mark.django_db
REVIEWED, ANOTHER = b"what three people read", b"what nobody read"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def an_attachment(place, name="附表.txt", data=REVIEWED):
    return Attachment.objects.create(title="附表", file=ContentFile(data, name), collection=place.collection)


def a_picture(place):
    drawn = io.BytesIO()
    Image.new("RGB", (8, 8)).save(drawn, "PNG")
    return Picture.objects.create(
        title="示意图", file=ContentFile(drawn.getvalue(), "map.png"), collection=place.collection
    )


def showing(attachment):
    block = {"type": "attachment", "value": {"file": attachment.pk, "title": "附表"}}
    return [*body(), {**block, "id": "6a0f6b1e-0000-4000-8000-000000000002"}]


def a_draft_with(attachment, place, people):
    return a_draft(a_section(place), by=people["clerk"], body=showing(attachment))


def address(page, attachment):
    return reverse("shown_attachment", args=[page.pk, attachment.pk, "file"])


def got(answer):
    return b"".join(answer.streaming_content) if answer.status_code == 200 else answer.status_code


def replace(client, attachment, place):
    told = {"title": attachment.title, "collection": place.collection.pk, "tags": ""}
    upload = SimpleUploadedFile("another.txt", ANOTHER)
    return client.post(reverse("wagtaildocs:edit", args=[attachment.pk]), {**told, "file": upload})


def test_a_file_of_a_public_page_is_not_replaced_and_the_clerk_reads_why(client, place, people):
    attachment = an_attachment(place)
    page = a_public_page(a_draft_with(attachment, place, people), people)
    client.force_login(people["clerk"])
    assert "正在使用这个文件" in replace(client, attachment, place).content.decode()
    client.logout()
    assert got(client.get(address(page, attachment))) == REVIEWED


def test_a_file_that_only_drafts_show_is_replaced(client, place, people):
    attachment = an_attachment(place)
    a_draft_with(attachment, place, people)
    client.force_login(people["clerk"])
    assert replace(client, attachment, place).status_code == 302
    assert Attachment.objects.get().file.read() == ANOTHER


@pytest.mark.parametrize("change", [{"title": "别的附表"}, {"file": ContentFile(ANOTHER, "another.txt")}])
def test_no_code_changes_a_file_of_a_public_page_either(place, people, change):
    attachment = an_attachment(place)
    a_public_page(a_draft_with(attachment, place, people), people)
    for name, value in change.items():
        setattr(attachment, name, value)
    with pytest.raises(PermissionDenied):
        attachment.save()


def test_a_file_of_a_public_page_is_not_deleted(client, place, people):
    attachment = an_attachment(place)
    page = a_public_page(a_draft_with(attachment, place, people), people)
    client.force_login(people["clerk"])
    client.post(reverse("wagtaildocs:delete", args=[attachment.pk]))
    with pytest.raises(PermissionDenied), transaction.atomic():
        Attachment.objects.all().delete()
    client.logout()
    assert got(client.get(address(page, attachment))) == REVIEWED


def test_a_file_nobody_shows_is_deleted(client, place, people):
    attachment = an_attachment(place)
    client.force_login(people["clerk"])
    assert client.post(reverse("wagtaildocs:delete", args=[attachment.pk])).status_code == 302
    assert not Attachment.objects.exists()


@pytest.fixture
def abroad():
    """Somebody else's place and people."""
    elsewhere = a_place("elsewhere")
    return elsewhere, staff(elsewhere.agency)


def test_a_drafts_file_is_for_its_own_agency(client, place, people, abroad):
    attachment = an_attachment(place)
    page = a_draft_with(attachment, place, people)
    client.force_login(people["second"])
    assert got(client.get(address(page, attachment))) == REVIEWED
    client.force_login(abroad[1]["clerk"])
    assert got(client.get(address(page, attachment))) == 404
    stock = reverse("wagtaildocs_serve", args=[attachment.pk, attachment.filename])
    assert client.get(stock).headers["Location"] == "/admin/"


def test_a_foreign_file_is_not_had_through_a_page_of_ones_own(client, place, people, abroad):
    elsewhere, theirs = abroad
    own = a_draft_with(an_attachment(elsewhere), elsewhere, theirs)
    client.force_login(theirs["clerk"])
    assert got(client.get(address(own, an_attachment(place)))) == 404


def test_a_drafts_file_waits_for_the_second_step(client, place, people):
    attachment = an_attachment(place)
    page = a_draft_with(attachment, place, people)
    TOTPDevice.objects.create(user=people["clerk"], confirmed=True)
    client.force_login(people["clerk"])
    assert got(client.get(address(page, attachment))) == 404


def test_the_media_folder_answers_with_own_pictures_only(client, place, people, abroad):
    picture, attachment = a_picture(place), an_attachment(place, "page.html", b"<script src=x.js></script>")
    size = picture.get_rendition("max-4x4")
    client.force_login(people["clerk"])
    for file, answer in ((picture.file, 200), (size.file, 200), (attachment.file, 404)):
        assert client.get(f"/admin/media/{file.name}").status_code == answer, file.name
    client.force_login(abroad[1]["clerk"])
    for file in (picture.file, size.file):
        assert client.get(f"/admin/media/{file.name}").status_code == 404


def test_the_lists_to_choose_from_name_no_foreign_drafts(client, place, people, abroad):
    elsewhere, theirs = abroad
    sections = a_section(place), a_section(elsewhere)
    a_draft(sections[0], by=people["clerk"], title="自家的草稿")
    a_draft(sections[1], by=theirs["clerk"], title="别家的草稿")
    client.force_login(people["clerk"])
    lists = [client.get(reverse("wagtailadmin_choose_page_child", args=[one.pk])).json()["html"] for one in sections]
    assert ["自家的草稿" in lists[0], "别家的草稿" in lists[1]] == [True, False]
    for route in ("wagtailadmin_api:images:listing", "wagtailadmin_reports:page_types_usage"):
        assert client.get(reverse(route)).headers["Location"] == "/admin/", route


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("名单.docx", b"MZ\x90\x00 a program"),
        ("名单.exe", b"MZ\x90\x00 a program"),
        ("名单.pdf", b"<!doctype html><script>alert(1)</script>"),
        ("名单.txt", b""),
    ],
)
def test_what_nobody_publishes_or_is_not_what_its_name_says_is_not_taken_in(client, place, people, name, data):
    client.force_login(people["clerk"])
    told = {"title": "名单", "collection": place.collection.pk, "tags": "", "file": SimpleUploadedFile(name, data)}
    answer = client.post(reverse("wagtaildocs:add"), told)
    assert answer.status_code == 200 and not Attachment.objects.exists()
    assert any(words in answer.content.decode() for words in ("内容与扩展名不符", "不是可以公开的文件类型", "空"))


def test_several_files_at_once_are_looked_at_too(client, place, people):
    client.force_login(people["clerk"])
    program = SimpleUploadedFile("名单.docx", b"MZ\x90\x00 a program")
    told = {"title": "名单", "collection": place.collection.pk, "files[]": program}
    answer = client.post(reverse("wagtaildocs:add_multiple"), told, headers={"x-requested-with": "XMLHttpRequest"})
    assert not answer.json()["success"] and not Attachment.objects.exists()


def test_naming_the_number_of_a_foreign_file_in_ones_draft_gives_no_right_to_it(client, place, people, abroad):
    foreign = an_attachment(place)
    elsewhere, theirs = abroad
    section = a_section(elsewhere)
    client.force_login(theirs["clerk"])
    told = {"title": "借用", "slug": "", "body-count": "1", "body-0-type": "attachment", "body-0-deleted": ""}
    told |= {"body-0-order": "0", "body-0-value-file": foreign.pk, "body-0-value-title": "附表"}
    answer = client.post(reverse("wagtailadmin_pages:add", args=["publishing", "informationpage", section.pk]), told)
    assert "不属于本单位的图片或者附件" in answer.content.decode()
    assert not section.get_children().exists()


def test_who_reviews_opens_the_files_from_the_page_of_the_review(client, place, people):
    page = a_draft_with(an_attachment(place), place, people)
    client.force_login(people["second"])
    proofs = client.get(reverse("publishing_proofread", args=[page.pk])).content.decode()
    assert f'href="/files/{page.pk}/' in proofs


@pytest.mark.parametrize(("title", "kept"), [("木马", ""), ("办理时间表", "办理时间表")])
def test_a_title_made_of_the_name_of_a_refused_file_does_not_stay_for_the_next(title, kept):
    sent = SimpleUploadedFile("木马.docx", b"MZ\x90")
    form = get_document_form(Attachment)({"title": title}, {"file": sent}, user=Person.objects.create_superuser("root"))
    assert "file" in form.errors
    assert form["title"].value() == kept
