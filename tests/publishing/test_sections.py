"""The disclosure section and its four parts (PLAT-01 to PLAT-04), sections, and what may stand in them."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from gongkai.agencies.door import Person
from gongkai.pages.door import BasePage, NotCleared
from gongkai.publishing.door import (
    DisclosureSectionPage,
    Genre,
    GuidePage,
    InformationPage,
    Refused,
    SectionPage,
    StatutoryContentPage,
    open_disclosure,
    statistical_classes,
)
from gongkai.yearend.door import open_section
from tests.publishing.examples import AT, a_draft, a_public_page, a_section, handed_in, staff
from tests.yearend.examples import a_place, a_published_report, an_office

pytestmark = pytest.mark.django_db

PARTS = ["政府信息公开指南", "政府信息公开制度", "法定主动公开内容", "政府信息公开年报"]


@pytest.fixture
def disclosure(place):
    section = open_disclosure(place)
    section.add_child(instance=GuidePage(title=GuidePage.fixed_title, slug=GuidePage.fixed_slug, live=False))
    open_section(place)
    return section


@pytest.fixture
def superuser():
    return Person.objects.create_superuser("root")


def statutory(place):
    return StatutoryContentPage.objects.descendant_of(place).get()


def test_the_section_has_exactly_the_four_parts_by_their_names(disclosure):
    assert disclosure.title == "政府信息公开"
    assert {page.title for page in disclosure.get_children()} == set(PARTS)
    assert {model.fixed_title for model in DisclosureSectionPage.allowed_subpage_models()} == set(PARTS)


def test_opening_it_twice_makes_nothing_twice(place):
    assert open_disclosure(place) == open_disclosure(place)
    assert open_section(place) == open_section(place)
    assert DisclosureSectionPage.objects.descendant_of(place).count() == 1


@pytest.mark.parametrize("part", ["政府信息公开", *PARTS])
def test_plat_a_1_a_part_cannot_be_renamed(disclosure, part):
    page = BasePage.objects.get(title=part, path__startswith=disclosure.path).specific
    page.title = "主动公开"
    with pytest.raises(ValidationError):
        page.save_revision()
    with pytest.raises((ValidationError, NotCleared)):
        page.live = True
        page.save()


@pytest.mark.parametrize("part", ["政府信息公开", *PARTS])
def test_a_part_cannot_be_removed_moved_or_withdrawn(disclosure, superuser, part):
    page = BasePage.objects.get(title=part, path__startswith=disclosure.path)
    may = page.permissions_for_user(superuser)
    assert not (may.can_delete() or may.can_move() or may.can_unpublish())
    with pytest.raises(PermissionDenied):
        page.delete()
    with pytest.raises(PermissionDenied):
        page.specific.delete()
    with pytest.raises(PermissionDenied):
        page.move(a_place("elsewhere"), pos="last-child")


def test_no_second_disclosure_section_and_no_fifth_part(disclosure, place):
    assert not DisclosureSectionPage.can_create_at(place)
    assert not SectionPage.can_create_at(disclosure)
    assert not InformationPage.can_create_at(disclosure)
    assert not InformationPage.can_create_at(statutory(place))


def test_a_section_of_the_statutory_content_shows_the_duty_or_the_instruction_it_serves(disclosure, place, client):
    people, parent = staff(place.agency), statutory(place)
    told = {"budget": {"duty": "art20_07_budget"}, "asked": {"instruction": "某政办发〔2026〕1号"}}
    for slug, said in told.items():
        section = a_section(parent, slug=slug, title=f"栏目{slug}", **said)
        a_public_page(a_draft(section, by=people["clerk"]), people)
    shown = client.get(parent.url).content.decode()
    assert ("财政预算、决算信息" in shown, "某政办发〔2026〕1号" in shown) == (True, True)


def test_plat_a_2_a_news_item_is_not_put_into_the_statutory_content(disclosure, place):
    section = a_section(statutory(place), title="财政预决算", slug="budget", duty="art20_07_budget")
    draft = a_draft(section)
    draft.genre = Genre.NEWS
    with pytest.raises(ValidationError, match="专栏姓专"):
        draft.save_revision()


def test_a_news_item_is_not_moved_there_either(disclosure, place):
    section = a_section(statutory(place), title="财政预决算", slug="budget", duty="art20_07_budget")
    news = a_draft(a_section(place, "dynamics"), genre=Genre.NEWS)
    with pytest.raises(PermissionDenied):
        news.move(section, pos="last-child")


def test_an_office_of_another_agency_is_not_responsible(place):
    other = an_office(a_place("other").agency, "信贷科")
    with pytest.raises(ValidationError, match="本机关"):
        a_section(place, office=other)


def test_a_section_without_content_is_never_shown(place, client):
    section = a_section(place)
    assert client.get(section.url).status_code == 404
    assert section.title not in client.get(place.url).content.decode()


def test_the_disclosure_section_shows_the_parts_that_have_content(place, client):
    a_published_report(place)
    text = client.get(open_disclosure(place).url).content.decode()
    assert "政府信息公开年报" in text
    assert "法定主动公开内容" not in text
    assert client.get(statutory(place).url).status_code == 404


def test_a_section_lists_what_is_public_with_its_date(place, people, client):
    section = a_section(place)
    page = a_public_page(a_draft(section, by=people["clerk"]), people)
    text = client.get(section.url).content.decode()
    assert page.title in text
    assert page.url in text
    assert "2026-03-02" in text


def test_a_section_is_expected_to_be_renewed_by_its_class_unless_it_says_otherwise(place):
    assert a_section(place, "dynamics").days_between_updates == 14
    assert a_section(place, "policy", update_days=30).days_between_updates == 30


def test_each_class_has_its_own_letter():
    codes = [row.code for row in statistical_classes().values()]
    assert len(set(codes)) == len(codes) == 7


def test_a_section_that_was_ended_says_so_and_takes_nothing_new(place, people, client):
    section = a_section(place)
    page = a_public_page(a_draft(section, by=people["clerk"]), people)
    late = a_draft(section, by=people["clerk"], slug="late", title="又一份通知")
    section.opened_date = section.ended_date = AT.date()
    section.clean()
    section.save()
    assert "起停止更新，已有内容供查阅" in client.get(section.url).content.decode()
    with pytest.raises(Refused) as refusal:
        handed_in(late, people)
    assert [one.rule for one in refusal.value.findings] == ["SECTION-ENDED"]
    page.summary = "更正后的概述。"
    page.save_revision(user=people["clerk"])
    assert handed_in(page, people, correction="更正概述。").pk  # what is public may still be put right


def test_a_section_does_not_end_before_it_was_opened(place):
    section = a_section(place)
    section.ended_date = section.opened_date - timedelta(days=1)
    with pytest.raises(ValidationError, match="不能早于开设"):
        section.clean()


@pytest.mark.parametrize("typed", ["", "-", "winter-service"])
def test_a_new_section_gets_an_address_where_nobody_gives_one_and_says_who_makes_it_public(
    place, people, client, typed
):
    client.force_login(Person.objects.get(pk=people["clerk"].pk))
    address = f"/admin/pages/add/publishing/sectionpage/{place.pk}/"
    shown = client.get(address).content.decode()
    assert "栏目由公开工作机构负责人或者系统管理员发布" in shown
    assert "如 winter-service；不填的自动生成" in shown
    form = {"title": "冬季 服务", "slug": typed, "statistical_class": "policy"}
    form |= {f"comments-{name}_FORMS": "0" for name in ("TOTAL", "INITIAL")}
    answer = client.post(address, form)
    assert answer.status_code == 302, answer.context["form"].errors
    slug = SectionPage.objects.get(title="冬季 服务").slug
    assert slug == typed if typed.startswith("w") else re.fullmatch("section-[0-9a-f]{6}", slug)
