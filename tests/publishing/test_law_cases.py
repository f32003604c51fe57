"""Worked cases of the regulation and the platform rules that no other test of this room walks, each by its id."""

from datetime import date

import pytest

from gongkai.agencies.door import calendar
from gongkai.pages.door import content_hash
from gongkai.publishing.door import (
    Attribute,
    Decision,
    DutyListPage,
    GuidePage,
    InformationPage,
    Refused,
    Review,
    StatutoryContentPage,
    Submission,
    decide_many,
    open_disclosure,
    publish_imported,
    watched,
)
from gongkai.publishing.withheld import WithheldReview, review_withheld
from gongkai.publishing.workflow import begin
from gongkai.statute import duties
from tests.publishing.examples import AT, CLEARED, a_draft, a_public_page, a_section, body, handed_in, information

pytestmark = pytest.mark.django_db


def statutory(place):
    open_disclosure(place)
    return StatutoryContentPage.objects.descendant_of(place).get()


def a_guide(place, people, **changes):
    office = place.agency.disclosure_office
    facts = {
        "classification": "按事项分类。",
        "arrangement": "按索引号编排。",
        "obtaining": "<p>在本站查阅。</p>",
        "office_name": office.name,
        "office_address": office.address,
        "office_hours": "工作日 9:00—12:00，13:00—17:00",
        "telephone": office.telephone,
        "fax": "无",
        "internet_contact": "本站“依申请公开”",
        "title": GuidePage.fixed_title,
        "slug": GuidePage.fixed_slug,
        "live": False,
    }
    page = open_disclosure(place).add_child(instance=GuidePage(**{**facts, **changes}))
    page.save_revision(user=people["clerk"])
    return page


def test_req_08_3_the_centre_may_disclose_an_internal_workflow(place, people):
    section = a_section(place)
    facts = {"ground": "internal_affairs_workflow", "attribute_reason": "内部工作流程。"}
    withheld = a_draft(
        section, by=people["clerk"], attribute=Attribute.WITHHELD, withheld_date=date(2025, 3, 10), **facts
    )
    review_withheld(withheld.pk, WithheldReview.Outcome.PUBLISH, "公开不影响工作。", by=people["head"], at=AT)
    assert a_public_page(InformationPage.objects.get(pk=withheld.pk), people).live


def test_req_11_2_fifty_approved_with_one_click_are_fifty_records(place, people):
    pages = [information(slug=f"notice-{number}", title=f"通知第{number}号") for number in range(50)]
    section = a_section(place)
    waiting = {}
    for page in pages:
        section.add_child(instance=page)
        revision = page.save_revision(user=people["clerk"])
        one = Submission.objects.create(
            page_id=page.pk,
            agency=page.agency,
            revision=revision,
            content_hash=content_hash(revision.as_object()),
            title=page.title,
            workflow_state=begin(page, by=people["clerk"]),
            submitted_at=AT,
            submitted_by=people["clerk"],
        )
        waiting[one.pk] = Decision(approve=True, seen_hash=one.content_hash, **CLEARED)
    decide_many(waiting, by=people["first"], at=AT)
    records = Review.objects.filter(submission__in=waiting)
    assert records.count() == 50
    assert {(row.submission_id, row.content_hash) for row in records} == {
        (number, decision.seen_hash) for number, decision in waiting.items()
    }


@pytest.mark.parametrize("element", ["fax", "office_hours", "office_address", "telephone", "internet_contact"])
def test_req_12_1_plat_b_a_guide_that_lacks_an_element_is_not_published(place, people, element):
    with pytest.raises(Refused) as refusal:
        handed_in(a_guide(place, people, **{element: ""}), people)
    assert [(one.rule, one.where) for one in refusal.value.findings] == [("GUIDE-ELEMENT", element)]


def test_req_12_1_an_explicit_none_is_an_element(place, people):
    assert a_public_page(a_guide(place, people, fax="无"), people).fax == "无"


def test_req_14_1_item_8_is_not_deleted_but_may_be_said_not_to_apply(place, people):
    def row(code):
        facts = {"applies": "not_applicable", "office": "", "term": "", "reason": "本中心不收取行政事业性收费。"}
        return ("duty", {"duty": code, **facts})

    codes = [one.code for one in duties(on=AT.date(), group="art20")]
    assert len(codes) == 15
    page = DutyListPage(title="主动公开基本目录", slug="duties", live=False)
    page.rows = [row(code) for code in codes if code != "art20_08_fees"]
    assert [one.rule for one in page.unready(on=AT.date())] == ["DUTY-LEFT-OUT"]
    page.rows = [row(code) for code in codes]
    assert list(page.unready(on=AT.date())) == []


