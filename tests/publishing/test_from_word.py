"""From a Word document to a draft: what becomes of it, what is kept beside it, and that it goes every draft's way."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gongkai.agencies.door import Person, Role
from gongkai.pages.door import Attachment, Picture
from gongkai.publishing.door import InformationPage, NormativeDocumentPage, Refused, SectionPage
from gongkai.publishing.manuscript_records import ManuscriptRecord
from tests.proofing.madefiles import ID, document, saved
from tests.publishing.examples import a_person, a_section, handed_in
from tests.publishing.manuscripts import CHANGED, NOTED, a_notice, with_notes_and_comments, with_picture, with_xml
from tests.yearend.examples import a_place

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def section(place):
    return a_section(place)


@pytest.fixture
def clerk(client, people):
    client.force_login(Person.objects.get(pk=people["clerk"].pk))
    return client


def send(client, section, data, **typed):
    file = SimpleUploadedFile("贷款额度.docx", data)
    told = {"becomes": "informationpage", "file": file, **typed}
    return client.post(f"/admin/manuscripts/below/{section.pk}/", told, follow=True)


def text_of(answer):
    return answer.content.decode()


def kinds(page):
    return [block.block_type for block in page.body]


def test_a_document_with_table_picture_footnote_and_change_becomes_a_draft_and_the_rest_is_named(clerk, section):
    data = with_notes_and_comments(with_picture(with_xml(a_notice(), CHANGED, NOTED)))
    answer = send(clerk, section, data)
    page = InformationPage.objects.get()
    assert (page.title, page.document_number) == ("关于调整住房公积金贷款额度的通知", "平公积金发〔2026〕5号")
    assert not page.live
    assert page.latest_revision.user.username.startswith("clerk")
    assert kinds(page) == ["text", "table", "text", "picture", "text"]
    assert page.summary == "经管委会研究决定，调整贷款额度。"
    said = text_of(answer)
    for words in ("修订", "脚注", "批注", "替代文字", "合并的单元格", "请逐项核对"):
        assert words in said, words
    assert "去编辑草稿" in said


def test_a_picture_without_words_keeps_the_draft_from_being_handed_in(clerk, section, people):
    send(clerk, section, saved(with_picture(a_notice())))
    page = InformationPage.objects.get()
    with pytest.raises(Refused, match="第4块"):
        handed_in(page, people)
    (block,) = (one for one in page.body.raw_data if one["type"] == "picture")
    block["value"]["alternative_text"] = "新旧额度对照图"
    page.save_revision(user=people["clerk"])
    assert handed_in(page, people).round_due == 1


def test_pictures_and_the_file_itself_belong_to_the_agency(clerk, section, place):
    send(clerk, section, saved(with_picture(a_notice())), attach_itself="on")
    assert Picture.objects.get().collection == place.collection
    attached = Attachment.objects.get()
    assert attached.collection == place.collection
    assert kinds(InformationPage.objects.get())[-1] == "attachment"


def test_what_was_typed_stands_before_what_the_file_says(clerk, section):
    send(clerk, section, saved(a_notice()), title="贷款额度调整", issue_date="2026-02-27")
    page = InformationPage.objects.get()
    assert (page.title, f"{page.issue_date}") == ("贷款额度调整", "2026-02-27")
    assert ManuscriptRecord.objects.get().said["title"] == "关于调整住房公积金贷款额度的通知"


def test_a_date_that_nobody_gave_is_asked_for_and_what_was_typed_is_kept(clerk, section):
    answer = send(clerk, section, saved(document("本周开展下乡服务。", "共三百人。")), title="下乡服务")
    assert answer.status_code == 400
    assert "没有认出成文日期" in text_of(answer)
    assert 'value="下乡服务"' in text_of(answer)
    assert not InformationPage.objects.exists()
    assert not Picture.objects.exists()


def test_a_normative_document_asks_for_its_first_day_or_finds_it(clerk, section):
    send(clerk, section, saved(document("关于放假的通知", "放假。", "2026年2月26日")), becomes="normativedocumentpage")
    assert not NormativeDocumentPage.objects.exists()
    send(clerk, section, saved(a_notice()), becomes="normativedocumentpage")
    document_page = NormativeDocumentPage.objects.get()
    assert (f"{document_page.effective_date}", document_page.maker) == ("2026-04-01", document_page.agency.name)


def test_days_that_cannot_be_are_refused_beside_their_field(clerk, section):
    answer = send(clerk, section, saved(a_notice()), becomes="normativedocumentpage", effective_date="2025-01-01")
    assert "施行日期不能早于成文日期" in text_of(answer)
    assert not NormativeDocumentPage.objects.exists()


def test_an_old_word_file_is_refused_beside_its_field(clerk, section):
    answer = send(clerk, section, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"))
    assert "另存为" in text_of(answer)
    assert answer.status_code == 400


def test_personal_data_in_the_document_is_found_like_in_any_draft(clerk, section, people):
    send(clerk, section, saved(document("关于公示名单的公告", f"张三，{ID}。", "2026年2月26日")))
    with pytest.raises(Refused):
        handed_in(InformationPage.objects.get(), people)


def test_the_section_offers_it_and_the_draft_tells_where_it_came_from(clerk, section):
    assert "从 Word 文档新建" in text_of(clerk.get(f"/admin/pages/{section.pk}/"))
    send(clerk, section, saved(a_notice()))
    page = InformationPage.objects.get()
    assert f"/admin/manuscripts/{page.pk}/" in text_of(clerk.get(f"/admin/pages/{page.pk}/edit/"))


def test_people_of_another_agency_come_in_nowhere(client, clerk, section):
    send(clerk, section, saved(a_notice()))
    page = InformationPage.objects.get()
    stranger = a_person("stranger", a_place("elsewhere").agency, Role.CLERK)
    client.force_login(Person.objects.get(pk=stranger.pk))
    send(client, section, saved(a_notice()))
    assert InformationPage.objects.count() == 1
    assert "没有原样保留" not in text_of(client.get(f"/admin/manuscripts/{page.pk}/", follow=True))


def test_nothing_of_a_draft_that_fails_stays_behind(clerk, section, media, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(InformationPage, "save_revision", fail)
    with pytest.raises(RuntimeError):
        send(clerk, section, saved(with_picture(a_notice())))
    assert not InformationPage.objects.exists()
    assert [path for path in media.rglob("*") if path.is_file()] == []


def test_a_draft_that_is_thrown_away_takes_its_record_along(clerk, section):
    send(clerk, section, saved(a_notice()))
    InformationPage.objects.get().delete()
    assert not ManuscriptRecord.objects.exists()
    assert SectionPage.objects.filter(pk=section.pk).exists()
