"""How texts and questions are divided: nothing that stands in a text is missed because of a dictionary."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gongkai.pages.search_words import MOST_WORDS, asked_tokens, number_key, tokens, words_of

HAN = st.text(st.sampled_from("住房公积金提取贷款缴存管理办法通知"), min_size=2, max_size=2)


@given(st.text(max_size=40), HAN, st.text(max_size=40))
def test_a_word_of_two_characters_is_found_wherever_it_stands(before, word, after):
    assert {token for token, _ in asked_tokens(word)} <= set(tokens(before + word + after))


@given(st.text(max_size=60))
def test_a_text_is_found_by_itself(text):
    have = tokens(text)
    for token, begins in asked_tokens(text):
        assert any(one.startswith(token) if begins else one == token for one in have)


@given(st.text(max_size=60))
@example("\ud7fc")  # between Hangul and the compatibility characters of Han: no letter
def test_no_token_could_be_taken_for_a_sign_of_the_query_language(text):
    assert all(token.isalnum() for token in tokens(text))
    assert all(ord(sign) <= 0xFFFF for token in tokens(text) for sign in token)


def test_a_question_is_divided_into_words_so_that_their_order_does_not_matter():
    assert words_of("公积金提取条件") == ["公积金", "提取", "条件"]
    have = set(tokens("提取住房公积金的条件"))
    assert {token for token, _ in asked_tokens("公积金提取条件")} <= have


def test_one_character_is_found_by_what_begins_with_it():
    assert asked_tokens("税") == [("税", True)]


def test_full_width_digits_and_letters_of_any_case_are_the_same():
    assert tokens("ＧＢ２０２３") == tokens("gb2023")


def test_a_question_of_any_length_asks_for_a_bounded_number_of_words():
    assert len(words_of(" ".join(map(str, range(100))))) == MOST_WORDS


@pytest.mark.parametrize(
    "written", ["石公积金规〔2023〕1号", "石公积金规[2023]1号", "石公积金规(2023) 1 号", "石公积金规【２０２３】1号"]
)
def test_a_document_number_is_the_same_however_its_brackets_are_written(written):
    assert number_key(written) == "石公积金规20231号"
