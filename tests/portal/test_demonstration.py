"""Whatever a demonstration shows says 演示数据，非该中心发布 and asks not to be found: every public route is tried."""

import io
import re
from fnmatch import fnmatchcase

import docx
import pypdfium2
import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from PIL import Image

from gongkai.agencies.door import DEMONSTRATION, Role
from gongkai.cases import form_tokens
from gongkai.cases.case_files import Direction
from gongkai.cases.door import issue_reply
from gongkai.cases.tracking import new_code, tracking_hash
from gongkai.config.policies import policy_of
from gongkai.pages.door import Attachment, Picture, begin_where_foreign, write_everything_stale, write_manifest
from tests.cases.examples import AT, TODAY, a_case, approved, sealed, who
from tests.house.routes import every_route
from tests.publishing.examples import a_document, a_draft, a_public_page, a_section, staff
from tests.yearend.examples import a_place, a_published_report

pytestmark = pytest.mark.django_db

# Public routes that show nothing of an agency, each with what it is.
SHOW_NOTHING = {
    "wagtailadmin_*": "signing in",
    "wagtailcore_*": "signing in",
    "check_report": "reads a file that somebody brings",
    "compare_reports": "reads files that somebody brings",
    "mended_report": "reads a file that somebody brings",
    "rule_catalogue": "the rules of the software",
    "report_schema": "the form of the data",
    "display": "how somebody wants pages shown",
    "display_css": "a style sheet",
    "visit_image": "an empty image",
    "opensearch": "how a browser asks",
    "robots": "what search engines may read",
    "sitemap*": "lists no demonstration at all",
    "open_data:openapi-json": "the description of the interface",
    "open_data:api-root": "no answer of its own",
    "track": "asks for a code",
    "resume_application": "answers a form",
    "forget_application": "answers a form",
    "stop_tracking": "answers a form",
    "send_correction": "answers a form",
    "send_reasons": "answers a form",
    "withdraw": "answers a form",
    "send_opinion": "a form below a draft, whose page says so",
    "shown_h5": "a web page in the sandbox of the page that says so; never to be found, whoever's it is",
    "tracked_file": "what the applicant sent",
    "tracked_part": "a case that was split in parts, shown as the case is",
}
# Files cannot all say it inside; the page that shows them does, and they are not to be found either.
ONLY_UNLISTED = {"shown_picture", "shown_attachment", "tracked_letter_file"}


