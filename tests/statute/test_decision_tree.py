"""Every way through the tree ends in exactly one decision, with all that it brings (Reg. art. 30, 33-39)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.annualreport.forms import form
from gongkai.statute import (
    allowed,
    answers_given,
    concluded,
    grounds,
    outcome,
    outcomes,
    questions,
    report_row,
    walked,
)
from tests.statute.ways import WAYS

TODAY = date(2026, 11, 27)
WORDS = ("yes", "no", "none", "part", "all", "trade_secret", "perhaps")


@pytest.mark.parametrize("form_id", ["format_2021", "format_2019_trial"])
def test_every_way_through_the_tree_gives_one_reply_with_its_article_letter_and_row(form_id):
    for answers in WAYS:
        assert len(allowed(answers, on=TODAY)) == 1
        found = concluded(answers, form_id, on=TODAY)
        kind = outcome(found.code, on=TODAY)
        assert found.reason
        assert found.law.startswith(("《", "国办"))
        assert found.letter == kind.letter
        assert found.row == report_row(found.code, form_id, on=TODAY, principal_ground=found.ground)
        assert bool(found.ground) == (found.code == "R3_refuse")


@pytest.mark.parametrize("form_id", ["format_2021", "format_2019_trial"])
def test_every_kind_of_reply_and_every_row_of_table_three_is_reached_by_the_tree(form_id):
    found = [concluded(answers, form_id, on=TODAY) for answers in WAYS]
    assert {one.code for one in found} == {row.code for row in outcomes()}
    assert {one.ground for one in found} == {row.id for row in grounds()} | {""}
    rows = form(form_id).tables["applications"].rows
    totals = {"new_received", "carried_over_in", "processed_total", "carried_over_out"}
    assert {one.row for one in found} == {axis.id for axis in rows} - totals


def test_every_way_short_of_its_last_answer_concludes_nothing():
    for answers in WAYS:
        *_, last = answers
        short = {key: value for key, value in answers.items() if key != last}
        assert concluded(short, "format_2021", on=TODAY) is None


@given(st.dictionaries(st.sampled_from([one.id for one in questions()]), st.sampled_from(WORDS)))
def test_whatever_is_said_only_what_is_asked_counts_and_leads_to_at_most_one_reply(said):
    answers = walked(said, answers_given((), "processing"), on=TODAY)
    assert set(answers) <= {one.id for one in questions()}
    found = concluded(answers, "format_2021", on=TODAY)
    assert (found is None) == (answers not in WAYS)
    assert found is None or found.code not in {"R14_corr_overdue", "R15_fee_overdue", "R16_other", "R9_unclear"}


@pytest.mark.parametrize(
    ("acts", "state", "given_itself"),
    [
        ((), "processing", {"withdrawn": "no", "unclear": "no", "excessive": "no"}),
        (("correction_received",), "processing", {"excessive": "no"}),
        (("ask_reasons",), "reasons_requested", {"unclear": "no"}),
        ((), "withdrawn", {"withdrawn": "yes"}),
        ((), "abandoned_fee_overdue", {"withdrawn": "no", "correction_overdue": "no", "fee_overdue": "yes"}),
    ],
)
def test_the_case_answers_by_itself_what_has_or_has_not_come_about(acts, state, given_itself):
    found = answers_given(acts, state)
    assert given_itself.items() <= found.items()
    assert ("unclear" in found) == ("correction_received" not in acts)
    assert ("excessive" in found) == ("ask_reasons" not in acts)
