"""The opening stock against last year's published closing one; last year's problems, proposed ones, sisters' texts."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from gongkai.agencies.door import Relation, RelationKind
from gongkai.statute import report_due
from gongkai.yearend.building import build
from gongkai.yearend.carrying import CarryRelease, release_of, releases
from gongkai.yearend.drafts import write
from gongkai.yearend.due_dates import LocalDueDate, due_of
from gongkai.yearend.narrative import Laid, followed_by
from gongkai.yearend.notes import YearNote
from gongkai.yearend.proposing import late_open, late_replies, proposals
from gongkai.yearend.records import RECORD_KINDS
from gongkai.yearend.rules import RULES
from tests.cases.examples import a_case, do
from tests.publishing.examples import a_person
from tests.yearend.examples import LONG_AGO, a_place, a_published_report, a_report, an_agency

pytestmark = pytest.mark.django_db

YEAR, AT = 2025, datetime(2026, 1, 10, tzinfo=UTC)
OUT = ("applications", "carried_over_out")


def last_year(place, carried_out: int, **changes):
    """Publish last year's report with so many cases carried out, all of natural persons."""
    tables = a_report(place.agency.name, YEAR - 1)["tables"]
    tables["applications"]["carried_over_out"] |= {"natural_person": carried_out, "total": carried_out}
    return a_published_report(place, YEAR - 1, tables=tables, **changes)


def rules(built) -> list[str]:
    return [finding.rule for finding in built.findings if "CARRY" in finding.rule]


def release(agency, kind: str = "merger", **changes) -> CarryRelease:
    facts = {
        "year": YEAR,
        "day": date(YEAR, 3, 1),
        "basis": "云编发〔2025〕3号",
        "explanation": "原分中心的办件并入本中心。",
    }
    row = CarryRelease(agency=agency, kind=kind, **{**facts, **changes})
    row.full_clean()
    row.save()
    return row


def other_matters(built) -> str:
    return built.report.text("other_matters")


# -- the difference --------------------------------------------------------------------------------


def test_a_difference_from_the_published_closing_is_an_error_that_words_do_not_release():
    place = a_place("yunhu")
    last_year(place, 2)
    assert rules(build(place.agency, YEAR)) == ["T3-CARRY", "T3-CARRY"]  # natural persons, and all
    clerk = a_person("clerk", place.agency, "clerk")
    words = "上年结转数因统计口径调整，与上年度报告存在差异。"
    write(place.agency, YEAR, "other_matters", words, seen=0, by=clerk, at=AT)
    assert rules(build(place.agency, YEAR)) == ["T3-CARRY", "T3-CARRY"]
    assert build(place.agency, YEAR).status == "errors"


def test_without_a_difference_there_is_nothing_to_say():
    place = a_place("yunhu")
    last_year(place, 0)
    release(place.agency)
    built = build(place.agency, YEAR)
    assert not rules(built)
    assert "结转" not in other_matters(built)


@pytest.mark.parametrize("kind", ["merger", "first_year"])
def test_a_record_releases_it_and_section_six_tells_both_years(kind):
    place = a_place("yunhu")
    last_year(place, 2)
    release(place.agency, kind)
    built = build(place.agency, YEAR)
    assert set(rules(built)) == {"YEAR-CARRY-RELEASED"}
    told = other_matters(built)
    assert "2024年度报告公布的结转下年度数与2025年度按办件记录计算的上年结转数不一致" in told
    assert "总计2件和0件" in told
    assert "原分中心的办件并入本中心（云编发〔2025〕3号）" in told
    assert "无其他需要报告" not in told


def test_what_somebody_wrote_in_section_six_stays_and_the_difference_follows_once():
    place = a_place("yunhu")
    last_year(place, 2)
    release(place.agency)
    clerk = a_person("clerk", place.agency, "clerk")
    write(place.agency, YEAR, "other_matters", "开展了政务公开开放日活动。", seen=0, by=clerk, at=AT)
    told = other_matters(build(place.agency, YEAR))
    assert told.startswith("开展了政务公开开放日活动。\n")
    assert told.count("不一致") == 1
    typed = [one for one in build(place.agency, YEAR).findings if one.rule.startswith("YEAR-TYPED")]
    assert typed == []  # its numbers come from records