@pytest.fixture
def place(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(form_tokens, "QUICKEST_SECONDS", -1)
    cache.clear()
    settings.MEDIA_ROOT, settings.KEPT_PAGES = tmp_path / "media", tmp_path / "pages"
    return a_place("yunhu", name="云湖市住房公积金管理中心", demonstration=True)


@pytest.fixture
def addresses(place, client):
    """Every public route that shows something, with an address of it in a demonstration."""
    people, section = staff(place.agency), a_section(place, "notice", title="通知公告", slug="notices")
    drawn = io.BytesIO()
    Image.new("RGB", (20, 20), "white").save(drawn, "PNG")
    owned = {"collection": place.collection}
    table = Attachment.objects.create(title="附表", file=ContentFile("缴存比例。".encode(), "t.txt"), **owned)
    picture = Picture.objects.create(title="图", file=ContentFile(drawn.getvalue(), "p.png"), **owned)
    shown = {"picture": picture.pk, "alternative_text": "图", "caption": "", "is_map": False, "map_review_number": ""}
    body = [
        {"type": "attachment", "value": {"file": table.pk, "title": "附表"}, "id": "1" * 8},
        {"type": "picture", "value": shown, "id": "2" * 8},
    ]
    page = a_public_page(a_draft(section, by=people["clerk"], title="贷款公告", body=body), people)
    document = a_public_page(a_document(a_section(place), by=people["clerk"]), people)
    report = a_published_report(place)
    begin_where_foreign()
    write_everything_stale()
    write_manifest()
    code = new_code()
    case = a_case(place.agency, TODAY, tracking_hash=tracking_hash(code))
    approved(case, "R2_provide")
    letter = sealed(case, clerk := who(place.agency, Role.CLERK))
    issue_reply(case.pk, by=clerk, at=AT, today=TODAY)
    assert client.post("/track/", {"code": code}).status_code == 302
    sent = {"kind": "wording", "description": "错字。", "token": form_tokens.new_token()}
    error = client.post("/site-errors/yunhu/", sent).url
    slug, number = place.slug, letter.pk
    return {
        "wagtail_serve": ["/", place.url, section.url, page.url, document.url, report.url],
        "page_to_keep": [f"/files/{page.pk}/page.html"],
        "shown_picture": [f"/files/{page.pk}/pictures/{picture.pk}"],
        "shown_attachment": [f"/files/{page.pk}/{table.pk}/t.txt"],
        "annual_report_file": [
            f"/open-data/annual-reports/{slug}/{report.year}.{kind}" for kind in ("json", "docx", "csv", "html")
        ],
        "apply": [f"/apply/{slug}/"],
        "paper_form": [f"/apply/{slug}/paper-form/"],
        "application_form": [f"/apply/{slug}/{kind}/" for kind in ("person", "organization")],
        "tracked_case": ["/track/case/"],
        "tracked_letter": [f"/track/case/letters/{number}/"],
        "tracked_letter_file": [f"/track/case/letters/{number}/file/"],
        **{f"open_data:{name}": [f"/api/v1/{path}"] for name, path in OPEN_DATA.items()},
        "open_data:report": [f"/api/v1/annual-reports/{slug}/{report.year}"],
        "open_data:document": [f"/api/v1/documents/{page.pk}"],
        "open_data_guide": ["/open-data/"],
        "policy_library": [f"/policies/{slug}/"],
        "document_register": [f"/normative-documents/{slug}/"],
        "public_comments": [f"/comments/{slug}/"],
        "site_map": [f"/site-map/{slug}/"],
        "report_site_error": [f"/site-errors/{slug}/"],
        "site_error_status": [error],
        "visit_statistics": [f"/visits/{slug}/"],
        "search": ["/search/?q=贷款"],
        "suggestions": ["/search/suggestions/?q=贷款"],
        "search_feed": ["/search/feed.atom?q=贷款"],
        "agency_feed": [f"/feeds/{slug}.atom"],
        "section_feed": [f"/feeds/sections/{section.pk}.atom"],
        "verify": [f"/verify/?code={page.cleared_hash}"],
        "kept_manifest": ["/verify/pages.sha256"],
    }  # fmt: skip


OPEN_DATA = {
    name + ("_csv" if ending else ""): path + ending
    for name, path in {
        "agencies": "agencies",
        "sections": "sections",
        "reports": "annual-reports",
        "catalogue": "catalogue",
        "documents": "documents",
    }.items()
    for ending in ("", ".csv")
}


def test_every_public_route_says_so_and_asks_not_to_be_found(addresses, client):
    public = {route.name for route in every_route() if (policy := policy_of(route.name)) and policy.public}
    untried = {name for name in public - set(addresses) if not shows_nothing(name)}
    assert untried == set(), "give each an address above, or say there why it shows nothing of an agency"
    silent, found, refused = [], [], []
    for name, asked in addresses.items():
        for address in asked:
            answer = client.get(address)
            if answer.status_code != 200:
                refused.append((address, answer.status_code))
                continue
            text = words_of(answer)
            if name not in ONLY_UNLISTED and DEMONSTRATION not in text:
                silent.append(address)
            if "noindex" not in answer.headers.get("X-Robots-Tag", "") and not re.search(
                r'<meta name="robots" content="noindex', text
            ):
                found.append(address)
    assert (silent, found, refused) == ([], [], [])


def shows_nothing(name):
    return any(fnmatchcase(name, pattern) for pattern in SHOW_NOTHING)


def words_of(answer):
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if data[:2] == b"PK":
        return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs)
    return data.decode(errors="replace")


def test_the_letters_of_a_demonstration_say_so_in_every_format(place):
    case = a_case(place.agency, TODAY)
    approved(case, "R2_provide")
    letter = sealed(case, who(place.agency, Role.CLERK))
    written = {file.kind: file.data() for file in letter.files.filter(direction=Direction.LETTER)}
    assert set(written) >= {"docx", "pdf"}
    for kind, data in written.items():
        assert DEMONSTRATION in words_in(data, kind), kind


def words_in(data, kind):
    if kind == "docx":
        return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs)
    return pypdfium2.PdfDocument(data)[0].get_textpage().get_text_bounded()


def test_an_agency_that_is_real_says_nothing_of_the_kind(client):
    place = a_place("yunhu", name="云湖市住房公积金管理中心")
    people, section = staff(place.agency), a_section(place, "notice", title="通知公告", slug="notices")
    page = a_public_page(a_draft(section, by=people["clerk"]), people)
    answer = client.get(page.url)
    assert "演示" not in answer.content.decode()
    assert "noindex" not in f"{answer.content.decode()}{answer.headers}"
