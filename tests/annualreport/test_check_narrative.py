"""The text against the tables: what the sentences say must be what the cells say."""

import pytest

from tests.annualreport.building import clean_report, errors_in, found_in, saying, with_cells

# 25 new, 2 from last year; 26 handled, 1 for next year; 3 reconsiderations, 1 + 2 lawsuits.
CELLS = {
    "applications.new_received.natural_person": 20,
    "applications.new_received.commercial_enterprise": 5,
    "applications.new_received.total": 25,
    "applications.carried_over_in.natural_person": 2,
    "applications.carried_over_in.total": 2,
    "applications.granted.natural_person": 10,
    "applications.granted.total": 10,
    "applications.partially_granted.natural_person": 3,
    "applications.partially_granted.total": 3,
    "applications.denied_process_information.natural_person": 4,
    "applications.denied_process_information.total": 4,
    "applications.unable_not_held.natural_person": 4,
    "applications.unable_not_held.commercial_enterprise": 2,
    "applications.unable_not_held.total": 6,
    "applications.not_processed_duplicate.commercial_enterprise": 2,
    "applications.not_processed_duplicate.total": 2,
    "applications.other_misc.commercial_enterprise": 1,
    "applications.other_misc.total": 1,
    "applications.processed_total.natural_person": 21,
    "applications.processed_total.commercial_enterprise": 5,
    "applications.processed_total.total": 26,
    "applications.carried_over_out.natural_person": 1,
    "applications.carried_over_out.total": 1,
    "review_litigation.cases.reconsideration_upheld": 3,
    "review_litigation.cases.reconsideration_total": 3,
    "review_litigation.cases.litigation_direct_upheld": 1,
    "review_litigation.cases.litigation_direct_total": 1,
    "review_litigation.cases.litigation_after_reconsideration_upheld": 2,
    "review_litigation.cases.litigation_after_reconsideration_total": 2,
    "article_20_1.administrative_normative_documents.issued_this_year": 5,
    "article_20_1.administrative_normative_documents.repealed_this_year": 2,
    "article_20_1.administrative_normative_documents.currently_effective": 12,
    "article_20_5.administrative_licensing.decisions_this_year": 300,
    "article_20_6.administrative_penalty.decisions_this_year": 40,
    "article_20_8.administrative_institutional_fees.fees_collected_this_year": "0.038",
}

AGREE = (
    "2023年，共收到政府信息公开申请25件，上年结转2件，办结26件，结转下年度1件。",
    "2023年，中心共受理依申请公开25件，其中予以公开10件，部分公开3件，不予公开4件，无法提供6件，不予处理2件，其他处理1件。",
    "全年新收政府信息公开申请２５件（其中网上申请18件，信函申请5件，当面申请2件），较上年增加3件，同比增长13.6%。",
    "全年收到 25 份政府信息公开申请，均按时答复。",
    "共收到政府信息公开申请25件，其中自然人20件，法人或其他组织5件。",
    "受理自然人申请20件、法人或其他组织申请5件。",
    "办结申请26件，其中自然人21件、法人和其他组织5件。",
    "依申请公开受理数为25件。",
    "共收到政府信息公开申请二十五件。",
    "全年收到政府信息公开申请27件（含上年结转2件）。",
    "截至2023年12月31日，共收到政府信息公开申请25件。",
    "全年共收到25件依申请公开请求，2022年结转政府信息公开申请2件，共办结26件，结转2024年度继续办理1件。",
    "予以公开及部分公开13件，占50%；不予公开4件，占15.4%。",
    "因政府信息公开引发行政复议3件、行政诉讼3件。",
    "因信息公开被申请行政复议3件，未经复议直接起诉1件，复议后起诉2件。",
    "制发行政规范性文件5件，废止行政规范性文件2件，现行有效行政规范性文件12件。",
    "作出行政许可决定300件，作出行政处罚决定40件。",
    "收取信息处理费380元。",
)