def test_only_the_errors_that_the_data_name_are_released_and_by_a_kind_of_record_that_there_is():
    for one in releases():
        assert RULES[one.rules[0]].severity == "error"
        assert RULES[one.told_as].severity == "notice"
        assert set(one.rules) <= set(RULES.rules)
        assert one.record in {kind.name for kind in RECORD_KINDS}
    assert [rule for rule in RULES.rules if release_of(rule)] == ["T3-CARRY", "T3-CARRY-EXPLAINED"]


def test_a_release_of_another_year_or_agency_releases_nothing():
    place = a_place("yunhu")
    last_year(place, 2)
    release(place.agency, year=YEAR - 1, day=date(YEAR - 1, 3, 1))
    release(an_agency("other"))
    assert set(rules(build(place.agency, YEAR))) == {"T3-CARRY"}


def test_a_merger_is_of_the_year_or_the_one_before():
    agency = an_agency("yunhu")
    with pytest.raises(ValidationError, match="合并、划转应当发生在报告年度或者上一年度"):
        release(agency, day=date(YEAR - 3, 3, 1))
    with pytest.raises(ValidationError, match="不能早于报告年度"):
        release(agency, "first_year", year=2030, day=date(YEAR, 3, 1))


def test_words_that_say_there_is_nothing_give_way_and_others_stay():
    for nothing in ("无。", "无其他需要报告的事项。", "本年度无其他需要报告的事项"):
        assert followed_by(Laid(nothing, ()), ["甲。"]).text == "甲。"
    assert followed_by(Laid("无障碍浏览已开通，群众反映良好。", ()), ["甲。"]).text.endswith("良好。\n甲。")
    assert followed_by(Laid("收费3件，无欠费。", ((2, 3, "x.y"),)), ["甲。"]) == Laid(
        "收费3件，无欠费。\n甲。", ((2, 3, "x.y"),)
    )


# -- problems --------------------------------------------------------------------------------------


def a_note(agency, part: str, day: date, text: str, **changes) -> YearNote:
    reference = f"n{YearNote.objects.count()}"
    return YearNote.objects.create(
        agency=agency, part=part, day=day, text=text, reference=reference, source="总结", **changes
    )


def test_last_years_problem_without_an_improvement_is_a_warning_until_one_is_about_it():
    agency = an_agency("yunhu")
    problem = a_note(agency, "problem", date(YEAR - 1, 12, 1), "解读形式单一。")

    def unanswered():
        return [one for one in build(agency, YEAR).findings if one.rule == "YEAR-PROBLEM-UNANSWERED"]

    assert [one.facts["problem"] for one in unanswered()] == ["解读形式单一。"]
    assert "上一年度查找的问题中还有1个没有改进到位。" in [one.text for one in proposals(agency, build(agency, YEAR))]
    a_note(agency, "improvement", date(YEAR, 5, 1), "解读改用图表。", answers=problem)
    assert unanswered() == []
    assert "解读改用图表。" in build(agency, YEAR).report.text("problems_and_improvements")


def test_last_years_section_five_stands_beside_this_years_while_writing(client):
    place = a_place("yunhu")
    sections = a_report(place.agency.name, YEAR - 1)["sections"]
    sections[4]["text"] = "主要问题是解读形式单一、平台更新不够及时。"
    a_published_report(place, YEAR - 1, sections=sections)
    solved = a_note(place.agency, "problem", date(YEAR - 1, 12, 1), "解读形式单一。")
    left = a_note(place.agency, "problem", date(YEAR - 1, 12, 2), "平台更新不够及时。")
    a_note(place.agency, "improvement", date(YEAR, 5, 1), "解读改用图表。", answers=solved)
    client.force_login(a_person("clerk", place.agency, "clerk"))

    def page(section):
        return client.get(reverse("yearend:section", args=["yunhu", YEAR, section]))

    before = page("problems_and_improvements").context["before"]
    assert before.text == "主要问题是解读形式单一、平台更新不够及时。"
    assert {one.problem: [note.text for note in one.improvements] for one in before.problems} == {
        solved: ["解读改用图表。"],
        left: [],
    }
    assert f"part=improvement&amp;answers={left.pk}" in page("problems_and_improvements").content.decode()
    assert page("other_matters").context["before"].problems == ()


