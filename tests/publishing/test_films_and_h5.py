"""Films and small web pages by upload: with a text for whoever cannot see them, looked into, and shut in (PLAT-27)."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.urls import reverse

from gongkai.pages.door import Attachment, content_hash
from gongkai.publishing.blocks import BodyBlock
from gongkai.publishing.completeness import incomplete
from gongkai.publishing.door import Refused
from gongkai.publishing.web_packages import address_of_package
from tests.publishing.examples import a_draft, a_public_page, a_section, body, handed_in

pytestmark = pytest.mark.django_db
PAGE = "<!doctype html><title>图解</title><script src='js/show.js'></script><p>贷款额度调整。</p>"
MEMBERS = {"图解/index.html": PAGE, "图解/js/show.js": "document.title = '图解'"}
ID = "6a0f6b1e-0000-4000-8000-00000000000a"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def zipped(members):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return written.getvalue()


def an_upload(place, name="图解.zip", data=None):
    data = zipped(MEMBERS) if data is None else data
    return Attachment.objects.create(title="图解", file=ContentFile(data, name), collection=place.collection)


def h5(row, **changes):
    told = {"package": row.pk, "title": "图解", "text": "贷款额度调整。", "height": "middle", **changes}
    return {"type": "h5", "value": told, "id": ID}


def checked(told):
    block = BodyBlock()
    return block.clean(block.to_python([told]))


def problem(told):
    with pytest.raises(ValidationError) as refusal:
        checked(told)
    return str(refusal.value.as_json_data() if hasattr(refusal.value, "as_json_data") else refusal.value.block_errors)


def test_a_zip_with_a_first_page_and_a_single_page_are_taken(place):
    assert checked(h5(an_upload(place)))
    assert checked(h5(an_upload(place, "图解.html", PAGE.encode())))


@pytest.mark.parametrize(
    ("members", "told"),
    [
        ({"start.html": PAGE}, "没有 index.html"),
        ({"index.html": PAGE, "setup.exe": "MZ"}, "不是网页能用的文件"),
        ({"index.html": PAGE, "../a.js": ""}, "指向压缩包以外"),
        ({"index.html": PAGE, "a.json": "0" * (65 << 20)}, "太大"),
    ],
)
def test_what_is_no_small_web_page_is_refused_with_the_reason(place, members, told):
    assert told in problem(h5(an_upload(place, data=zipped(members))))


def test_it_needs_a_title_and_its_text(place):
    row = an_upload(place)
    for missing in ("title", "text"):
        assert missing in problem(h5(row, **{missing: ""}))


def a_page(place, people, row):
    return a_draft(a_section(place), by=people["clerk"], body=[*body(), h5(row)])


def test_it_is_shown_in_a_sandbox_that_reaches_nothing_but_its_own_files(place, people, client):
    row = an_upload(place)
    page = a_page(place, people, row)
    address = address_of_package(page, row, preview=False)
    assert client.get(address).status_code == 404, "a draft's is nobody's"
    page = a_public_page(page, people)
    shown = client.get(page.get_url()).content.decode()
    assert f'src="{address}"' in shown
    assert 'sandbox="allow-scripts"' in shown
    answer = client.get(address)
    policy = answer.headers["Content-Security-Policy"]
    assert answer.content.decode() == PAGE
    assert policy.startswith("sandbox allow-scripts; default-src 'none'")
    assert "allow-same-origin" not in policy
    assert client.get(address.replace("index.html", "js/show.js")).headers["Content-Type"].startswith("text/javascript")
    assert client.get(address.replace("index.html", "../settings.py")).status_code == 404


def test_a_preview_opens_its_files_by_a_key_since_a_sandbox_signs_nobody_in(place, people, client):
    row, other = an_upload(place), an_upload(place)
    page = a_page(place, people, row)
    address = address_of_package(page, row, preview=True)
    assert client.get(address.replace("index.html", "js/show.js")).status_code == 200
    assert client.get(address.replace(f"/h5/{row.pk}/", f"/h5/{other.pk}/")).status_code == 404


def test_a_replaced_package_is_another_content(place, people):
    row = an_upload(place)
    page = a_page(place, people, row)
    before = content_hash(page)
    row.file.storage.delete(row.file.name)
    row.file.storage.save(row.file.name, ContentFile(zipped({**MEMBERS, "图解/index.html": "别的"})))
    assert content_hash(page) != before


def test_an_id_number_in_a_script_of_a_package_stops_it(place, people):
    members = {**MEMBERS, "图解/js/show.js": "const who = '11010519491231002X'"}
    with pytest.raises(Refused) as refusal:
        handed_in(a_page(place, people, an_upload(place, data=zipped(members))), people)
    assert {finding.facts["rule"] for finding in refusal.value.findings} == {"PRIV-ID"}


EMPTY = {
    "attachment": {"file": None, "title": ""},
    "video": {"video": None, "title": "", "transcript": ""},
    "h5": {"package": None, "title": "", "text": "", "height": "middle"},
    "picture": {"picture": None, "alternative_text": "", "caption": "", "is_map": False, "map_review_number": ""},
}


def test_a_draft_is_kept_and_seen_while_its_file_is_not_chosen_yet_and_is_handed_in_only_with_it(
    place, people, client, rf
):
    block = BodyBlock()
    for kind, told in EMPTY.items():
        value = block.to_python([{"type": kind, "value": told, "id": ID}])
        field = block.child_blocks[kind]
        with pytest.raises(ValidationError):
            field.clean(value[0].value)
        assert field.render(value[0].value, context={"page": None, "request": rf.get("/")}).strip() == ""
    page = a_draft(a_section(place), by=people["clerk"])
    client.force_login(people["clerk"])
    kinds = {f"body-{n}-{name}": value for n, kind in enumerate(EMPTY) for name, value in _posted(n, kind)}
    told = {
        "title": page.title,
        "genre": "general",
        "summary": page.summary,
        "issue_date": "2026-02-26",
        "attribute": "proactive",
        "origin": "self_made",
        "body-count": str(len(EMPTY)),
        **kinds,
    }
    answer = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), told)
    assert answer.status_code == 302, answer.context["form"].errors
    kept = type(page).objects.get(pk=page.pk).get_latest_revision_as_object()
    assert [one.block_type for one in kept.body] == list(EMPTY)
    assert client.get(reverse("publishing_proofread", args=[page.pk])).status_code == 200
    assert {finding.rule for finding in incomplete(kept)} == {"SUBMIT-INCOMPLETE"}


def _posted(number, kind):
    yield from (("deleted", ""), ("order", str(number)), ("type", kind), ("id", f"{ID[:-1]}{number}"))
    yield from ((f"value-{name}", value or "") for name, value in EMPTY[kind].items())


def film(row, **changes):
    return {"type": "video", "value": {"video": row.pk, "title": "解读", "transcript": "各位好。", **changes}, "id": ID}


def test_a_film_needs_what_is_said_in_it_and_a_format_that_browsers_play(place, people, client):
    row = an_upload(place, "解读.mp4", b"\x00\x00\x00\x18ftypisom" + b"0" * 64)
    assert checked(film(row))
    assert "transcript" in problem(film(row, transcript=""))
    assert "MP4" in problem(film(an_upload(place, "解读.avi", b"RIFF0000AVI ")))
    page = a_draft(a_section(place), by=people["clerk"], body=[*body(), film(row)])
    shown = client.get(a_public_page(page, people).get_url()).content.decode()
    assert "<video controls" in shown
    assert "各位好。" in shown
    source = shown.partition('<source src="')[2].partition('"')[0]
    assert client.get(source).headers["Content-Type"] == "video/mp4"
