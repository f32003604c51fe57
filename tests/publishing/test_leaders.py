"""Leaders and organisation (Reg. art. 20 (2), PLAT-22, PLAT-23): who has left is not shown, and stays on record."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from gongkai.publishing.door import (
    LeaderPage,
    LeadersPage,
    OrganisationPage,
    Refused,
    StatutoryContentPage,
    annul_departure,
    in_office,
    leaders_on,
    open_disclosure,
    record_departure,
    renew_organisation,
    sweep,
    watched,
)
from tests.publishing.examples import AT, SHANGHAI, a_public_page
from tests.yearend.examples import an_office

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 20)
LATER = datetime(2026, 3, 16, 10, 0, tzinfo=SHANGHAI)


@pytest.fixture
def statutory(place):
    open_disclosure(place)
    return StatutoryContentPage.objects.descendant_of(place).get()


@pytest.fixture
def head(statutory, people):
    return a_leader(statutory, people, "周明", is_head=True)


def a_leader(statutory, people, name, **changes):
    facts = {"position": "主任", "responsibilities": "主持全面工作。", "took_office_date": date(2022, 1, 10)}
    section = LeadersPage.open_below(statutory)
    page = section.add_child(instance=LeaderPage(title=name, slug=name, live=False, **{**facts, **changes}))
    page.save_revision(user=people["clerk"])
    return a_public_page(page, people)


def found(agency, start, on=DAY):
    return [(one.finding.rule, one.finding.where) for one in watched(agency, on) if one.finding.rule.startswith(start)]


def refused(act):
    with pytest.raises(Refused) as refusal:
        act()
    return [finding.rule for finding in refusal.value.findings]


def test_the_leaders_page_shows_those_in_office_in_their_order(head, statutory, people, client):
    a_leader(statutory, people, "陈立", position="副主任", rank=2)
    shown = client.get("/pingchang/disclosure/statutory/leaders/").content.decode()
    assert shown.index("周明") < shown.index("陈立")
    assert found(head.agency, "LEADER") == []


def test_plat_c_2_who_has_left_is_gone_at_once_the_address_says_since_when_and_the_record_stays(head, people, client):
    record_departure(head.pk, LATER.date(), "平组干〔2026〕5号", by=people["head"], at=LATER)
    assert client.get("/pingchang/disclosure/statutory/leaders/").status_code == 404
    answer = client.get(f"/pingchang/{head.pk}/")
    assert answer.status_code == 410
    assert "自2026年3月16日起不再担任主任（平组干〔2026〕5号）" in answer.content.decode()
    assert found(head.agency, "LEADER") == [("LEADER-HEAD", "")]
    assert [leader.title for leader in leaders_on(head.agency, AT.date())] == ["周明"]
    assert leaders_on(head.agency, LATER.date()) == []


def test_who_leaves_on_a_coming_day_is_shown_until_then(head, people):
    record_departure(head.pk, DAY, "平组干〔2026〕5号", by=people["head"], at=LATER)
    assert list(in_office(head.agency, DAY - timedelta(1))) == [head]
    assert list(in_office(head.agency, DAY)) == []
    assert sweep(LATER)["left"] == 0
    on_the_day = datetime(2026, 3, 20, 0, 1, tzinfo=SHANGHAI)
    assert sweep(on_the_day)["left"] == 1
    assert sweep(on_the_day)["left"] == 0


def test_a_departure_recorded_by_mistake_is_annulled_before_it_comes(head, people):
    wrong = record_departure(head.pk, DAY, "平组干〔2026〕5号", by=people["head"], at=LATER)
    assert refused(lambda: annul_departure(wrong.pk, " ", by=people["head"], at=LATER)) == ["LEADER-BASIS"]
    annul_departure(wrong.pk, "文件是另一人的。", by=people["head"], at=LATER)
    assert list(in_office(head.agency, DAY)) == [head]
    assert sweep(datetime(2026, 3, 20, 0, 1, tzinfo=SHANGHAI))["left"] == 0


def test_the_page_corrects_a_departure_once_and_says_so_when_it_is_sent_again(head, people, client):
    wrong = record_departure(head.pk, DAY, "平组干〔2026〕5号", by=people["head"], at=LATER)
    client.force_login(people["head"])
    address = reverse("publishing_departure", args=[head.pk])
    assert f'name="departure" value="{wrong.pk}"' in client.get(address).content.decode()
    said = {"act": "annul", "departure": wrong.pk, "reason": "文件是另一人的。"}
    assert client.post(address, said).status_code == 302
    again = client.post(address, said)
    assert (again.status_code, "更正过的不再更改" in again.content.decode()) == (409, True)


def test_only_the_head_of_the_office_or_the_leader_records_it_with_a_sound_date_and_a_basis(head, people):
    assert refused(lambda: record_departure(head.pk, DAY, "文件", by=people["clerk"], at=LATER)) == ["WITHDRAW-ROLE"]
    early = date(2021, 1, 1)
    wrong = refused(lambda: record_departure(head.pk, early, "", by=people["head"], at=LATER))
    assert wrong == ["LEADER-DATE", "LEADER-BASIS"]


def test_it_is_recorded_on_a_page_of_the_back_office(head, people, client):
    client.force_login(people["head"])
    address = reverse("publishing_departure", args=[head.pk])
    wrong = client.post(address, {"left_date": "三月", "basis": "平组干〔2026〕5号"})
    assert wrong.status_code == 409
    assert "平组干〔2026〕5号" in wrong.content.decode()
    assert client.post(address, {"left_date": "2026-03-20", "basis": "平组干〔2026〕5号"}).status_code == 302
    head.refresh_from_db()
    assert not head.live


@pytest.fixture
def organisation(statutory, people):
    page = OrganisationPage(mandate="<p>负责本市住房公积金的归集、使用和管理。</p>", live=False)
    page.prefill(statutory.agency)
    statutory.add_child(instance=page)
    page.save_revision(user=people["clerk"])
    return a_public_page(page, people)


def test_the_organisation_starts_with_the_offices_on_record_and_is_in_order(organisation, client):
    assert found(organisation.agency, "ORGANISATION") == []
    shown = client.get("/pingchang/disclosure/statutory/organisation/").content.decode()
    assert "办公室" in shown
    assert "某路1号" in shown


def test_an_office_that_moved_or_is_new_is_found_until_a_new_version_is_public(organisation, people):
    organisation.agency.disclosure_office.change_on(DAY, by=people["head"], address="新路8号")
    an_office(organisation.agency, "归集科")
    assert found(organisation.agency, "ORGANISATION") == [
        ("ORGANISATION-OFFICE", "办公室"),
        ("ORGANISATION-OFFICE", "归集科"),
    ]
    assert renew_organisation(organisation, by=people["clerk"], on=DAY)
    a_public_page(OrganisationPage.objects.get(), people, at=LATER, correction="办公室迁址，新设归集科。")
    assert found(organisation.agency, "ORGANISATION") == []
    assert not renew_organisation(OrganisationPage.objects.get(), by=people["clerk"], on=DAY)


def test_an_organisation_without_functions_is_not_handed_in(statutory, people):
    page = OrganisationPage(title="机构职能", slug="organisation", live=False)
    statutory.add_child(instance=page)
    page.save_revision(user=people["clerk"])
    wrong = refused(lambda: a_public_page(page, people))
    assert wrong == ["ORGANISATION-ELEMENT"] * 5
