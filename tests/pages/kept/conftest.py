"""What the tests of kept pages start from."""

from io import BytesIO

import pytest
from django.core.cache import cache, caches
from django.core.files.base import ContentFile
from PIL import Image

from gongkai.pages.door import Attachment, Picture
from tests.pages.kept.asking import DATA
from tests.publishing.examples import a_draft, a_public_page, a_section, staff
from tests.yearend.examples import a_place


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


@pytest.fixture
def reports(settings):
    memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "kept reports"}
    settings.CACHES = {**settings.CACHES, "downloads": memory}
    caches["downloads"].clear()