def test_req_15_a_new_service_location_is_public_service_of_article_21(place, people, client):
    code = "art21_city_county/public_service"
    section = a_section(statutory(place), slug="outlets", title="服务网点", duty=code, statistical_class="notice")
    a_public_page(a_draft(section, by=people["clerk"], title="新服务网点启用公告", body=body("新网点启用。")), people)
    shown = client.get(section.get_parent().specific.url).content.decode()
    (words,) = (one.text for one in duties(on=AT.date()) if one.code == code)
    assert (words in shown, "服务网点" in shown) == (True, True)


def test_req_16_a_section_of_statutory_content_that_cites_no_article_is_a_warning(place):
    def warned():
        found = [one for one in watched(place.agency, AT.date()) if one.finding.rule == "SECTION-NO-DUTY"]
        return [one.page.title for one in found]

    cited = a_section(statutory(place), slug="budget", title="财政预决算", duty="art20_07_budget")
    a_section(cited, slug="departments", title="部门预算")
    extra = a_section(statutory(place), slug="extra", title="其他", statistical_class="notice")
    assert warned() == ["其他"]
    extra.instruction = "某省政务公开工作要点（某政办发〔2026〕1号）"
    extra.save()
    assert warned() == []


def test_req_16_an_addition_without_the_instruction_of_a_superior_is_a_warning(place, people):
    addition = {"item": "灵活就业人员缴存试点", "source": "", "office": "办公室", "term": "monthly"}
    none = {"applies": "not_applicable", "office": "", "term": "", "reason": "不办理。"}
    rows = [("duty", {"duty": one.code, **none}) for one in duties(on=AT.date(), group="art20")]
    page = DutyListPage(title="主动公开基本目录", slug="duties", rows=[*rows, ("addition", addition)], live=False)
    statutory(place).add_child(instance=page)
    page.save_revision(user=people["clerk"])
    a_public_page(page, people)
    assert "DUTY-SOURCE" in {one.finding.rule for one in watched(place.agency, AT.date())}


def test_pf_1_pf_2_the_funds_own_report_is_watched_by_its_own_date_where_the_list_of_duties_names_it(place, people):
    def found(day):
        rules = (one.finding.rule for one in watched(place.agency, day))
        return [rule for rule in rules if rule.startswith("FUND")]

    late = date(2026, 4, 1)
    assert found(late) == [], "nobody's duty unless the list names it"
    report = {
        "item": "住房公积金年度报告",
        "source": "建金〔2015〕26号",
        "office": "办公室",
        "term": "provident_fund_report",
    }
    page = DutyListPage(title="主动公开基本目录", slug="duties", rows=[("addition", report)], live=False)
    statutory(place).add_child(instance=page)
    publish_imported(page, publication_date=AT.date(), batch="旧站", by=people["clerk"], at=AT)
    told = {day: found(day) for day in (date(2026, 2, 1), date(2026, 3, 1), date(2026, 3, 31), late)}
    assert list(told.values()) == [[], ["FUND-REPORT-DUE"], ["FUND-REPORT-DUE"], ["FUND-REPORT-LATE"]]
    another = information(title="2025年政府信息公开工作年度报告（住房公积金）", slug="another")
    own = information(title="平畅市住房公积金2025年年度报告", slug="own")
    section = a_section(place)
    for page, left in ((another, ["FUND-REPORT-LATE"]), (own, [])):
        section.add_child(instance=page)
        publish_imported(page, publication_date=AT.date(), batch="旧站", by=people["clerk"], at=AT)
        assert found(late) == left


@pytest.mark.parametrize(
    ("formed", "special", "due"),
    [
        (date(2025, 9, 25), None, date(2025, 10, 29)),
        (date(2026, 2, 10), None, date(2026, 3, 16)),
        (date(2026, 3, 20), date(2026, 3, 31), date(2026, 3, 31)),
    ],
)
def test_req_18_twenty_working_days_run_from_the_day_it_was_formed_another_law_prevails(formed, special, due):
    page = InformationPage(issue_date=date(2020, 1, 1), formed_date=formed, special_due_date=special)
    assert page.due_date(calendar()).date == due
