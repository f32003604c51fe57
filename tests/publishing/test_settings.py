"""What an agency settles for itself: index numbers, the explainer's term, its flagged terms; dated, and on the log."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from gongkai.agencies.door import LogEntry, Role
from gongkai.publishing.door import ExplainerTerm, NumberPattern, ReadingPlace
from gongkai.publishing.flagged_terms import FlaggedTerm, lists_of
from gongkai.publishing.index_numbers import issue_number
from gongkai.publishing.own_terms import OwnTerm
from gongkai.publishing.proofs import proofread_page
from tests.publishing.examples import a_draft, a_person, a_section, body
from tests.yearend.examples import a_place

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


def rules(page):
    return [finding.rule for finding in proofread_page(page)]


@pytest.fixture
def text(place):
    """A draft that says 住房公积金服务大厅 and one of the misspellings of the shipped list."""
    return a_draft(a_section(place), body=body("请到住房公积金服务大厅布署工作。"))


def a_term(place, **changes):
    row = FlaggedTerm(agency=place.agency, **{"wrong": "服务大厅", "right": "服务中心", **changes})
    row.full_clean()
    row.save()
    return row


def test_an_agencys_own_term_is_flagged_in_its_texts_beside_the_shipped_ones(place, text):
    assert rules(text) == ["TERM-MISSPELLED"]
    a_term(place)
    assert sorted(rules(text)) == ["TERM-LOCAL", "TERM-MISSPELLED"]
    assert rules(a_draft(a_section(a_place("other")), body=body("服务大厅布署"))) == ["TERM-MISSPELLED"]


def test_a_term_holds_for_texts_of_its_days_by_the_day_of_the_document(place, text):
    row = a_term(place, wrong_since=date(2026, 2, 26), wrong_until=date(2026, 2, 26))  # the draft's day
    assert "TERM-LOCAL" in rules(text)
    FlaggedTerm.objects.filter(pk=row.pk).update(wrong_since=date(2026, 2, 27), wrong_until=None)
    assert "TERM-LOCAL" not in rules(text)


def test_a_shipped_term_may_be_left_alone_but_never_a_serious_one(place, text):
    a_term(place, wrong="布署", right="", allowed=True)
    assert rules(text) == []
    with pytest.raises(ValidationError) as refusal:
        a_term(place, wrong="港澳台等国家", right="", allowed=True)
    assert set(refusal.value.message_dict) == {"wrong"}


def test_exceptions_are_written_as_a_list(place):
    a_term(place, wrong="银监会", right="金融监管总局", unless="原银监会文件，银监会令", after="原、曾")
    term = next(one for one in lists_of(place.agency.pk).terms if one.wrong == "银监会")
    assert (term.unless, term.after) == (("原银监会文件", "银监会令"), ("原", "曾"))


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"wrong": "厅"}, "wrong"),
        ({"right": "服务大厅"}, "right"),
        ({"wrong_since": DAY, "wrong_until": date(2026, 3, 1)}, "__all__"),
    ],
)
def test_a_term_that_cannot_be_is_refused_at_its_place(place, changes, where):
    with pytest.raises(ValidationError) as refusal:
        a_term(place, **changes)
    assert where in refusal.value.message_dict


def test_a_class_may_have_a_pattern_of_its_own(place):
    NumberPattern.objects.create(agency=place.agency, pattern="甲{year}{class}{number:03d}", since=DAY)
    NumberPattern.objects.create(
        agency=place.agency, pattern="策{year}{class}{number:03d}", statistical_class="policy", since=DAY
    )
    assert issue_number(place.agency, "policy", DAY).startswith("策2026")
    assert issue_number(place.agency, "dynamics", DAY).startswith("甲2026")
    assert issue_number(place.agency, "policy", DAY - timedelta(days=1)).startswith(place.agency.slug)


def test_an_explainers_term_is_of_a_length_the_statute_takes(place):
    said = {"agency": place.agency, "since": DAY, "basis": "某文件"}
    ExplainerTerm(**said, amount=3, unit="natural_day").full_clean()
    with pytest.raises(ValidationError) as refusal:
        ExplainerTerm(**said, amount=30_000, unit="workday").full_clean()
    assert set(refusal.value.message_dict) == {"amount"}


@pytest.fixture
def administrator(client, place):
    person = a_person("administrator", place.agency, Role.ADMINISTRATOR)
    client.force_login(person)
    return person


def address(model, act, *args):
    return reverse(f"wagtailsnippets_publishing_{model._meta.model_name}:{act}", args=args)


def test_the_administrator_settles_it_and_the_log_tells(client, place, administrator):
    tomorrow = timezone.localdate() + timedelta(days=1)
    said = {
        "agency": place.agency.pk,
        "pattern": "{year}-{class}-{number:04d}",
        "statistical_class": "",
        "since": tomorrow,
    }
    assert client.post(address(NumberPattern, "add"), said).status_code == 302
    entry = LogEntry.objects.filter(act="create").latest("at")
    assert (entry.agency, entry.by, entry.facts["changed"]["pattern"]) == (
        place.agency,
        administrator,
        ["", "{year}-{class}-{number:04d}"],
    )
    listing = client.get(address(NumberPattern, "list")).content.decode()
    assert f"{tomorrow.year}-A-0001" in listing


def test_the_office_registers_a_reading_place_and_the_archive_always_receives(client, place, administrator):
    said = {"agency": place.agency.pk, "kind": "national_archive", "name": "市档案馆", "address": "某路1号"}
    said |= {"hours": "工作日", "telephone": "", "since": DAY, "until": ""}
    refused = client.post(address(ReadingPlace, "add"), said)
    assert "要按月提供" in refused.content.decode()
    assert client.post(address(ReadingPlace, "add"), {**said, "receives": "on"}).status_code == 302
    assert ReadingPlace.objects.get().receives


def test_a_pattern_in_force_is_not_changed_and_none_begins_in_the_past(client, place, administrator):
    row = NumberPattern.objects.create(agency=place.agency, pattern="{year}{class}{number:03d}", since=DAY)
    said = {"agency": place.agency.pk, "pattern": "x{year}{class}{number:03d}", "statistical_class": "", "since": DAY}
    answer = client.post(address(NumberPattern, "edit", row.pk), said)
    assert "已经启用" in answer.content.decode()
    answer = client.post(address(NumberPattern, "add"), {**said, "since": DAY + timedelta(days=1)})
    assert "启用日期不能早于今天" in answer.content.decode()
    assert [one.pattern for one in NumberPattern.objects.all()] == ["{year}{class}{number:03d}"]


@pytest.mark.parametrize("model", [NumberPattern, ExplainerTerm, OwnTerm, FlaggedTerm, ReadingPlace])
def test_nobody_settles_it_for_another_agency_or_without_the_role(client, place, administrator, model):
    other = a_place("other").agency
    facts = {
        NumberPattern: {"pattern": "{year}{class}{number:03d}", "since": DAY},
        ExplainerTerm: {"since": DAY, "amount": 3, "basis": "某文件"},
        OwnTerm: {"limit": "comment_feedback", "since": DAY, "amount": 3, "basis": "某文件"},
        FlaggedTerm: {"wrong": "某词"},
        ReadingPlace: {"name": "某馆", "address": "某路", "hours": "工作日", "since": DAY},
    }
    foreign = model.objects.create(agency=other, **facts[model])
    assert client.get(address(model, "edit", foreign.pk)).status_code == 302
    assert str(foreign) not in client.get(address(model, "list")).content.decode()
    client.force_login(a_person("clerk-only", place.agency, Role.CLERK))
    assert client.get(address(model, "add")).status_code == 302
