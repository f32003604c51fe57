"""What is not public is found by no path, and what was withdrawn only as the mark at its own address."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from gongkai.pages.door import Attachment, index_everything, mark_everything, tree, write_everything_stale
from gongkai.portal.sitemap import A_PART
from gongkai.publishing.door import (
    Attribute,
    InformationPage,
    NormativeDocumentPage,
    TopicPage,
    TopicsPage,
    open_disclosure,
    publish_imported,
    withdraw,
)
from tests.publishing.examples import AT, a_document, a_section, body, staff
from tests.yearend.examples import a_place, an_importer

pytestmark = pytest.mark.django_db

TITLE, SUBJECT, NUMBER, INDEX = "缓缴审批琐事", "琐事类", "平公积金〔2026〕88号", "pingchang/2026-C00088"
TOLD = "公积金"  # a word that this document and the one beside it have
HIDDEN = {
    "draft": dict.fromkeys(("cleared_hash", "clearance", "clearance_batch"), "")
    | {"live": False, "cleared_at": None, "cleared_by": None},
    "scheduled": {"go_live_at": timezone.now() + timedelta(days=1)},
    "expired": {"expire_at": timezone.now()},
    "on application": {"attribute": Attribute.ON_APPLICATION},
    "withheld": {"attribute": Attribute.WITHHELD},
}


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    settings.KEPT_PAGES, settings.MEDIA_ROOT = tmp_path / "pages", tmp_path / "media"


@pytest.fixture
def place():
    return a_place()


@pytest.fixture
def page(place):
    """A public document with an attachment, beside another one, collected by a topic."""
    open_disclosure(place)
    section = a_section(place)
    public(a_document(section, title="住房公积金缴存办法", slug="known", body=body(f"{TOLD}缴存。")))
    topic = TopicPage(title="专题", slug="topic", introduction="<p>说明。</p>", collects=SUBJECT, live=False)
    topic.first_date = AT.date()
    public(TopicsPage.open_below(place).add_child(instance=topic), AT.date())
    file = Attachment.objects.create(title="附表", file=ContentFile(b"form", "a.txt"), collection=place.collection)
    shown = {"type": "attachment", "value": {"file": file.pk, "title": "附表"}, "id": "6a0f6b1e-0000-4000-8000-02"}
    facts = {"title": TITLE, "subject": SUBJECT, "document_number": NUMBER, "slug": "hidden", "index_number": INDEX}
    return public(a_document(section, body=[*body(f"{TOLD}缓缴。"), shown], **facts))


def public(page, day=None):
    return publish_imported(page, publication_date=day or page.issue_date, batch="测试", by=an_importer(), at=AT)


def paths(page):
    """Yield every address, but its own, that tells of a public document."""
    agency, section = page.agency.slug, page.get_parent()
    yield from ("/", f"/{agency}/", section.url, f"/{agency}/disclosure/catalogue/", f"/{agency}/topics/topic/")
    yield from (f"/policies/{agency}/", f"/normative-documents/{agency}/")
    yield from (f"/feeds/{agency}.atom", f"/feeds/sections/{section.pk}.atom", f"/sitemap-{page.pk // A_PART}.xml")
    for question in (
        TITLE[:2],
        TITLE,
        NUMBER,
        TOLD,
        page.index_number,
        f"&agency={agency}&year=2026",
        "&state=in_force",
    ):
        yield from (f"/search/?q={question}", f"/search/feed.atom?q={question}")
    yield from (f"/search/suggestions/?q={TITLE[:2]}", "/search/")
    for name in ("documents", "documents.csv", "catalogue", "catalogue.csv"):
        yield f"/api/v1/{name}"


def told_at(client, path):
    answer = client.get(path)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = content.decode("utf-8-sig")
    return json.dumps(json.loads(text), ensure_ascii=False) if "json" in answer.headers["Content-Type"] else text


def traces_of(page, text):
    """Return what of the document stands in a text, where the visitor has not typed it himself."""
    words = {
        "title": TITLE,
        "subject": SUBJECT,
        "number": NUMBER,
        "index": INDEX,
        "address": f"/{page.agency.slug}/{page.pk}/",
    }
    return {name for name, word in words.items() if word in text}


def addresses_of(page):
    """Return its own address, that of its attachment, and those of its data."""
    (file,) = Attachment.objects.all()
    attachment = reverse("shown_attachment", args=[page.pk, file.pk, "a.txt"])
    return [page.url, attachment, f"/api/v1/documents/{page.pk}"]


def test_what_is_public_is_told_by_every_path(client, page):
    write_everything_stale()
    for path in set(paths(page)) - {"/"}:  # which lists agencies and their reports
        assert traces_of(page, told_at(client, path)), path
    assert [client.get(one).status_code for one in addresses_of(page)] == [200] * 3
    assert TITLE in tree().read(page.url).decode()


def nothing_tells_of(page, client):
    mark_everything()
    write_everything_stale()
    for path in paths(page):
        typed = {TITLE: {"title"}, NUMBER: {"number"}, INDEX: {"index"}}.get(path.rpartition("q=")[2], set())
        assert traces_of(page, told_at(client, path)) <= typed, path
    for address in (page.get_parent().url, f"/{page.agency.slug}/", f"/{page.agency.slug}/topics/topic/"):
        assert not traces_of(page, (tree().read(address) or b"").decode()), address


@pytest.mark.parametrize("state", HIDDEN)
def test_no_path_leads_to_what_is_not_public(client, page, state):
    for kind in (InformationPage, NormativeDocumentPage):
        kind.objects.filter(pk=page.pk).update(**HIDDEN[state])
    index_everything()
    nothing_tells_of(page, client)
    assert [client.get(one).status_code for one in addresses_of(page)] == [404] * 3
    assert tree().read(page.url) is None


def test_what_was_withdrawn_is_found_as_the_mark_at_its_address_alone(client, page):
    write_everything_stale()
    withdraw(page.pk, "所载期限有误。", by=staff(page.agency)["leader"], at=AT)
    write_everything_stale()
    nothing_tells_of(page, client)
    assert [client.get(one).status_code for one in addresses_of(page)] == [410, 404, 404]
    for mark in (client.get(page.url).content, tree().read(page.url)):
        assert "所载期限有误。" in mark.decode()
        assert "缓缴。" not in mark.decode()
