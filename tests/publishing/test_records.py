"""Sections, information and documents from files: with their own day and number, and no way around the reviews."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from gongkai.agencies.door import LogEntry, NotTakenIn, take_in
from gongkai.pages.door import AgencyPage, Attachment, BasePage, NotCleared, content_hash
from gongkai.publishing.door import (
    RECORD_KINDS,
    DisclosureSectionPage,
    InformationPage,
    NormativeDocumentPage,
    Publication,
    SectionPage,
    Validity,
    ValidityEvent,
)
from gongkai.publishing.information_records import DOCUMENT_FIELDS, INFORMATION_FIELDS
from tests.proofing.madefiles import pdf
from tests.publishing.examples import a_draft, a_person, a_public_page, a_section, handed_in, staff
from tests.yearend.examples import a_place, an_agency

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 27, 2, tzinfo=UTC)
SOURCE = "云湖中心旧网站"
SECTIONS = """agency,path,title,statistical_class,opened_date
yunhu,news,工作动态,政务动态类,2015-01-01
yunhu,policy,政策文件,政策类,2015-01-01
yunhu,policy/local,本市政策,政策类,2023-03-15
"""
ITEM = {
    "agency": "yunhu",
    "reference": "2023-0001",
    "section": "policy/local",
    "title": "关于国庆节期间业务办理安排的通知",
    "body": "各服务大厅安排如下。\n10月8日恢复正常。",
    "publication_date": "2023-09-25",
    "index_number": "YH/2023-C00001",
}
DOCUMENT = {
    "agency": "yunhu",
    "section": "policy/local",
    "title": "云湖市住房公积金提取管理办法",
    "body": "第一条 为规范提取业务，制定本办法。",
    "document_number": "云公积金规〔2018〕2号",
    "issue_date": "2018-05-20",
    "publication_date": "2018-05-25",
    "effective_date": "2018-07-01",
    "last_date": "2023-06-30",
}
EVENT = {
    "agency": "yunhu",
    "document_number": "云公积金规〔2018〕2号",
    "act": "废止",
    "effective_date": "2022-01-01",
    "by_text": "云公积金规〔2021〕9号",
}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def agency():
    return an_agency("yunhu")


@pytest.fixture
def folder(agency, tmp_path) -> Path:
    place = tmp_path / "records"
    (place / "attachments").mkdir(parents=True)
    (place / "sections.csv").write_text(SECTIONS, "utf-8")
    return place


def write(folder: Path, kind: str, *rows: dict) -> Path:
    (folder / f"{kind}.jsonl").write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    return folder


def taken(folder: Path, **options):
    return take_in(folder, RECORD_KINDS, by=a_person("loader"), at=AT, source=SOURCE, **options)


def faults_of(folder: Path):
    with pytest.raises(NotTakenIn) as refused:
        taken(folder)
    return [(fault.row, fault.column, fault.message) for fault in refused.value.faults]


def the_item(folder: Path, **changes) -> InformationPage:
    taken(write(folder, "information", ITEM | changes))
    return InformationPage.objects.get(title=changes.get("title", ITEM["title"]))


# -- sections --------------------------------------------------------------------------------------


def test_sections_stand_below_the_agencys_place_which_is_made_with_its_disclosure_section(folder, agency):
    taken(folder)
    local = SectionPage.objects.get(slug="local")
    assert local.get_parent().title == "政策文件"
    assert local.opened_date == date(2023, 3, 15)
    assert AgencyPage.objects.ancestor_of(local).get().agency == agency
    assert DisclosureSectionPage.objects.child_of(AgencyPage.objects.get(agency=agency)).exists()


def test_an_agency_keeps_the_place_it_has(folder, agency):
    place = a_place("other")
    (folder / "sections.csv").write_text(SECTIONS.replace("yunhu", "other"), "utf-8")
    taken(folder)
    assert AgencyPage.objects.filter(agency=place.agency).count() == 1


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("yunhu,nowhere/local,本市,政策类,2023-01-01,", "栏目地址"),
        ("yunhu,a b,本市,政策类,2023-01-01,", "栏目地址"),
        ("yunhu,disclosure/news,动态,政务动态类,2023-01-01,", "栏目地址"),
        ("yunhu,news,动态,政务动态类,2023-01-01,信息科", "责任科室"),
    ],
)
def test_a_section_that_cannot_be_is_told_beside_its_column(folder, row, column):
    (folder / "sections.csv").write_text(f"agency,path,title,statistical_class,opened_date,office\n{row}\n", "utf-8")
    ((number, told, _),) = faults_of(folder)
    assert (number, told) == (2, column)
    assert not SectionPage.objects.exists()


def test_a_section_for_a_duty_stands_among_the_statutory_content(folder):
    row = "yunhu,disclosure/statutory/budget,财政预决算,概况类,2019-05-15,art20_07_budget"
    (folder / "sections.csv").write_text(f"agency,path,title,statistical_class,opened_date,duty\n{row}\n", "utf-8")
    taken(write(folder, "information", ITEM | {"section": "政府信息公开/法定主动公开内容/财政预决算"}))
    assert InformationPage.objects.get().get_parent().slug == "budget"


# -- information -----------------------------------------------------------------------------------


def test_history_is_public_with_its_own_day_and_number_and_names_its_source(folder, client):
    page = the_item(folder)
    assert (page.live, page.publication_date, page.published_at) == (True, date(2023, 9, 25), None)
    assert (page.index_number, page.statistical_class) == ("YH/2023-C00001", "policy")
    assert (page.clearance, page.clearance_batch) == ("import", SOURCE)
    publication = Publication.objects.get()
    assert (publication.kind, publication.batch, publication.publication_date) == (
        "imported",
        SOURCE,
        date(2023, 9, 25),
    )
    assert LogEntry.objects.get(act="import_published").reason == SOURCE
    text = client.get(page.url).content.decode()
    assert "<p>10月8日恢复正常。</p>" in text.replace("\n", "")


def test_what_is_stored_is_exactly_what_was_cleared(folder):
    page = the_item(folder)
    assert page.cleared_hash == content_hash(InformationPage.objects.get(pk=page.pk))
    page.full_clean()
    page.save()
    page.title = "改过的标题"
    with pytest.raises(NotCleared):
        page.save()


def test_it_has_a_version_from_which_an_editor_goes_on(folder, agency):
    page = the_item(folder)
    people = staff(agency)
    assert content_hash(page.get_latest_revision_as_object()) == page.cleared_hash
    assert not page.has_unpublished_changes
    page.title = "更正后的标题"
    page.save_revision(user=people["clerk"])
    assert handed_in(page, people, at=AT, correction="标题有误。").title == "更正后的标题"


def test_the_tree_is_whole_after_a_load_and_takes_further_pages(folder):
    taken(write(folder, "information", *(ITEM | {"reference": str(n), "index_number": ""} for n in range(40))))
    assert not any(BasePage.find_problems())
    local = SectionPage.objects.get(slug="local")
    assert a_draft(local).path > local.get_children().exclude(slug="loan-limit").last().path
    taken(write(folder, "information", ITEM | {"reference": "another", "section": "本市政策".join(["政策文件/", ""])}))
    assert not any(BasePage.find_problems())
    assert local.get_children().count() == 42


def test_a_summary_is_the_first_paragraph_where_none_is_given(folder):
    assert the_item(folder).summary == "各服务大厅安排如下。"


def test_without_a_day_of_publication_it_is_a_draft_for_three_reviews(folder, agency):
    page = the_item(folder, publication_date="", issue_date="2026-11-20", index_number="")
    assert (page.live, page.clearance, page.publication_date) == (False, "", None)
    assert not Publication.objects.exists()
    people = staff(agency)
    assert handed_in(page, people, at=AT).state == "待一审"


def test_what_is_not_to_be_public_is_kept_with_its_ground_and_stays_in_the_house(folder):
    withheld = {
        "attribute": "不予公开",
        "ground": "process_draft",
        "attribute_reason": "征求意见稿",
        "index_number": "",
    }
    page = the_item(folder, publication_date="", issue_date="2026-11-20", withheld_date="2026-11-20", **withheld)
    assert (page.live, page.attribute) == (False, "withheld")


@pytest.mark.parametrize(
    ("changes", "column", "message"),
    [
        ({"publication_date": "2026-11-28"}, "发布日期", "不能晚于导入当日"),
        ({"issue_date": "2023-09-26"}, "成文日期", "不能晚于发布日期"),
        ({"publication_date": ""}, "成文日期", "至少填一项"),
        ({"attribute": "依申请公开"}, "发布日期", "没有发布日期"),
        ({"section": "nowhere"}, "栏目", "没有这个栏目"),
        ({"section": "disclosure"}, "栏目", "不直接放信息"),
        ({"agency": "nobody"}, "行政机关", "没有这个机关"),
        ({"body": ""}, "正文", "至少填一项"),
        ({"origin": "与其他行政机关共同制作"}, "负责公开的机关", "请写明"),
        ({"attachments": ["gone.pdf"]}, "附件", "没有“gone.pdf”"),
        ({"attachments": ["../sections.csv"]}, "附件", "没有“../sections.csv”"),
        ({"blocks": [{"type": "poem", "value": "x"}]}, "正文块", "没有这种内容块：poem"),
        ({"blocks": [{"type": "table", "value": {"title": "表", "cells": ""}}]}, "正文块", "第2块"),
        ({"blocks": "not json"}, "正文块", "不是完整的 JSON"),
        ({"body": "办理人身份证号11010519491231002X。"}, "正文", "不填发布日期的存为草稿"),
        ({"title": "关于11010519491231002X的通知"}, "标题", "身份证"),
    ],
)
def test_what_is_wrong_is_told_beside_its_column_and_keeps_everything_out(folder, changes, column, message):
    found = faults_of(write(folder, "information", ITEM | {"reference": "good", "index_number": ""}, ITEM | changes))
    assert [(row, told) for row, told, _ in found] == [(2, column)]
    assert message in found[0][2]
    assert not BasePage.objects.filter(reviewed_type=True).exists()


def test_history_is_proofread_with_its_files_on_a_dry_run_too_and_a_draft_waits_for_its_readers(folder):
    (folder / "attachments" / "名单.csv").write_text("姓名,身份证号\n王五,11010519491231002X\n", "utf-8")
    write(folder, "information", ITEM | {"attachments": ["名单.csv"]})
    for dry_run in (True, False):
        with pytest.raises(NotTakenIn) as refused:
            taken(folder, dry_run=dry_run)
        assert {fault.column for fault in refused.value.faults} == {"附件"}
        assert not Attachment.objects.exists()
    draft = {"publication_date": "", "issue_date": "2023-09-25", "index_number": ""}
    assert not the_item(folder, attachments=["名单.csv"], **draft).live


def test_an_index_number_is_given_once(folder):
    found = faults_of(write(folder, "information", ITEM, ITEM | {"reference": "other"}))
    assert [(row, column) for row, column, _ in found] == [(2, "索引号")]


def test_news_does_not_stand_among_the_statutory_content(folder):
    row = "yunhu,disclosure/statutory/budget,财政预决算,概况类,2019-05-15,art20_07_budget"
    (folder / "sections.csv").write_text(f"agency,path,title,statistical_class,opened_date,duty\n{row}\n", "utf-8")
    news = ITEM | {"section": "disclosure/statutory/budget", "genre": "政务动态"}
    assert [column for _, column, _ in faults_of(write(folder, "information", news))] == ["信息种类"]


def test_an_agency_that_publishes_here_imports_no_way_around_the_three_reviews(folder, agency):
    place = a_place("other")
    people = staff(place.agency)
    a_public_page(a_draft(a_section(place), by=people["clerk"]), people)  # on 2 March 2026
    (folder / "sections.csv").write_text(SECTIONS.replace("yunhu", "other"), "utf-8")
    after = ITEM | {"agency": "other", "publication_date": "2026-03-02"}
    ((_, column, message),) = faults_of(write(folder, "information", after))
    assert column == "发布日期"
    assert "自2026-03-02起" in message
    taken(write(folder, "information", after | {"publication_date": "2026-03-01"}))


# -- files and blocks ------------------------------------------------------------------------------


def test_attachments_are_stored_by_content_and_open_for_the_public(folder, client):
    (folder / "attachments" / "申请表.pdf").write_bytes(pdf("租房提取申请表"))
    page = the_item(folder, attachments=["申请表.pdf"])
    attachment = Attachment.objects.get()
    assert attachment.title == "申请表"
    assert attachment.collection == page.agency_page.collection  # its own staff choose it, nobody else's
    address = next(part for part in client.get(page.url).content.decode().split('"') if f"/{attachment.pk}/" in part)
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("表.pdf", b"MZ\x90\x00", "与扩展名不符"),
        ("表.pdf", b"", "与扩展名不符"),
        ("表.exe", b"MZ\x90\x00", "不是可以放在这里的文件"),
        ("表.js", b"alert(1)", "不是可以放在这里的文件"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_stays_out(folder, name, data, message):
    (folder / "attachments" / name).write_bytes(data)
    ((_, column, told),) = faults_of(write(folder, "information", ITEM | {"attachments": [name]}))
    assert column == "附件"
    assert message in told


@pytest.mark.parametrize("options", [{"dry_run": True}, {"fails": True}])
def test_files_are_not_kept_where_the_records_are_not(folder, options):
    (folder / "attachments" / "a.pdf").write_bytes(pdf("租房提取申请表"))
    write(folder, "information", ITEM | {"attachments": ["a.pdf"]})
    if options.pop("fails", False):
        write(folder, "normative_documents", DOCUMENT | {"effective_date": "2017-01-01"})
        assert faults_of(folder)
    else:
        taken(folder, **options)
    assert not default_storage.exists("documents") or default_storage.listdir("documents") == ([], [])


def test_blocks_come_in_as_the_editor_makes_them(folder, client):
    Image.new("RGB", (8, 8)).save(folder / "attachments" / "map.png")
    blocks = [
        {"type": "text", "value": '<h2>范围</h2><p onclick="x()">全市。<script>alert(1)</script></p>'},
        {"type": "table", "value": {"title": "网点", "cells": "网点,电话\n城东,1\n城西,2"}},
        {"type": "picture", "value": {"picture": "map.png", "alternative_text": "示意图"}},
        {"type": "steps", "value": [{"title": "申请"}, {"title": "审核"}]},
        {"type": "questions", "value": [{"question": "要多久？", "answer": "当日办结。"}]},
    ]
    page = the_item(folder, body="", blocks=blocks, summary="概述。")
    text = client.get(page.url).content.decode()
    assert "<h2" in text
    assert 'alt="示意图"' in text
    assert "当日办结。" in text
    assert "onclick" not in text
    assert "<script>alert" not in text
    assert page.cleared_hash == content_hash(InformationPage.objects.get(pk=page.pk))


# -- normative documents ---------------------------------------------------------------------------


def test_a_document_comes_in_with_its_time_and_what_happened_to_it(folder):
    taken(write(write(folder, "normative_documents", DOCUMENT), "validity_events", EVENT))
    page = NormativeDocumentPage.objects.get()
    assert (page.maker, page.is_ours, page.statistical_class) == ("yunhu市住房公积金管理中心", True, "policy")
    days = (date(2018, 6, 1), date(2021, 12, 31), date(2022, 1, 1))
    assert [page.status_on(day) for day in days] == [Validity.NOT_YET, Validity.IN_FORCE, Validity.REPEALED]
    assert page.cleared_hash == content_hash(page)
    assert not any(BasePage.find_problems())


def test_a_reprint_keeps_its_maker(folder):
    reprint = DOCUMENT | {"is_ours": "否", "maker": "住房城乡建设部", "document_number": "建金〔2018〕46号"}
    taken(write(folder, "normative_documents", reprint))
    assert NormativeDocumentPage.objects.get().maker == "住房城乡建设部"


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"effective_date": "2018-05-01"}, "施行日期"),
        ({"last_date": "2018-06-30"}, "有效期至"),
        ({"is_ours": "否"}, "制定机关"),
    ],
)
def test_a_document_whose_facts_contradict_each_other_is_told(folder, changes, column):
    assert [told for _, told, _ in faults_of(write(folder, "normative_documents", DOCUMENT | changes))] == [column]


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"document_number": "无此号"}, "发文字号"),
        ({"by_document": "无此号"}, "依据文件的文号"),
        ({"by_document": EVENT["document_number"]}, "依据文件的文号"),
        ({"by_text": ""}, ""),
        ({"last_date": "2025-01-01"}, ""),
        ({"effective_date": "1999-01-01"}, "生效日期"),
    ],
)
def test_an_event_that_cannot_be_is_told(folder, changes, column):
    write(folder, "normative_documents", DOCUMENT)
    assert [told for _, told, _ in faults_of(write(folder, "validity_events", EVENT | changes))] == [column]
    assert not ValidityEvent.objects.exists()


@pytest.mark.parametrize(
    ("fields", "model"), [(INFORMATION_FIELDS, InformationPage), (DOCUMENT_FIELDS, NormativeDocumentPage)]
)
def test_no_column_takes_more_than_its_field_holds(fields, model):
    here = {field.name: field for field in model._meta.get_fields()}
    lengths = {one.name: here[one.name].max_length for one in fields if one.name in here and one.kind == "text"}
    too_long = [
        one.name for one in fields if lengths.get(one.name) and not one.choices and one.longest > lengths[one.name]
    ]
    assert too_long == []


def test_the_same_folder_again_changes_nothing(folder):
    taken(write(folder, "information", ITEM))
    again = taken(folder)
    assert (again.entered, again.known) == ({}, {"sections": 3, "information": 1})
    shutil.rmtree(folder)
    assert Publication.objects.count() == 1
