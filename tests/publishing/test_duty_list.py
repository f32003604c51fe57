"""The list of what the agency must disclose (REQ-14 to REQ-16): complete, reasoned, with what serves each duty."""

from datetime import date

import pytest

from gongkai.publishing.door import DutyListPage, Refused, StatutoryContentPage, open_disclosure, watched
from gongkai.statute import duties
from tests.publishing.examples import a_draft, a_public_page, a_section, handed_in

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 20)
FEES, OTHERS = "art20_08_fees", [row.code for row in duties(on=TODAY, group="art20") if row.code != "art20_08_fees"]


def a_row(duty, **changes):
    facts = {"duty": duty, "applies": "applies", "reason": "", "office": "办公室", "term": "twenty_workdays"}
    return ("duty", {**facts, **changes})


def none(duty, reason="本中心不办理这类事项。"):
    return a_row(duty, applies="not_applicable", reason=reason, office="", term="")


@pytest.fixture
def statutory(place):
    open_disclosure(place)
    return StatutoryContentPage.objects.descendant_of(place).get()


def a_list(statutory, people, rows, title="主动公开基本目录"):
    page = DutyListPage(title=title, slug="duties", rows=rows, live=False)
    statutory.add_child(instance=page)
    page.save_revision(user=people["clerk"])
    return page


def refused(page, people):
    with pytest.raises(Refused) as refusal:
        handed_in(page, people)
    return [finding.rule for finding in refusal.value.findings]


def found(agency):
    return [
        (one.finding.rule, one.finding.where) for one in watched(agency, TODAY) if one.finding.rule.startswith("DUTY")
    ]


def test_a_duty_of_article_20_cannot_be_left_out(statutory, people):
    page = a_list(statutory, people, [none(code) for code in OTHERS])
    assert refused(page, people) == ["DUTY-LEFT-OUT"]


def test_a_duty_that_does_not_apply_says_why_and_is_shown_as_such(statutory, people, client):
    page = a_list(statutory, people, [*map(none, OTHERS), none(FEES, "本中心不收取行政事业性收费。")])
    a_public_page(page, people)
    shown = client.get("/pingchang/disclosure/statutory/duties/").content.decode()
    assert "不适用：本中心不收取行政事业性收费。" in shown
    assert found(page.agency) == []


def test_not_applicable_without_a_reason_or_applying_without_an_office_is_not_handed_in(statutory, people):
    rows = [*map(none, OTHERS[1:]), none(FEES, ""), a_row(OTHERS[0], office="", term="")]
    assert refused(a_list(statutory, people, rows), people) == ["DUTY-REASON", "DUTY-FIELD", "DUTY-FIELD"]


def test_the_same_duty_twice_is_not_handed_in(statutory, people):
    rows = [*map(none, OTHERS), none(FEES), none(FEES)]
    assert refused(a_list(statutory, people, rows), people) == ["DUTY-TWICE"]


def test_an_applying_duty_without_public_content_is_found_until_a_section_serves_it(
    statutory, people, client, django_assert_max_num_queries
):
    page = a_public_page(a_list(statutory, people, [*map(none, OTHERS), a_row(FEES)]), people)
    assert found(page.agency) == [("DUTY-EMPTY", FEES)]

    section = a_section(statutory, title="收费公示", slug="fees", duty=FEES, statistical_class="notice")
    draft = a_draft(section, by=people["clerk"])
    assert found(page.agency) == [("DUTY-EMPTY", FEES)]  # a draft is no content
    a_public_page(draft, people)
    assert found(page.agency) == []
    with django_assert_max_num_queries(12):
        shown = client.get("/pingchang/disclosure/statutory/duties/").content.decode()
    assert '<a href="/pingchang/disclosure/statutory/fees/">收费公示</a>' in shown


def test_an_office_that_is_not_there_is_found(statutory, people):
    page = a_public_page(a_list(statutory, people, [*map(none, OTHERS), a_row(FEES, office="财务科")]), people)
    assert ("DUTY-OFFICE", FEES) in found(page.agency)


@pytest.mark.parametrize(("source", "rules"), [("", [("DUTY-SOURCE", "")]), ("市政办发〔2026〕3号", [])])
def test_an_item_beyond_the_articles_names_the_instruction_it_comes_from(statutory, people, source, rules):
    addition = ("addition", {"item": "灵活就业人员缴存试点", "source": source, "office": "办公室", "term": "monthly"})
    page = a_public_page(a_list(statutory, people, [*map(none, OTHERS), none(FEES), addition]), people)
    assert found(page.agency) == rules


def test_an_agency_without_a_public_list_is_found(place):
    assert found(place.agency) == [("DUTY-LIST-MISSING", "")]


def test_a_new_list_starts_with_every_duty_of_article_20(place):
    page = DutyListPage()
    page.prefill(place.agency)
    assert [block.value["duty"] for block in page.rows] == [row.code for row in duties(on=TODAY, group="art20")]
