"""The guide says what the record of the disclosure office says (REQ-02, REQ-12)."""

from datetime import date, datetime

import pytest
from django.urls import reverse

from gongkai.publishing.door import GuidePage, content_on, open_disclosure, renew_guide, watched
from tests.publishing.examples import AT, SHANGHAI, a_public_page

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 20)
LATER = datetime(2026, 3, 23, 10, 0, tzinfo=SHANGHAI)


@pytest.fixture
def guide(place, people):
    office = place.agency.disclosure_office
    page = open_disclosure(place).add_child(
        instance=GuidePage(
            title=GuidePage.fixed_title,
            slug=GuidePage.fixed_slug,
            classification="按事项分类。",
            arrangement="按索引号编排。",
            obtaining="<p>在本站查阅。</p>",
            office_name=office.name,
            office_address=office.address,
            office_hours=office.hours,
            telephone=office.telephone,
            fax="无",
            internet_contact="本站“依申请公开”",
            live=False,
        )
    )
    page.save_revision(user=people["clerk"])
    return a_public_page(page, people)


def found(agency, on=TODAY):
    return [
        (one.finding.rule, one.finding.where) for one in watched(agency, on) if one.finding.rule.startswith("GUIDE")
    ]


def test_a_guide_that_says_what_the_record_says_is_in_order(guide):
    assert found(guide.agency) == []


def test_an_agency_without_a_public_guide_is_found(place):
    assert found(place.agency) == [("GUIDE-MISSING", "")]


def test_a_changed_telephone_is_a_finding_until_a_new_version_is_public(guide, people):
    office = guide.agency.disclosure_office
    office.change_on(TODAY, by=people["head"], telephone="0000-1234567")
    assert found(guide.agency) == [("GUIDE-OFFICE", "telephone")]

    renew_guide(guide, office, by=people["clerk"])
    assert found(guide.agency) == [("GUIDE-OFFICE", "telephone")]  # a draft is not public

    a_public_page(guide, people, at=LATER, correction="公开工作机构的电话有变更。")
    assert found(guide.agency) == []


def test_each_version_is_dated_and_the_one_of_a_day_can_be_read(guide, people, client):
    office = guide.agency.disclosure_office
    office.change_on(TODAY, by=people["head"], telephone="0000-1234567")
    renew_guide(guide, office, by=people["clerk"])
    a_public_page(guide, people, at=LATER, correction="公开工作机构的电话有变更。")
    shown = client.get("/pingchang/disclosure/guide/").content.decode()
    assert "0000-1234567" in shown
    assert "本版本自2026年3月23日公开" in shown
    assert content_on(guide, AT.date()).telephone == "0000-0000000"
    assert content_on(guide, LATER.date()).telephone == "0000-1234567"
    assert content_on(guide, date(2026, 1, 1)) is None


def test_the_contact_may_say_more_than_the_record_never_less(guide, people):
    office = guide.agency.disclosure_office
    office.change_on(TODAY, by=people["head"], email="office@example.gov.cn")
    assert found(guide.agency) == [("GUIDE-OFFICE", "internet_contact")]
    guide.internet_contact = "本站“依申请公开”，office@example.gov.cn"
    guide.save_revision(user=people["clerk"])
    assert renew_guide(guide, office, by=people["clerk"]) == {}


def test_the_page_of_the_back_office_tells_it_and_brings_the_draft_up_to_date(guide, people, client):
    guide.agency.disclosure_office.change_on(TODAY, by=people["head"], address="新路8号")
    client.force_login(people["clerk"])
    told = client.get(reverse("publishing_watched")).content.decode()
    assert "指南的“办公地址”写的是“某路1号”，登记的是“新路8号”。" in told
    client.post(reverse("publishing_renew", args=[guide.pk]))
    renewed = GuidePage.objects.get(pk=guide.pk).get_latest_revision_as_object()
    assert renewed.office_address == "新路8号"


def test_somebody_from_elsewhere_brings_nothing_up_to_date(guide, client, django_user_model):
    client.force_login(django_user_model.objects.create(username="stranger"))
    assert client.post(reverse("publishing_renew", args=[guide.pk])).status_code in (302, 403)
    assert GuidePage.objects.get(pk=guide.pk).get_latest_revision_as_object().office_address == "某路1号"
