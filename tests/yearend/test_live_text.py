"""What the editor holds of a section's text: to the editor and back nothing changes, and no number can go stale."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.yearend.live_text import LiveFigure, NoContentState, to_editor, to_text

RECEIVED = LiveFigure("cases.new_received", "本年新收申请", "件", "386", "/figures/cases.new_received/")
UNSEEN = LiveFigure("oversight.items", "目录", "项", "（没有记录）", "/figures/oversight.items/")
FIGURES = {one.figure: one for one in (RECEIVED, UNSEEN)}
PIECES = st.one_of(
    st.sampled_from(
        ["{cases.new_received}", "{oversight.items}", "{no.such_figure}", "{", "}", "\n", "386", "𠮷", "👨‍👩‍👧"]
    ),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=5),
)


def edited(text: str) -> dict:
    """Return what the editor holds, to be changed as an editor would."""
    return json.loads(to_editor(text, FIGURES))


def back(state) -> str:
    return to_text(json.dumps(state))


@given(st.lists(PIECES, max_size=12).map("".join))
def test_a_text_comes_back_from_the_editor_as_it_went_in(text):
    assert to_text(to_editor(text, FIGURES)) == text


def test_a_live_figure_shows_its_value_in_one_piece_and_leads_to_its_records():
    state = edited("𠮷市收到{cases.new_received}件。")
    (block,) = state["blocks"]
    assert block["text"] == "𠮷市收到386件。"
    assert block["entityRanges"] == [{"offset": 5, "length": 3, "key": 0}]  # 𠮷 is two units of UTF-16
    assert state["entityMap"]["0"]["mutability"] == "IMMUTABLE"
    assert state["entityMap"]["0"]["data"] == RECEIVED._asdict()


def test_the_number_that_the_editor_shows_is_never_stored():
    state = edited("收到{cases.new_received}件。")
    state["blocks"][0]["text"] = "收到999件。"
    assert back(state) == "收到{cases.new_received}件。"


def test_a_copy_right_behind_its_source_is_a_figure_of_its_own():
    state = edited("{cases.new_received}")
    state["blocks"][0] |= {"text": "386386", "entityRanges": [{"offset": 0, "length": 6, "key": 0}]}
    assert back(state) == "{cases.new_received}" * 2


def test_of_a_pasted_link_the_words_stay():
    state = edited("见{cases.new_received}。")
    state["entityMap"]["0"] = {"type": "LINK", "mutability": "MUTABLE", "data": {"url": "https://example.com"}}
    assert back(state) == "见386。"
    state["entityMap"]["0"] = {"type": "FIGURE", "data": {"figure": "甲}{乙"}}
    assert back(state) == "见386。"


def test_an_empty_text_and_what_the_editor_writes_for_one():
    assert to_text(to_editor("", FIGURES)) == to_text("null") == ""


RANGE = {"offset": 0, "length": 2, "key": 0}
LONG = {"text": "1" * 100_000, "entityRanges": [RANGE | {"length": 100_000}]}
ENTITY = {"type": "FIGURE", "data": {"figure": "cases.received", "shown": "1"}}


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "收到",
        "7",
        '"blocks"',
        "[" * 100_000,
        '{"blocks": []}',
        '{"blocks": [1], "entityMap": {}}',
        '{"blocks": [{"text": 1, "entityRanges": []}], "entityMap": {}}',
        json.dumps({"blocks": [{"text": "11", "entityRanges": [RANGE, RANGE]}], "entityMap": {"0": ENTITY}}),
        json.dumps({"blocks": [{"text": "11", "entityRanges": [RANGE | {"offset": -1}]}], "entityMap": {"0": ENTITY}}),
        json.dumps({"blocks": [{"text": "11", "entityRanges": [RANGE | {"length": 3}]}], "entityMap": {"0": ENTITY}}),
        json.dumps({"blocks": [LONG], "entityMap": {"0": ENTITY}}),
        '{"blocks": [{"text": "甲", "entityRanges": [{"offset": "0", "length": 1, "key": 0}]}], "entityMap": {}}',
        '{"blocks": [{"text": "甲", "entityRanges": [{"offset": 0, "length": 1, "key": 0}]}], "entityMap": {"0": {}}}',
        '{"blocks": [{"text": "甲", "entityRanges": [{"offset": 0, "length": 1, "key": 0}]}], "entityMap": {"0": 1}}',
    ],
)
def test_what_no_editor_writes_is_refused(sent):
    with pytest.raises(NoContentState):
        to_text(sent)