CONTRADICT = (
    ("2023年，共收到政府信息公开申请28件。", "TEXT-RECEIVED"),
    ("2023年，我中心共受理各类依申请公开28件，均按时答复。", "TEXT-RECEIVED"),
    ("全年收到28份政府信息公开申请。", "TEXT-RECEIVED"),
    ("收到公民、法人和其他组织的政府信息公开申请共计28件。", "TEXT-RECEIVED"),
    ("通过网站、信函等方式共收到政府信息公开申请28件。", "TEXT-RECEIVED"),
    ("2023年，中心未收到政府信息公开申请。", "TEXT-NO-APPLICATIONS"),
    ("全年没有收到公民、法人或其他组织要求公开政府信息的申请。", "TEXT-NO-APPLICATIONS"),
    ("2023年，我中心未收到依申请公开事项.", "TEXT-NO-APPLICATIONS"),
    ("全年无依申请公开事项。", "TEXT-NO-APPLICATIONS"),
    ("未收到申请。", "TEXT-NO-APPLICATIONS"),
    ("2023年，受理依申请信息公开0件。", "TEXT-NO-APPLICATIONS"),
    ("其中予以公开11件，不予公开4件。", "TEXT-RESULT"),
    ("予以公开和部分公开10件。", "TEXT-RESULT"),
    ("无法提供7件，不予处理2件。", "TEXT-RESULT"),
    ("其中本机关不掌握相关政府信息5件。", "TEXT-RESULT"),
    ("办结政府信息公开申请24件。", "TEXT-RESULT"),
    ("结转下年度继续办理3件。", "TEXT-RESULT"),
    ("另有3件申请按照《条例》顺延到下年度答复。", "TEXT-RESULT"),
    ("无下年度结转。", "TEXT-RESULT"),
    ("因政府信息公开被申请行政复议4件。", "TEXT-DISPUTES"),
    ("因政府信息公开引发行政复议3件、行政诉讼5件。", "TEXT-DISPUTES"),
    ("2023年，未发生因政府信息公开引起的行政复议、行政诉讼案件。", "TEXT-NO-DISPUTES"),
    ("没有因政府信息公开工作被申请行政复议、提起行政诉讼的情况。", "TEXT-NO-DISPUTES"),
    ("没有出现行政复议和行政诉讼案件", "TEXT-NO-DISPUTES"),
    ("制发行政规范性文件6件。", "TEXT-DOCUMENTS"),
    ("现行有效行政规范性文件21件。", "TEXT-DOCUMENTS"),
    ("作出行政处罚决定41件。", "TEXT-DECISIONS"),
    ("办理行政许可事项301件。", "TEXT-DECISIONS"),
    ("收取信息处理费3800元。", "TEXT-FEES"),
    ("收取行政事业性收费12.5万元。", "TEXT-FEES"),
    ("全年未收取行政事业性收费。", "TEXT-FEES"),
    ("收到政府信息公开申请25件，其中自然人19件、企业6件。", "TEXT-RESULT"),
    ("收到政府信息公开申请25件，其中法人或其他组织6件。", "TEXT-RESULT"),
    ("依申请公开受理数为0件。", "TEXT-NO-APPLICATIONS"),
)

ABOUT_SOMETHING_ELSE = (
    "2022年收到政府信息公开申请12件，2023年收到政府信息公开申请25件，增加13件。",
    "去年收到政府信息公开申请12件。",
    "一季度收到政府信息公开申请7件。",
    "累计收到政府信息公开申请300件。",
    "自2008年以来收到政府信息公开申请310件。",
    "其中，县政府办公室收到政府信息公开申请9件，各乡镇收到政府信息公开申请16件。",
    "通过网站收到政府信息公开申请18件。",
    "收到信息公开申请20余件。",
    "政府信息公开申请受理量较去年减少3件。",
    "未收到信函申请。",
    "未收到法人申请。",
    "2023年，中心全年未收到行政许可申请。",
    "未收到因不予公开引发的投诉举报。",
    "无逾期答复申请，无正当理由大量反复申请0件。",
    "未发生因政府信息公开引发的行政复议被纠错、行政诉讼败诉案件。",
    "全年办理行政复议案件12件，审结10件。",
    "主动公开行政处罚信息35条、行政许可280条，发布规范性文件解读12件。",
    "办理贷款申请2600件，提取申请18000笔。",
    "收到人大代表建议3件、政协提案5件，均按时答复。",
    "答复群众留言咨询320条，回复12345工单共38件。",
    "按期答复申请20件，延期答复6件。",
    "全年未收取信息处理费。",
    "收到政府信息公开申请25件，予以公开10件（自然人9件）。",
    "收到信访投诉30件，其中自然人29件。",
)


