"""Documents from the office system: drafts with the attribute they bring, and no way around the reviews."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from gongkai.agencies.door import NotTakenIn, take_in
from gongkai.pages.door import Picture
from gongkai.publishing.door import RECORD_KINDS, Attribute, InformationPage, NormativeDocumentPage, Refused
from gongkai.publishing.manuscript_records import ManuscriptRecord
from tests.proofing.madefiles import document, saved
from tests.publishing.examples import a_person, handed_in
from tests.publishing.manuscripts import a_notice, with_picture

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 2, 2, tzinfo=UTC)
WITHHELD = {
    "attribute": "不予公开",
    "attribute_reason": "内部工作流程，不影响公众的权利义务。",
    "ground": "internal_affairs_workflow",
}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


@pytest.fixture
def hand_over(place, people, tmp_path):
    """Return a way to hand records over, with files beside them."""
    folder = tmp_path / "oa"
    (folder / "attachments").mkdir(parents=True)
    (folder / "sections.csv").write_text(
        f"agency,path,title,statistical_class,opened_date\n{place.agency.slug},policy,政策,政策类,2015-01-01\n", "utf-8"
    )

    def hand(*records, **files):
        for name, data in files.items():
            (folder / "attachments" / f"{name}.docx").write_bytes(data)
        told = [
            {
                "agency": place.agency.slug,
                "reference": f"OA-{number}",
                "section": "policy",
                "title": "关于端午节业务办理安排的通知",
                "issue_date": "2026-02-26",
                "attribute": "主动公开",
                "body": "各服务大厅安排如下。",
            }
            | record
            for number, record in enumerate(records)
        ]
        lines = "\n".join(json.dumps(one, ensure_ascii=False) for one in told)
        (folder / "office_documents.jsonl").write_text(lines, "utf-8")
        return take_in(folder, RECORD_KINDS, by=a_person("office-system"), at=AT, source="办公系统")

    return hand


def faults(hand_over, *records, **files):
    with pytest.raises(NotTakenIn) as refused:
        hand_over(*records, **files)
    assert not InformationPage.objects.exists()
    return [(fault.column, fault.message) for fault in refused.value.faults]


def test_a_document_for_the_public_is_a_draft_that_passes_the_reviews(hand_over, people):
    hand_over({})
    page = InformationPage.objects.get()
    assert (page.live, page.attribute) == (False, Attribute.PROACTIVE)
    assert handed_in(page, people).round_due == 1


def test_what_is_not_to_be_public_stays_in_the_house_with_its_ground_and_its_day(hand_over, people):
    hand_over(WITHHELD)
    page = InformationPage.objects.get()
    assert (page.ground, f"{page.withheld_date}") == ("internal_affairs_workflow", "2026-02-26")
    assert page.withheld_review_date is not None
    with pytest.raises(Refused):
        handed_in(page, people)


def test_the_word_document_is_its_text_and_says_what_the_record_leaves_open(hand_over):
    record = {"title": "", "issue_date": "", "body": "", "manuscript": "稿.docx", "becomes": "行政规范性文件"}
    hand_over(record, 稿=saved(with_picture(a_notice())))
    page = NormativeDocumentPage.objects.get()
    assert (page.title, page.document_number) == ("关于调整住房公积金贷款额度的通知", "平公积金发〔2026〕5号")
    assert (f"{page.effective_date}", page.maker) == ("2026-04-01", page.agency.name)
    assert [block.block_type for block in page.body] == ["text", "table", "text", "picture"]
    assert "WORD-PICTURES-WORDS" in {one["rule"] for one in ManuscriptRecord.objects.get(page_id=page.pk).told()}


def test_what_was_handed_over_before_is_passed_over(hand_over):
    hand_over({})
    assert hand_over({}, {"title": "关于另一件事的通知"}).entered == {"office_documents": 1}
    assert InformationPage.objects.count() == 2


@pytest.mark.parametrize(
    ("record", "column", "words"),
    [
        ({"attribute": ""}, "公开属性", "不能为空"),
        ({"attribute": "依申请公开"}, "理由", "须写明理由"),
        (WITHHELD | {"ground": ""}, "不予公开的依据", "第十四条"),
        ({"classification": "秘密"}, "密级", "不能进入"),
        ({"body": ""}, "正文", "至少填一项"),
        ({"title": ""}, "标题", "没有认出"),
        ({"section": "nowhere"}, "栏目", "没有这个栏目"),
        ({"manuscript": "没有.docx"}, "Word 文档", "没有“没有.docx”"),
        ({"attachments": ["没有.pdf"]}, "附件", "没有“没有.pdf”"),
        (
            {"becomes": "行政规范性文件", "document_number": "平公积金规〔2026〕1号", "effective_date": "2026-01-01"},
            "施行日期",
            "不能早于",
        ),
    ],
)
def test_what_is_wrong_is_told_beside_its_column_and_keeps_all_out(hand_over, record, column, words):
    ((told, message),) = faults(hand_over, {}, record)
    assert (told, words in message) == (column, True), message


def test_a_file_that_is_no_word_document_is_told_and_nothing_stays_behind(hand_over, media):
    good = {"manuscript": "好.docx", "body": ""}
    files = {"好": saved(with_picture(document("正文。"))), "坏": saved(document())}
    ((column, message),) = faults(hand_over, good, good | {"manuscript": "坏.docx"}, **files)
    assert column == "Word 文档"
    assert "没有可以放上网页的内容" in message
    assert not Picture.objects.exists()
    assert not media.exists() or not [path for path in media.rglob("*") if path.is_file()]
