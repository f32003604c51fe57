"""Information: attribute and reasons (REQ-09, REQ-13), whose it is (REQ-03), periods (REQ-10, REQ-18), catalogue."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from gongkai.agencies.door import Person
from gongkai.pages.door import Attachment, BasePage, content_hash
from gongkai.publishing.door import Attribute, InformationPage, Origin, Refused, catalogue, proposed_attribute
from gongkai.publishing.placing import last_day_of
from gongkai.publishing.small_tables import TableUnreadable, read_table
from gongkai.publishing.templatetags.shown_files import download_name
from gongkai.statute import Calendar
from tests.publishing.examples import AT, a_draft, a_public_page, a_section, handed_in, information

pytestmark = pytest.mark.django_db


def problems(page):
    with pytest.raises(ValidationError) as refusal:
        page.full_clean(exclude=["path", "depth", "agency", "content_type", "slug"])
    return set(refusal.value.message_dict)


def refused(page, people):
    with pytest.raises(Refused) as refusal:
        handed_in(page, people)
    return [finding.rule for finding in refusal.value.findings]


def test_withheld_without_a_ground_and_a_reason_is_rejected(draft):
    draft.attribute = Attribute.WITHHELD
    assert problems(draft) == {"ground", "attribute_reason", "withheld_date"}


def test_withheld_with_one_recorded_reason_stands(draft):
    draft.attribute, draft.ground = Attribute.WITHHELD, "process_draft"
    draft.attribute_reason, draft.withheld_date = "过程稿，尚未定稿", date(2025, 3, 10)
    draft.full_clean()


def test_a_ground_without_withholding_contradicts_itself(draft):
    draft.ground = "process_draft"
    assert problems(draft) == {"ground"}


def test_a_yes_to_article_19_proposes_proactive_and_another_choice_needs_a_reason(draft):
    draft.adjusts_public_interest = draft.needs_wide_knowledge = True
    assert proposed_attribute(draft) == Attribute.PROACTIVE
    draft.attribute = Attribute.ON_APPLICATION
    assert problems(draft) == {"attribute_reason"}
    draft.attribute_reason = "只涉及一家单位，已书面告知。"
    draft.full_clean()


def test_without_any_reason_the_default_is_for_applicants_never_withheld():
    assert proposed_attribute(information()) == Attribute.ON_APPLICATION


@pytest.mark.parametrize("attribute", [Attribute.ON_APPLICATION, Attribute.WITHHELD])
def test_what_is_not_for_everybody_is_not_handed_in_for_publication(draft, people, attribute):
    draft.attribute, draft.attribute_reason = attribute, "理由"
    if attribute == Attribute.WITHHELD:
        draft.ground, draft.withheld_date = "process_draft", date(2026, 3, 1)
    draft.save_revision(user=people["clerk"])
    assert refused(draft, people) == ["SUBMIT-ATTRIBUTE"]


@pytest.mark.parametrize("origin", [Origin.OBTAINED_FROM_ORGAN, Origin.JOINTLY_MADE])
def test_what_another_organ_made_names_that_organ(draft, origin):
    draft.origin = origin
    assert problems(draft) == {"responsible_organ"}


def test_what_was_withheld_is_looked_at_again_after_twelve_months():
    page = information(attribute=Attribute.WITHHELD, withheld_date=date(2025, 3, 10))
    assert page.withheld_review_date == date(2026, 3, 10)
    assert information().withheld_review_date is None


@pytest.mark.parametrize(
    ("facts", "due"),
    [
        ({"issue_date": date(2025, 9, 25)}, date(2025, 10, 29)),
        ({"issue_date": date(2025, 1, 2), "formed_date": date(2026, 2, 10)}, date(2026, 3, 16)),
        (
            {
                "issue_date": date(2026, 3, 20),
                "special_due_date": date(2026, 3, 31),
                "special_due_law": "《住房公积金管理条例》",
            },
            date(2026, 3, 31),
        ),
    ],
)
def test_it_is_due_twenty_working_days_after_it_was_formed_unless_another_law_says_otherwise(facts, due):
    assert information(**facts).due_date(Calendar()).date == due


def test_a_special_date_names_its_law(draft):
    draft.special_due_date = date(2026, 3, 31)
    assert problems(draft) == {"special_due_law"}


def test_a_late_item_says_why(people, place):
    draft = a_draft(a_section(place), by=people["clerk"], issue_date=date(2025, 9, 25))
    assert refused(draft, people) == ["SUBMIT-LATE"]
    draft.late_reason = "征求意见时间较长"
    draft.save_revision(user=people["clerk"])
    assert handed_in(draft, people).round_due == 1


@pytest.mark.parametrize("issued", [date(1900, 1, 5), date(2006, 12, 31), date(2018, 6, 5)])
def test_a_document_older_than_the_regulation_is_published_with_the_reason_why_now(people, place, issued):
    draft = a_draft(a_section(place), by=people["clerk"], issue_date=issued)
    assert refused(draft, people) == ["SUBMIT-LONG-AGO"]
    assert last_day_of(draft) is None
    draft.late_reason = "历史文件补公开"
    draft.save_revision(user=people["clerk"])
    assert a_public_page(draft, people).live


def test_no_information_was_made_on_a_day_still_to_come(people, place):
    ahead = a_draft(a_section(place), by=people["clerk"], issue_date=date(2030, 1, 1))
    assert refused(ahead, people) == ["SUBMIT-AHEAD"]
    ahead.issue_date = AT.date()
    ahead.save_revision(user=people["clerk"])
    assert handed_in(ahead, people).round_due == 1


def test_the_date_produced_is_not_the_date_published(people, place):
    draft = a_draft(a_section(place), by=people["clerk"], issue_date=date(2026, 2, 10))
    page = a_public_page(draft, people)
    assert (page.issue_date, page.publication_date) == (date(2026, 2, 10), date(2026, 3, 2))


def test_the_catalogue_lists_what_has_number_title_summary_and_date(draft, people, place):
    page = a_public_page(draft, people)
    assert list(catalogue(place)) == [page]


def test_the_page_shows_what_a_reader_needs(draft, people, client):
    page = a_public_page(draft, people)
    text = client.get(page.url).content.decode()
    for words in (page.title, page.index_number, "2026-02-26", "2026-03-02", "全文如下。", 'name="PubDate"'):
        assert words in text


def an_attachment(content=b"first"):
    return Attachment.objects.create(title="附件", file=ContentFile(content, name="list.pdf"))


def with_attachment(section, attachment, by):
    block = {"type": "attachment", "value": {"file": attachment.pk, "title": "名单"}, "id": "b"}
    return a_draft(section, by=by, body=[{"type": "text", "value": "<p>见附件。</p>", "id": "a"}, block])


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def test_a_file_replaced_in_place_changes_what_was_approved(media, people, place):
    attachment = an_attachment()
    page = with_attachment(a_section(place), attachment, people["clerk"])
    before = content_hash(page)
    with attachment.file.storage.open(attachment.file.name, "wb") as stored:
        stored.write(b"second")
    assert content_hash(page) != before


def test_a_file_missing_changes_it_too(media, people, place):
    attachment = an_attachment()
    page = with_attachment(a_section(place), attachment, people["clerk"])
    before = content_hash(page)
    attachment.file.storage.delete(attachment.file.name)
    assert content_hash(page) != before


def test_an_attachment_is_for_the_public_while_a_public_page_shows_it(media, people, place, client):
    attachment = an_attachment()
    page = with_attachment(a_section(place), attachment, people["clerk"])
    address = f"/files/{page.pk}/{attachment.pk}/list.pdf"
    assert client.get(address).status_code == 404
    page = a_public_page(page, people)
    assert address in client.get(page.url).content.decode()
    answer = client.get(address)
    assert b"".join(answer.streaming_content) == b"first"
    assert answer.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("缴存核查表", "缴存核查表.docx"),
        ("缴存核查表.docx", "缴存核查表.docx"),
        ("表一/表二：“合计”?", "表一 表二：“合计”.docx"),
        ("..", "fake.docx"),
    ],
)
def test_an_attachment_is_kept_under_the_name_the_reader_sees(title, name):
    assert download_name(title, SimpleNamespace(filename="fake.docx")) == name


def test_a_file_that_no_public_page_shows_is_not_found_through_another_page(media, draft, people, client):
    page = a_public_page(draft, people)
    assert client.get(f"/files/{page.pk}/{an_attachment().pk}/list.pdf").status_code == 404


def test_staff_see_the_files_of_a_draft(media, people, place, client):
    attachment = an_attachment()
    page = with_attachment(a_section(place), attachment, people["clerk"])
    client.force_login(Person.objects.create_superuser("root"))
    assert client.get(f"/files/{page.pk}/{attachment.pk}/list.pdf").status_code == 200


def a_map(**facts):
    value = {"picture": 1, "alternative_text": "服务网点分布图", "caption": "", "is_map": True, "map_review_number": ""}
    return [{"type": "picture", "value": {**value, **facts}, "id": "m"}]


def test_plat_c_3_a_map_without_its_review_number_is_not_handed_in(people, place):
    draft = a_draft(a_section(place), by=people["clerk"], body=a_map())
    assert refused(draft, people) == ["SUBMIT-INCOMPLETE"]


def test_a_table_is_read_from_a_spreadsheet_or_from_commas():
    assert read_table("类别\t件数\n提取\t1,200\n贷款\t30").rows == (("提取", "1,200"), ("贷款", "30"))
    assert read_table("类别，件数\n提取，12").headings == ("类别", "件数")
    with pytest.raises(TableUnreadable, match="引号没有成对"):
        read_table('类别,件数\n"' + "长" * 140_000)


@pytest.mark.parametrize("text", ["", "只有一格", "类别,件数", "类别,件数\n提取,1,2"])
def test_what_is_no_table_is_refused_with_its_row(text):
    with pytest.raises(TableUnreadable):
        read_table(text)


def test_every_kind_of_block_is_shown(people, place, client):
    figures = {"title": "历年受理", "unit": "件", "cells": "年度,受理\n2024,10\n2025,12", "note": ""}
    step = {"title": "申请", "text": "携带材料", "duration": "当日"}
    pair = {"question": "何时施行", "answer": "<p>4月1日。</p>"}
    values = {
        "text": "<h2>一、背景</h2><p>正文。</p>",
        "table": {"title": "办理情况", "unit": "件", "cells": "类别,件数\n提取,12", "note": "快报数"},
        "chart": {**figures, "kind": "years", "sentence": "比上年多20%"},
        "steps": [{"type": "item", "value": step, "id": "s"}],
        "questions": [{"type": "item", "value": pair, "id": "q"}],
    }
    blocks = [{"type": kind, "value": value, "id": kind} for kind, value in values.items()]
    page = a_public_page(a_draft(a_section(place), by=people["clerk"], body=blocks), people)
    text = client.get(page.url).content.decode()
    for words in ("一、背景", "办理情况", "快报数", "<svg", "比上年多20%", "携带材料", "何时施行", "4月1日。"):
        assert words in text
    assert InformationPage.objects.get(pk=page.pk).cleared_hash == content_hash(
        BasePage.objects.get(pk=page.pk).specific
    )