@pytest.mark.parametrize("sentence", AGREE)
def test_a_figure_that_the_tables_bear_out_is_in_order(sentence: str) -> None:
    assert found_in(saying(sentence, CELLS)) == {}


@pytest.mark.parametrize(("sentence", "rule"), CONTRADICT)
def test_a_figure_that_the_tables_contradict_is_found(sentence: str, rule: str) -> None:
    assert rule in found_in(saying(sentence, CELLS))


@pytest.mark.parametrize("sentence", ABOUT_SOMETHING_ELSE)
def test_a_sentence_about_another_time_a_part_or_another_matter_is_left_alone(sentence: str) -> None:
    assert found_in(saying(sentence, CELLS)) == {}


def test_a_finding_quotes_the_sentence_and_points_at_its_characters() -> None:
    report = saying("全年共收到 政府信息公开申请 2,8 件。".replace("2,8", "28"), CELLS)
    (finding,) = found_in(report)["TEXT-RECEIVED"]
    start, end = map(int, finding.where.removeprefix("text.overall_situation[").removesuffix("]").split(":"))
    assert report.text("overall_situation")[start:end] == "收到 政府信息公开申请 28 件"
    assert (finding.facts["quote"], finding.facts["printed"], finding.facts["value"]) == (
        "收到政府信息公开申请28件",
        28,
        25,
    )


def test_a_direct_contradiction_of_the_total_is_an_error_a_different_result_is_not() -> None:
    assert errors_in(found_in(saying("共收到政府信息公开申请28件。", CELLS))) == {"TEXT-RECEIVED"}
    assert errors_in(found_in(saying("其中予以公开11件。", CELLS))) == set()


def test_a_named_scope_that_differs_from_the_table_is_a_notice_and_so_is_its_breakdown_left_alone() -> None:
    sentence = "2023年，区政府办代表区政府受理政府信息公开申请17件。其中予以公开9件，不予公开8件。"
    found = found_in(saying(sentence, CELLS, agency="清河市临水区人民政府"))
    assert set(found) == {"TEXT-RECEIVED-SCOPE"}
    assert found["TEXT-RECEIVED-SCOPE"][0].facts["printed"] == 17


def test_a_figure_of_which_the_table_was_not_read_gets_no_verdict() -> None:
    report = saying("共收到政府信息公开申请28件。", {"applications.new_received.total": "?"})
    assert "TEXT-RECEIVED" not in found_in(report)


def test_a_blank_total_is_held_against_the_text_by_the_sum_of_its_row() -> None:
    blank = {"applications.granted.total": "-"}
    assert "TEXT-RESULT" not in found_in(with_cells(saying("予以公开10件。", CELLS), blank))
    assert "TEXT-RESULT" in found_in(with_cells(saying("予以公开9件。", CELLS), blank))


def test_the_single_row_of_2019_is_what_a_report_of_2020_says_of_other_processing() -> None:
    cells = {
        f"applications.{row}.{column}": 2
        for row in ("new_received", "other_processing", "processed_total")
        for column in ("natural_person", "total")
    }
    assert found_in(saying("其他处理2件。", cells, form_id="format_2019_trial", year=2020)) == {}
    assert "TEXT-RESULT" in found_in(saying("其他处理3件。", cells, form_id="format_2019_trial", year=2020))


def test_nothing_received_and_nothing_in_the_table_agree() -> None:
    assert found_in(saying("2023年，中心未收到政府信息公开申请，未发生行政复议、行政诉讼，未收取信息处理费。")) == {}
    assert found_in(clean_report()) == {}


@pytest.mark.parametrize(
    "piece",
    [
        "政府信息",
        "共有",
        "1",
        "X",
        "其中",
        "（",
        "未收到政府信息公开申请",
        "收到",
        "1 ",
        "13 ",
        "行政复议",
        "结转下年",
        "10件按照《",
        "2022年",
    ],
)
def test_a_text_made_of_one_piece_repeated_without_end_is_checked_all_the_same(piece: str) -> None:
    found = found_in(saying("未收到" + piece * 20_000))  # patterns that try every way to split it would never come back
    assert not {"TEXT-RECEIVED", "TEXT-NO-APPLICATIONS"} & set(found)
