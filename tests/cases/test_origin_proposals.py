"""The reply is proposed, never set, from where the information is from that a search found (REQ-03, Reg. art. 10)."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from gongkai.cases.door import SearchRecord, WorkingAct, keep_paper
from gongkai.pages.door import AgencyPage
from tests.cases.examples import AT, TODAY, a_case, who
from tests.cases.test_deciding import ASKED_FIRST
from tests.cases.test_working_file import A_SEARCH
from tests.publishing.examples import a_draft, a_section
from tests.yearend.examples import a_place

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today_is_fixed")]
PROVINCE = "省住房城乡建设厅"
FOUND = {**A_SEARCH, "outcome": "found", "found": "见所选信息"}


@pytest.fixture
def section(agency):
    return a_section(AgencyPage.objects.get(agency=agency))


@pytest.fixture
def case(agency):
    return a_case(agency, date(2026, 11, 9), description="请提供省厅关于住房公积金缴存基数核定的批复")


def found_in(case, *pages):
    for page in pages:
        said = {name: FOUND[name] for name in ("place", "words", "searcher", "outcome", "found")}
        search = SearchRecord(case=case, by=who(case.agency, "clerk"), at=AT, searched_date=TODAY, **said)
        search.information = page
        keep_paper(search, WorkingAct.SEARCH, today=TODAY)


def asked(client, case):
    return client.get(f"/admin/cases/{case.pk}/decision/", ASKED_FIRST)


def is_chosen(page):
    return " checked" in page.content.decode()


def test_req_03_1_a_document_of_the_provincial_department_is_not_ours(as_clerk, case, section):
    there = a_place("province", name=PROVINCE).agency
    found_in(case, a_draft(section, origin="obtained_from_organ", responsible_organ=PROVINCE))
    page = asked(as_clerk, case)
    told = page.content.decode()
    assert (page.context["proposed"], is_chosen(page)) == ("否", False)
    assert "第十条第一款" in told
    draft = as_clerk.get(f"/admin/cases/{case.pk}/draft/", {**ASKED_FIRST, "ours": "no"})
    assert draft.context["found"].code == "R5_not_ours"
    assert f"{PROVINCE}（{there.disclosure_office_on(TODAY).name}" in draft.context["form"]["other_organ"].value()
    assert "电话0000-0000000" in draft.context["form"]["other_organ"].value()


def test_req_03_2_what_an_employer_submitted_is_ours_after_asking_the_third_party(as_clerk, case, section):
    found_in(case, a_draft(section, origin="obtained_from_private_party", attribute="on_application"))
    page = asked(as_clerk, case)
    assert (page.context["proposed"], is_chosen(page)) == ("是", False)
    assert "第三十二条" in page.content.decode()


def test_req_03_3_a_joint_notice_led_by_us_is_ours_and_the_others_may_be_asked(as_clerk, case, section, agency):
    found_in(case, a_draft(section, origin="jointly_made", responsible_organ=agency.name))
    page = asked(as_clerk, case)
    assert page.context["proposed"] == "是"
    assert "第三十四条" in page.content.decode()


def test_a_joint_notice_led_by_others_and_one_of_our_own_lead_to_no_single_answer(as_clerk, case, section):
    others = a_draft(section, origin="jointly_made", responsible_organ=PROVINCE)
    own = a_draft(section, slug="own", title="本中心的通知")
    found_in(case, others, own)
    page = asked(as_clerk, case)
    assert [one.answer for one in page.context["proposals"]] == ["no", "yes"]
    assert (page.context["proposed"], "由不同的机关负责公开" in page.content.decode()) == ("", True)


def test_without_a_find_in_this_system_nothing_is_proposed(as_clerk, case):
    assert asked(as_clerk, case).context["proposals"] == []


def test_a_search_names_what_it_found_by_likeness_of_its_title_or_by_index_number(as_clerk, case, section):
    like = a_draft(section, title="省厅关于住房公积金缴存基数核定的批复")
    other = a_draft(section, slug="other", title="年度审计结果")
    type(other).objects.filter(pk=other.pk).update(index_number="YH-2026-000001")
    shown = as_clerk.get(f"/admin/cases/{case.pk}/").content.decode()
    assert f'<option value="{like.pk}">{like.title}（没有索引号，未公开）' in shown
    assert other.title not in shown
    address = f"/admin/cases/{case.pk}/papers/search/"
    for said in ({"likely": like.pk}, {"index_number": " YH-2026-000001 "}):
        assert as_clerk.post(address, {**FOUND, **said}).status_code == 302
    assert [one.information_id for one in SearchRecord.objects.order_by("pk")] == [like.pk, other.pk]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"index_number": "YH-1"}, "没有这个索引号"),
        ({"likely": "999999"}, "选择一个有效的选项"),
        ({"outcome": "not_found", "found": "", "index_number": "YH-2026-000001"}, "没有检索到的，不选信息"),
    ],
)
def test_a_find_that_cannot_be_is_told_beside_its_field(as_clerk, case, section, said, told):
    page = a_draft(section)
    type(page).objects.filter(pk=page.pk).update(index_number="YH-2026-000001")
    answer = as_clerk.post(f"/admin/cases/{case.pk}/papers/search/", {**FOUND, **said})
    assert (answer.status_code, told in answer.content.decode()) == (400, True)
    assert not SearchRecord.objects.exists()


def test_a_search_cannot_name_information_of_another_agency(case):
    with pytest.raises(ValidationError, match="不是本机关"):
        found_in(case, a_draft(a_section(a_place("elsewhere"))))
