"""This year's report against last year's."""

from dataclasses import replace

from gongkai.annualreport.model import Report
from gongkai.annualreport.similarity import repetition
from tests.annualreport.building import clean_report, errors_in, found_in, reads_docstring, with_cells, with_text

PROBLEMS = (
    "（一）存在的主要问题。一是公开渠道主要依靠门户网站，载体还不够灵活。二是政策解读以文字为主，形式比较单一。"
    "（二）改进情况。一是开设政策宣传专栏，集中展示图解和视频。二是组织经办人员参加业务培训，提高答复水平。"
)


@reads_docstring
def test_what_was_carried_over_must_arrive_also_across_the_change_of_form(report: Report, previous: Report) -> None:
    """
    year: 2021
                         natural_person  total
    carried_over_in            1           1
    granted                    1           1
    processed_total            1           1
    last year:
    form: format_2019_trial
    year: 2020
                         natural_person  total
    new_received               2           2
    carried_over_out           2           2
    """
    findings = found_in(report, previous)["T3-CARRY"]
    assert [finding.where.split(".")[-1] for finding in findings] == ["natural_person", "total"]  # case 9
    assert (findings[0].facts["now"], findings[0].facts["before"], findings[0].facts["year"]) == (1, 2, 2020)


@reads_docstring
def test_what_arrives_as_it_left_is_in_order_blanks_and_all(report: Report, previous: Report) -> None:
    """
    year: 2023
                         natural_person  total
    carried_over_in            2           2
    granted                    2           2
    processed_total            2           2
    last year:
    year: 2022
                         natural_person  research_institution  total
    new_received               2                 -               -
    carried_over_out           2                 -               -
    """
    assert found_in(report, previous) == {}


@reads_docstring
def test_a_difference_that_the_report_explains_is_a_warning(report: Report, previous: Report) -> None:
    """
    other_matters: 上年报告误将一件撤回的申请计入结转，本年“上年结转”已更正为0件。
    year: 2023
    last year:
    year: 2022
                         natural_person  total
    new_received               1           1
    carried_over_out           1           1
    """
    found = found_in(report, previous)
    assert "更正" in found["T3-CARRY-EXPLAINED"][0].facts["quote"]
    assert not errors_in(found)


@reads_docstring
def test_a_carry_over_that_was_not_read_is_told_not_judged(report: Report, previous: Report) -> None:
    """
    year: 2023
    last year:
    year: 2022
                         natural_person  total
    new_received               1           1
    carried_over_out           ?           ?
    """
    found = found_in(report, previous)
    assert found["CARRY-UNVERIFIED"][0].facts["count"] == 2
    assert "T3-CARRY" not in found


def test_only_the_same_agency_s_report_of_the_year_before_is_compared() -> None:
    report = with_cells(clean_report(), {"applications.carried_over_in.total": 1})
    other_year, other_agency = clean_report(year=2021), clean_report(year=2022, agency="清河市水务局")
    assert set(found_in(report, other_year)) - set(found_in(report)) == {"PREV-YEAR"}
    assert set(found_in(report, other_agency)) - set(found_in(report)) == {"PREV-AGENCY"}


def test_an_agency_named_shorter_or_by_its_office_is_still_the_same() -> None:
    government = clean_report(agency="清河市人民政府")
    before = replace(clean_report(year=2022, agency="清河市人民政府办公室"), sections=())
    assert "PREV-AGENCY" not in found_in(government, before)


# -- proactive disclosure and disputes -------------------------------------------------------------


@reads_docstring
def test_documents_in_force_follow_from_last_year_s_and_what_was_issued_and_repealed(
    report: Report, previous: Report
) -> None:
    """
    year: 2025
                                        issued_this_year repealed_this_year currently_effective
    administrative_normative_documents         3                2                 14
    last year:
    year: 2024
                                        currently_effective
    administrative_normative_documents        12
    """
    found = found_in(report, previous)
    (warning,) = found["T2-EFFECTIVE"]
    assert (warning.facts["expected"], warning.facts["now"]) == (13, 14)  # case 8
    assert not errors_in(found)
    right = with_cells(report, {"article_20_1.administrative_normative_documents.currently_effective": 13})
    assert "T2-EFFECTIVE" not in found_in(right, previous)


@reads_docstring
def test_items_of_2020_follow_from_the_items_and_changes_of_2019(report: Report, previous: Report) -> None:
    """
    form: format_2019_trial
    year: 2020
                              items_previous_year
    administrative_licensing        103
    last year:
    form: format_2019_trial
    year: 2019
                              items_previous_year  change_this_year
    administrative_licensing        100                  4
    """
    (warning,) = found_in(report, previous)["T2-ITEMS"]
    assert (warning.facts["expected"], warning.facts["now"]) == (104, 103)
    right = with_cells(report, {"article_20_5.administrative_licensing.items_previous_year": 104})
    assert "T2-ITEMS" not in found_in(right, previous)


@reads_docstring
def test_cases_pending_last_year_are_closed_or_pending_this_year(report: Report, previous: Report) -> None:
    """
    year: 2023
           reconsideration_upheld  reconsideration_total
    cases            1                       1
    last year:
    year: 2022
           reconsideration_pending  reconsideration_total
    cases            3                       3
    """
    (warning,) = found_in(report, previous)["T4-PENDING"]
    assert (warning.facts["group"], warning.facts["before"], warning.facts["now"]) == ("行政复议", 3, 1)
    enough = {"review_litigation.cases.reconsideration_pending": 2, "review_litigation.cases.reconsideration_total": 3}
    assert "T4-PENDING" not in found_in(with_cells(report, enough), previous)


# -- copied text -----------------------------------------------------------------------------------


def _about_problems(text: str, year: int) -> Report:
    """Return a report of which only the section on problems is long enough to be compared."""
    return with_text(clean_report(year=year), problems_and_improvements=text, overall_situation="主动公开各类信息。")


def test_a_section_copied_with_only_the_years_changed_is_told_with_its_passages() -> None:
    now, before = (_about_problems(f"{year}年，" + PROBLEMS, year) for year in (2023, 2022))
    (warning,) = found_in(now, before)["TEXT-COPIED"]
    assert warning.where == "text.problems_and_improvements"
    assert warning.facts["percent"] >= 95
    assert any("载体还不够灵活" in passage["text"] for passage in warning.facts["passages"])


def test_a_section_that_keeps_half_of_last_year_s_is_a_notice() -> None:
    half = (
        PROBLEMS[: len(PROBLEMS) // 2]
        + "今年以来基层窗口反映最集中的是异地贷款材料，已经编写一次性告知清单并逐条答复职工。"
    )
    found = found_in(_about_problems(half, 2023), _about_problems(PROBLEMS, 2022))
    assert 30 <= found["TEXT-SIMILAR"][0].facts["percent"] < 60


def test_a_section_written_anew_and_a_short_formula_are_in_order() -> None:
    anew = (
        "本年发现窗口单位公开目录更新偏慢，图解数量偏少。"
        "已建立月度提醒并由稽查科逐月通报，全部栏目均按期更新完毕，职工来电咨询明显减少。"
    )
    found = found_in(_about_problems(anew, 2023), _about_problems(PROBLEMS, 2022))
    assert not {"TEXT-COPIED", "TEXT-SIMILAR"} & set(found)


def test_repeated_sentences_count_in_whatever_order_they_stand() -> None:
    one, two = "一是公开渠道主要依靠门户网站。", "二是政策解读以文字为主，形式单一。"
    assert repetition(one + two, two + one).percent == 100
    assert repetition(one, two) == (0, ())
    assert repetition("", one).percent == 0
