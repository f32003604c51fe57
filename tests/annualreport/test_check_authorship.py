"""A report that was copied shows it: another agency's name where the report speaks of itself."""

import pytest

from tests.annualreport.building import AGENCY, clean_report, errors_in, found_in, saying, with_text

OTHER = "平罗县水利局"


def told(sentence: str, agency: str | None = AGENCY) -> list[str]:
    """Return the names that a report of `agency` is told not to be its own."""
    found = found_in(saying(sentence, agency=agency))
    assert not errors_in(found)
    return [finding.facts["name"] for finding in found.get("TEXT-OTHER-AGENCY", ())]


@pytest.mark.parametrize(
    "sentence",
    [
        f"2023年，{OTHER}高度重视政府信息公开工作。{OTHER}主动公开信息30条。",
        f"{OTHER}政府信息公开工作稳步推进；2023年{OTHER}收到政府信息公开申请0件。",
        f"本报告由{OTHER}编制。",
        f"现公布{OTHER}2023年度政府信息公开工作年度报告。",
    ],
)
def test_another_agency_that_speaks_of_itself_is_told(sentence: str) -> None:
    assert told(sentence) == [OTHER]


@pytest.mark.parametrize(
    "sentence",
    [
        f"{AGENCY}高度重视政府信息公开工作，{AGENCY}严格落实三审制度。",
        "清河市公积金中心高度重视公开工作。清河市公积金中心主动公开信息30条。",
        f"{AGENCY}东城管理部认真落实要求。{AGENCY}东城管理部主动公开信息3条。",
        f"{OTHER}高度重视与中心的合作。",
        "按照清河市数据局要求，认真落实整改。根据清河市数据局通报，严格落实。",
        f"学习《{OTHER}2023年政府信息公开工作年度报告》等优秀报告。",
        "由清河市数据局主动公开信息，配合清河市数据局政府信息公开工作。",
        "清河市数据局政府信息公开工作领导小组来检查。清河市数据局政府信息公开工作要点已落实。",
    ],
)
def test_one_s_own_name_shorter_or_longer_and_superiors_are_in_order(sentence: str) -> None:
    assert told(sentence) == []


@pytest.mark.parametrize("agency", ["平罗县人民政府", "清河市新区管理委员会", "平罗县城关镇", None])
def test_a_government_speaks_of_its_departments(agency: str | None) -> None:
    assert told(f"{OTHER}高度重视政府信息公开工作。{OTHER}主动公开信息30条。", agency) == []


# -- reconsiderations of which the sentence does not say that they are over disclosure -----------------


def disputes_told(sentence: str, agency: str | None = AGENCY, section: str = "overall_situation") -> bool:
    """Tell whether a report that says `sentence` in a paragraph of its own is asked about its disputes."""
    report = clean_report(agency=agency)
    text = f"{report.text(section)}\n{sentence}".strip()
    return "TEXT-DISPUTES" in found_in(with_text(report, **{section: text}))


@pytest.mark.parametrize("section", ["overall_situation", "review_litigation"])
@pytest.mark.parametrize("sentence", ["全年行政复议3件。", "全年被申请行政复议3件，行政诉讼1件。", "行政诉讼2件。"])
def test_disputes_in_a_report_on_disclosure_are_those_of_its_table(section: str, sentence: str) -> None:
    assert disputes_told(sentence, section=section)


@pytest.mark.parametrize(
    "sentence",
    [
        "全年行政复议0件、行政诉讼0件。",
        "法治政府建设成效明显，行政复议3件、行政诉讼1件。",
        "收到行政复议申请30件，审结28件。",
        "因工伤认定引起的行政复议3件。",
        "2022年行政复议3件。",
    ],
)
def test_disputes_of_every_kind_or_of_another_time_are_not_held_against_the_table(sentence: str) -> None:
    assert not disputes_told(sentence)


@pytest.mark.parametrize("section", ["overall_situation", "review_litigation"])
def test_a_time_named_before_a_semicolon_holds_behind_it(section: str) -> None:
    assert not disputes_told("历年累计行政复议36件；行政诉讼38件。", section=section)
    assert disputes_told("历年累计行政复议36件。行政诉讼38件。", section=section)


def test_who_decides_on_reconsiderations_may_mean_those_it_decided() -> None:
    assert not disputes_told("全年行政复议30件。", "清河市司法局")
    assert disputes_told("全年行政复议30件。", "清河市司法局", "review_litigation")


def test_plans_are_no_claims() -> None:
    assert not disputes_told("力争行政复议3件以内。", section="problems_and_improvements")
