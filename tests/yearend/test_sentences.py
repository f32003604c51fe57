"""The sentences of the drafted report: changed by an office from a year on, judged, kept, and put back."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from gongkai.agencies.door import Role, Tally
from gongkai.yearend.building import build
from gongkai.yearend.refusals import Refused
from gongkai.yearend.rewording import change_sentence, wording_findings
from gongkai.yearend.sentence_templates import SentenceTemplate, sentences_for
from gongkai.yearend.sentences import sentences
from tests.agencies.examples import a_person, an_agency, appoint

pytestmark = pytest.mark.django_db

AT, TODAY = datetime(2026, 11, 27, 2, tzinfo=UTC), date(2026, 11, 27)
DEFAULT = {one.id: one for one in sentences()}
WORDS = {"zero": "今年没有申请。", "one": "今年有一件申请。", "many": "今年有{cases.new_received}件申请。"}


@pytest.fixture
def agency():
    return an_agency("yunhu")


@pytest.fixture
def head(client, agency):
    """The head of the agency's disclosure office, signed in."""
    person = appoint(a_person("head"), Role.DISCLOSURE_OFFICE_HEAD, agency)
    client.force_login(person)
    return person


def change(agency, head, words=None, sentence="applications", since_year=2025):
    return change_sentence(agency, DEFAULT[sentence], words, since_year=since_year, by=head, at=AT, today=TODAY)


def text(agency, year: int, section: str = "overall_situation") -> str:
    return build(agency, year).report.text(section)


def post(client, agency, sentence="applications", **typed):
    return client.post(reverse("yearend:sentence", args=[agency.slug, sentence]), {"since_year": "2025", **typed})


def test_the_draft_uses_the_words_from_their_year_on_and_for_their_agency_alone(agency, head):
    change(agency, head, WORDS)
    assert "今年没有申请。" in text(agency, 2025)
    assert "今年没有申请。" in text(agency, 2026)
    assert "本年度未收到政府信息公开申请。" in text(agency, 2024)
    assert "本年度未收到政府信息公开申请。" in text(an_agency("other"), 2025)


def test_the_words_of_the_product_come_back_and_every_version_is_kept(agency, head):
    change(agency, head, WORDS)
    change(agency, head, None, since_year=2026)
    assert sentences_for(agency, 2025)["applications"].many == WORDS["many"]
    assert sentences_for(agency, 2026)["applications"] == DEFAULT["applications"]
    kept = SentenceTemplate.objects.filter(agency=agency)
    assert [(row.words, row.written_by, row.written_at) for row in kept] == [(WORDS, head, AT), (None, head, AT)]


def test_sections_five_and_six_are_worded_too(agency, head):
    change(agency, head, {"zero": "没有其他事项。"}, "nothing_else")
    assert text(agency, 2025, "other_matters") == DEFAULT["fees"].zero  # something else to tell
    change(agency, head, {"zero": "", "one": "", "many": DEFAULT["fees"].many}, "fees")
    assert text(agency, 2025, "other_matters") == "没有其他事项。"
    change(agency, head, {"zero": "自查未发现问题。", "one": "", "many": "问题如下：{list}"}, "problems")
    assert text(agency, 2025, "problems_and_improvements") == "自查未发现问题。"


