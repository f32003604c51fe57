"""Flagged terms: lists with days, exceptions, and an office's own rows."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.proofing import KINDS, RULES, Term, TermLists, Text, proofread, shipped_lists
from tests.proofing.writing import TODAY, found_in


def flagged(words: str, on: date = TODAY, lists: TermLists | None = None) -> list[tuple[str, str]]:
    """Return (rule, right form) of the flagged terms in a text of that day."""
    found = proofread(Text.of(words), on=on, lists=lists)
    return [(finding.rule, finding.facts["right"]) for finding in found if finding.rule in KINDS.values()]


def test_a_name_is_outdated_from_the_day_it_changed() -> None:
    words = "会同国土资源部检查"
    assert flagged(words, date(2018, 3, 16)) == []
    assert flagged(words, date(2018, 3, 17)) == [("TERM-INSTITUTION", "自然资源部")]


def test_a_name_that_changed_twice_has_the_right_form_of_its_day() -> None:
    assert flagged("报银监会备案", date(2017, 1, 1)) == []
    assert flagged("报银监会备案", date(2020, 1, 1)) == [("TERM-INSTITUTION", "中国银行保险监督管理委员会")]
    assert flagged("报银监会备案", date(2024, 1, 1)) == [("TERM-INSTITUTION", "国家金融监督管理总局")]
    assert flagged("报银保监会备案", date(2020, 1, 1)) == []
    assert flagged("报银保监会备案", date(2024, 1, 1)) == [("TERM-INSTITUTION", "国家金融监督管理总局")]


@pytest.mark.parametrize(
    "words",
    [
        "原石嘴山市国土资源局的职责划入市自然资源局",
        "不再保留市环境保护局、市环保局",
        "《国土资源部关于做好登记工作的通知》",
        "国土资源部门和环境保护部门",
        "请登录网站，按装修合同办理，上报消防部门",
        "来自已办结的案件",
        "根据《住房公积金管理条例》《政府信息公开条例》",
    ],
)
def test_history_titles_and_longer_words_are_left_alone(words: str) -> None:
    assert flagged(words) == []


def test_the_exception_of_one_clause_is_not_the_next_ones() -> None:
    assert flagged("原有规定不变，市国土资源局负责") == [("TERM-INSTITUTION", "自然资源局")]


def test_of_two_terms_in_each_other_the_longer_one_is_told() -> None:
    assert [right for _, right in flagged("国家卫生和计划生育委员会")] == ["国家卫生健康委员会"]


def test_a_repealed_law_is_flagged_from_the_day_it_was_repealed() -> None:
    words = "依照《中华人民共和国合同法》签订"
    assert flagged(words, date(2020, 12, 31)) == []
    assert flagged(words, date(2021, 1, 1)) == [("TERM-LAW", "《中华人民共和国民法典》")]


def test_an_office_adds_its_own_rows() -> None:
    own = shipped_lists().joined([Term(wrong="市公积金处", right="市住房公积金管理中心", wrong_since=date(2012, 1, 1))])
    assert flagged("请到市公积金处办理", lists=own) == [("TERM-LOCAL", "市住房公积金管理中心")]
    assert flagged("请到市公积金处办理", date(2011, 12, 31), own) == []
    assert flagged("请到市公积金处办理") == []
    assert flagged("认真布署", lists=own) == [("TERM-MISSPELLED", "部署")]


def test_an_office_may_take_a_word_off_the_list() -> None:
    own = shipped_lists().joined([Term(wrong="其它", right="其他", kind="preference", wrong_until=date(2000, 1, 1))])
    assert flagged("其它事项") == [("TERM-PREFERRED", "其他")]
    assert flagged("其它事项", lists=own) == []


@pytest.mark.parametrize(
    "row",
    [
        {"wrong": "帐"},
        {"wrong": "  "},
        {"wrong": "布署", "kind": "unknown"},
        {"wrong": "布署", "right": "布署"},
        {"wrong": "布署", "wrong_since": date(2020, 1, 2), "wrong_until": date(2020, 1, 1)},
    ],
)
def test_a_row_that_makes_no_sense_is_refused(row: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        Term(**row)  # type: ignore[arg-type]  # the rows are wrong on purpose


@pytest.mark.parametrize("term", shipped_lists().terms, ids=lambda term: term.wrong)
def test_each_shipped_term_is_found_and_its_exceptions_are_right(term: Term) -> None:
    on = min(term.wrong_until, max(term.wrong_since, date(2000, 1, 1)))
    assert KINDS[term.kind] in [rule for rule, _ in flagged(f"请各单位，{term.wrong}。", on)]
    for word in term.unless:
        assert list(term.occurrences(f"请各单位，{word}。")) == [], word
    assert (
        term.wrong not in term.right
        or f"“{term.wrong}”" == term.right
        or term.kind in ("institution", "legal", "serious")
    )


def test_no_shipped_term_is_listed_twice_for_one_day() -> None:
    seen: dict[str, list[Term]] = {}
    for term in shipped_lists().terms:
        for other in seen.get(term.wrong, ()):
            assert term.wrong_since > other.wrong_until or term.wrong_until < other.wrong_since, term.wrong
        seen.setdefault(term.wrong, []).append(term)


def test_the_right_form_of_a_term_is_not_itself_flagged() -> None:
    for term in shipped_lists().terms:
        on = max(term.wrong_since, date(2000, 1, 1))
        if term.wrong_until == date.max:
            assert [rule for rule, _ in flagged(term.right, date(2025, 6, 1))] == [], (term.wrong, term.right, on)


def test_what_is_serious_is_an_error_and_praise_is_a_notice() -> None:
    assert RULES["TERM-SERIOUS"].severity == "error"
    assert RULES["TERM-SUPERLATIVE"].severity == "notice"
    assert flagged("提供最佳服务") == [("TERM-SUPERLATIVE", "具体的服务内容")]
    assert set(found_in("获评全市最佳服务窗口")) == set()