def test_a_late_reply_and_a_late_report_are_proposed_as_problems_and_not_again_once_registered():
    place = a_place("yunhu")
    a_published_report(place, YEAR - 1)
    page = place.agency.annual_reports.get()
    type(page).objects.filter(pk=page.pk).update(publication_date=date(YEAR, 2, 10))
    texts = [one.text for one in proposals(place.agency, build(place.agency, YEAR))]
    late = f"报告于{YEAR}年2月10日公布，晚于{YEAR}年1月31日的期限，年度报告编制工作启动偏晚。"
    late = f"上一年度的政府信息公开工作年度{late}"
    assert late in texts
    a_note(place.agency, "problem", date(YEAR, 12, 1), late)
    assert late not in [one.text for one in proposals(place.agency, build(place.agency, YEAR))]


def test_a_reply_after_its_last_day_is_late_and_one_in_time_is_not():
    agency = an_agency("yunhu")
    received = date(YEAR, 3, 3)
    for day in (date(YEAR, 3, 20), date(YEAR, 4, 30)):
        do(a_case(agency, received), "reply", day, outcome="R2_provide")
    assert late_replies(agency, YEAR) == 1
    assert late_replies(agency, YEAR + 1) == 0
    texts = [one.text for one in proposals(agency, build(agency, YEAR))]
    assert texts[0].startswith("1件政府信息公开申请的答复超过法定期限")


def test_a_case_that_is_overdue_when_the_year_ends_is_proposed_as_a_problem_whatever_came_later():
    agency = an_agency("yunhu")
    a_case(agency, date(YEAR, 11, 2))
    a_case(agency, date(YEAR, 12, 20))
    do(
        a_case(agency, date(YEAR, 11, 3)),
        "reply",
        date(YEAR + 1, 1, 8),
        outcome="R2_provide",
        today=date(YEAR + 1, 1, 8),
    )
    assert late_open(agency, YEAR) == 2
    assert late_open(agency, YEAR - 1) == 0
    texts = [one.text for one in proposals(agency, build(agency, YEAR))]
    assert "到年末有2件政府信息公开申请超过法定期限仍未答复" in texts[0]


# -- sister agencies -------------------------------------------------------------------------------

COPIED = (
    "中心围绕归集、提取、贷款三项业务梳理公开事项，逐条明确责任科室和更新时限。"
    "针对职工反映较多的异地贷款办理问题，组织业务骨干走进二十家企业开展现场解读。"
)


def test_own_words_that_a_sister_published_are_a_warning_and_the_templates_words_are_not():
    department = an_agency("office")
    place, sister = a_place("yunhu"), a_place("sister")
    for one in (place, sister):
        Relation.objects.create(
            agency=one.agency, kind=RelationKind.DISCLOSURE_SUPERVISOR, other=department, since=LONG_AGO
        )
    sections = a_report(sister.agency.name, YEAR)["sections"]
    sections[0]["text"] = build(place.agency, YEAR).report.text("overall_situation") + COPIED
    a_published_report(sister, YEAR, sections=sections)

    def copies():
        return [one for one in build(place.agency, YEAR).findings if one.rule == "YEAR-COPIED-SISTER"]

    assert copies() == []  # what a template says is the same for everybody
    a_note(place.agency, "proactive", date(YEAR, 6, 1), COPIED)
    (found,) = copies()
    assert (found.facts["agency"], found.where) == (sister.agency.name, "text.overall_situation")
    stranger = a_place("stranger")
    a_note(stranger.agency, "proactive", date(YEAR, 6, 1), COPIED)
    assert not [one for one in build(stranger.agency, YEAR).findings if one.rule == "YEAR-COPIED-SISTER"]


# -- local days ------------------------------------------------------------------------------------


def test_the_draft_shows_the_earlier_day_of_the_department_above():
    department, agency = an_agency("office"), an_agency("yunhu")
    assert due_of(agency, YEAR, on=AT.date()) == report_due(YEAR)
    Relation.objects.create(agency=agency, kind=RelationKind.DISCLOSURE_SUPERVISOR, other=department, since=LONG_AGO)
    LocalDueDate.objects.create(
        department=department,
        year=YEAR,
        submit_date=date(2026, 1, 26),
        publish_date=date(2026, 1, 28),
        basis="云政办〔2026〕1号",
        recorded_at=AT,
        recorded_by=a_person("officer"),
    )
    assert due_of(agency, YEAR, on=AT.date()).publish_date == date(2026, 1, 28)
    assert due_of(agency, YEAR + 1, on=AT.date()).publish_date == date(2027, 1, 31)
    assert due_of(department, YEAR, on=AT.date()).submit_date == date(2026, 1, 26)  # the department itself is bound too