@pytest.mark.parametrize(
    ("sentence", "variant", "words", "rule"),
    [
        ("applications", "many", "收到{cases.recieved}件，共{cases.new_received}件。", "YEAR-WORDS-TOKEN"),
        ("applications", "many", "收到{cases.new_received}件，办结{list}。", "YEAR-WORDS-TOKEN"),
        ("applications", "many", "收到{cases.new_received}件{。", "YEAR-WORDS-TOKEN"),
        ("applications", "many", "收到{cases.new_received}件，培训3次。", "YEAR-WORDS-NUMBER"),
        ("applications", "many", "收到{cases.new_received}件，培训三次。", "YEAR-WORDS-NUMBER"),
        ("applications", "zero", "收到0件。", "YEAR-WORDS-NUMBER"),
        ("applications", "one", "收到一件。", None),
        ("applications", "one", "收到一件，培训两次。", "YEAR-WORDS-NUMBER"),
        ("applications", "many", "收到许多申请。", "YEAR-WORDS-MISSING"),
        ("problems", "many", "问题不多。", "YEAR-WORDS-MISSING"),
        ("problems", "one", "问题不多。", "YEAR-WORDS-MISSING"),
        ("nothing_else", "zero", "", "YEAR-WORDS-EMPTY"),
        ("applications", "zero", "", None),
        ("applications", "many", "共收到申请{cases.new_received}件。", None),
        ("last_problem", "zero", "对“{problem}”仍在改进。", None),
        ("closing", "many", "数据截至{year}年12月31日。", None),
        ("items_published", "many", "公开{publishing.items_published}条{parts}。", None),
    ],
)
def test_words_that_spoil_a_sentence_are_refused_at_their_place(sentence, variant, words, rule):
    found = [(one.rule, one.where) for one in wording_findings(DEFAULT[sentence], {variant: words})]
    assert found == ([(rule, variant)] if rule else [])


def test_the_words_of_the_product_pass_their_own_checks():
    for one in sentences():
        assert list(wording_findings(one, {variant: getattr(one, variant) for variant in one.variants})) == []


def test_only_the_office_changes_words(client, agency):
    clerk = appoint(a_person("clerk"), Role.CLERK, agency)
    with pytest.raises(Refused, match="没有公开工作机构负责人"):
        change(agency, clerk, WORDS)
    client.force_login(clerk)
    assert client.get(reverse("yearend:sentences")).status_code in (302, 403)
    assert post(client, agency, **WORDS).status_code in (302, 403)
    client.force_login(appoint(a_person("elsewhere"), Role.ADMINISTRATOR, an_agency("other")))
    assert post(client, agency, **WORDS).status_code == 404
    assert not SentenceTemplate.objects.exists()


def test_the_page_stores_words_shows_who_wrote_them_and_puts_the_default_back(client, agency, head):
    assert post(client, agency, **WORDS).status_code == 302
    page = client.get(reverse("yearend:sentence", args=["yunhu", "applications"])).content.decode()
    assert "今年有一件申请。" in page
    assert "2025 年度的报告起用" in page
    listed = client.get(reverse("yearend:sentences")).content.decode()
    assert "本机关的话" in listed
    assert "今年有〔新收政府信息公开申请〕件申请。" in listed
    assert post(client, agency, reset="1", **WORDS).status_code == 302
    assert "系统默认的话" in client.get(reverse("yearend:sentence", args=["yunhu", "applications"])).content.decode()
    assert sentences_for(agency, 2025)["applications"] == DEFAULT["applications"]


def test_the_preview_reads_with_the_figures_of_the_year_and_stores_nothing(client, agency, head):
    day = date(2025, 6, 30)
    for kind, value in (("projects", "20"), ("amount_yuan", "300")):
        said = {"kind": f"oversight.procurement_{kind}", "value": Decimal(value), "source": "台账"}
        Tally.objects.create(agency=agency, since=day, day=day, **said)
    typed = {"zero": "没有采购。", "one": "", "many": "采购{oversight.procurement_projects}项。"}
    answer = post(client, agency, "procurement", preview="1", **typed)
    told = {one.label: (one.text, one.is_told) for one in answer.context["previews"]}
    assert told == {"没有时": ("没有采购。", False), "有多件时": ("采购20项。", True)}
    assert not SentenceTemplate.objects.exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({**WORDS, "many": "收到12件，{cases.new_received}件。"}, "“12”是直接写的数"),
        ({**WORDS, "since_year": ""}, "请填写年度"),
        ({**WORDS, "since_year": "2007"}, "没有法定的报告格式"),
        ({**WORDS, "since_year": "2999"}, "最晚填写"),
    ],
)
def test_a_slip_is_told_beside_its_field_with_all_that_was_typed(client, agency, head, typed, said):
    answer = post(client, agency, **typed)
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert "今年没有申请。" in answer.content.decode()
    assert not SentenceTemplate.objects.exists()
