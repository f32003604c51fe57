"""Check digits, with the numbers that the standards print as examples, and constructed ones."""

import pytest

from gongkai.statute import (
    holds_identity_number,
    is_credit_code,
    is_identity_number,
    passes_luhn,
    written_plainly,
)


def test_an_identity_number_has_a_birth_date_and_a_check_digit() -> None:
    assert is_identity_number("11010519491231002X")
    assert not is_identity_number("110105194912310021")
    assert not is_identity_number("110105194913310021")  # there is no month 13
    assert not is_identity_number("11010518991231002X")  # nobody alive was born before 1900
    assert not is_identity_number(
        "１１０１０５１９４９１２３１００２X"
    )  # full-width digits are for the caller to narrow
    assert not is_identity_number("1101051949123100")


def test_a_card_number_has_a_check_digit() -> None:
    assert passes_luhn("4111111111111111")
    assert not passes_luhn("4111111111111112")


def test_a_social_credit_code_has_a_check_character_and_no_doubtful_letters() -> None:
    assert is_credit_code("91350100M000100Y43")  # the example of GB 32100
    assert not is_credit_code("91350100M000100Y44")
    assert not is_credit_code("91350100I000100Y43")
    assert not is_credit_code("91350100M000100Y4")


WRITINGS = [
    "11010519491231002X",
    "11010519491231002Ⅹ",
    "11010519491231002×",
    "11010519491231002Х",  # a Cyrillic letter
    "１１０１０５１９４９１２３１００２Ｘ",
    "110105 19491231 002X",
    "110105-19491231-002 x",
    "110105\u200b19491231002X",
]


@pytest.mark.parametrize("typed", WRITINGS)
def test_an_identity_number_is_known_in_every_writing(typed: str) -> None:
    assert written_plainly(typed) == WRITINGS[0]
    assert holds_identity_number(f"张三（0952 {typed}）要一份计划")


@pytest.mark.parametrize("text", ["110105194912310021", "1" * 40, "2025年 1 月 1 日至 12 月 31 日共 1234567 户"])
def test_other_figures_are_no_identity_number(text: str) -> None:
    assert not holds_identity_number(text)
