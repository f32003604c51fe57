"""Several contents in one application: each with its own answer, the whole in exactly one row (Reg. art. 36, 37)."""

from __future__ import annotations

import json
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from gongkai.annualreport.forms import form
from gongkai.statute import (
    RULES,
    ChosenGround,
    Decision,
    Judgement,
    combination,
    concluded,
    decided,
    grounds,
    judgement_findings,
    outcome,
    reply_findings,
)
from tests.statute.ways import ASKED, WAYS, leading_to

TODAY = date(2026, 11, 27)
FORM = "format_2021"
PUBLIC, GRANTED, ABSENT = (leading_to(code) for code in ("R1_already_public", "R2_provide", "R4_not_exist"))
NOT_OURS, EXCESSIVE = leading_to("R5_not_ours"), leading_to("R12_excessive")
PRIVATE = leading_to("R3_refuse", "personal_privacy")
PROCESS = leading_to("R3_refuse", "process_information")
SEVERED = leading_to("R2p_partial")


def whole(*contents, principal=None):
    return decided(Judgement(contents, principal), FORM, on=TODAY)


def rules(*contents, principal=None):
    found = list(judgement_findings(Judgement(contents, principal), on=TODAY))
    assert all(RULES.tell(one)["message"] for one in found)
    return [(one.rule, one.where) for one in found]


# -- annual-report-format.md, rule 5 and its test cases --------------------------------------------


def test_case_6_one_public_one_process_information_one_not_held_is_one_partial_disclosure():
    found = whole(PUBLIC, PROCESS, ABSENT)
    assert (found.code, found.ground, found.row) == ("R2p_partial", "", "partially_granted")
    assert [one.code for one in found.contents] == ["R1_already_public", "R3_refuse", "R4_not_exist"]


def test_case_7_refused_for_privacy_and_not_held_is_the_one_row_the_officer_chooses():
    assert whole(PRIVATE, ABSENT) is None
    assert rules(PRIVATE, ABSENT) == [("CONTENT-PRINCIPAL", "principal")]
    assert whole(PRIVATE, ABSENT, principal=0).row == "denied_third_party_rights"
    assert whole(PRIVATE, ABSENT, principal=1).row == "unable_not_held"


def test_req_29_parts_withheld_of_one_content_leave_the_whole_partial_whatever_stands_beside_it():
    assert whole(SEVERED).row == "partially_granted"
    assert whole(SEVERED, PRIVATE).row == "partially_granted"


def test_two_refusals_on_different_grounds_need_a_choice_and_on_the_same_none():
    assert rules(PRIVATE, PROCESS) == [("CONTENT-PRINCIPAL", "principal")]
    assert whole(PRIVATE, PROCESS, principal=1).ground == "process_information"
    assert whole(PRIVATE, PRIVATE).ground == "personal_privacy"


def test_all_five_of_disclosed_absent_withheld_public_and_not_ours_are_one_row_and_one_letter():
    contents = (GRANTED, ABSENT, PROCESS, PUBLIC, NOT_OURS)
    found = whole(*contents)
    assert (found.row, found.letter) == ("partially_granted", combination(on=TODAY).letter)
    assert found.approvals == ("disclosure_office_head", "leader")
    assert [one.law for one in found.contents] == [concluded(one, FORM, on=TODAY).law for one in contents]


def test_contents_that_are_all_given_count_as_given_and_the_leader_is_not_asked():
    found = whole(PUBLIC, GRANTED)
    assert (found.row, found.approvals) == ("granted", ("disclosure_office_head",))


# -- what the law does not let stand together ------------------------------------------------------


def test_what_answers_the_whole_application_stands_beside_nothing():
    assert whole(EXCESSIVE).code == "R12_excessive"
    assert rules(GRANTED, EXCESSIVE) == [("CONTENT-OF-WHOLE", "contents[1]")]
    assert whole(GRANTED, EXCESSIVE) is None


def test_a_principal_is_named_only_where_it_decides_and_among_the_contents():
    assert rules(GRANTED, ABSENT, principal=1) == [("CONTENT-NO-PRINCIPAL", "principal")]
    assert rules(PRIVATE, ABSENT, principal=2) == [("CONTENT-NO-PRINCIPAL", "principal")]
    assert rules(PRIVATE, ABSENT, principal=-1) == [("CONTENT-NO-PRINCIPAL", "principal")]


def test_no_content_and_open_questions_are_told_with_their_place():
    assert rules() == [("CONTENT-NONE", "contents")]
    assert rules(GRANTED, ASKED, {}) == [("CONTENT-OPEN", "contents[1]"), ("CONTENT-OPEN", "contents[2]")]


# -- one content is what it always was -------------------------------------------------------------


def test_an_application_with_one_content_is_decided_as_the_tree_decides_it():
    for answers in WAYS:
        alone, found = concluded(answers, FORM, on=TODAY), whole(answers)
        assert (found.code, found.ground, found.row, found.letter) == (
            alone.code,
            alone.ground,
            alone.row,
            alone.letter,
        )
        assert found.approvals == outcome(alone.code, on=TODAY).approvals


def test_a_judgement_is_read_back_from_its_data_and_that_of_one_content_is_its_answers():
    assert Judgement((GRANTED,)).as_data() == GRANTED
    for judgement in (Judgement((GRANTED,)), Judgement((PRIVATE, ABSENT), 1), Judgement((GRANTED, ABSENT))):
        assert Judgement.of_data(json.loads(json.dumps(judgement.as_data()))) == judgement


# -- whatever is asked for -------------------------------------------------------------------------


@given(st.lists(st.sampled_from(WAYS), min_size=1, max_size=6), st.none() | st.integers(-1, 6))
def test_any_set_of_contents_is_one_row_of_the_form_or_is_refused_with_a_place(contents, principal):
    found, refused = whole(*contents, principal=principal), rules(*contents, principal=principal)
    assert (found is None) == bool(refused)
    if found is None:
        assert all(where for _, where in refused)
        return
    assert found.row in {axis.id for axis in form(FORM).tables["applications"].rows}
    kinds = {outcome(one.code, on=TODAY).kind for one in found.contents}
    given_too = bool(kinds & {"granted", "partially_granted"})
    assert (found.row == "partially_granted") == (given_too and kinds != {"granted"})
    assert (found.row == "granted") == (kinds == {"granted"})


@given(st.lists(st.sampled_from(WAYS), min_size=1, max_size=6))
def test_a_choice_of_the_principal_is_all_that_legal_contents_can_lack(contents):
    refused = {rule for rule, _ in rules(*contents)}
    if len(contents) > 1 and any(outcome(concluded(one, FORM, on=TODAY).code, on=TODAY).of_whole for one in contents):
        assert "CONTENT-OF-WHOLE" in refused
    elif refused:
        assert refused == {"CONTENT-PRINCIPAL"}
        assert all(whole(*contents, principal=place) for place in range(len(contents)))


# -- each content needs on record what its own answer needs ----------------------------------------


def on_record(*changes):
    """Return what keeps a reply to two contents from going out: one that is absent, one refused, changed so."""
    ground = ChosenGround(id="process_information", subclass="过程稿", recorded=frozenset({"discretion"}))
    absent = {"code": "R4_not_exist", "recorded": frozenset({"search_record"})}
    refused = {"code": "R3_refuse", "recorded": frozenset({"reasons"}), "grounds": (ground,)}
    approved = frozenset({"disclosure_office_head", "leader"})
    told = {"decided_date": TODAY, "approved_by": approved}
    both = zip((absent, refused), changes, strict=True)
    made = [Decision(**{**told, **one, **change}) for one, change in both]
    found = reply_findings(made, code="R3_refuse", approvals=outcome("R3_refuse", on=TODAY).approvals)
    return [(one.rule, one.where) for one in found]


def test_a_ground_or_fact_that_one_content_lacks_is_told_at_that_content():
    assert on_record({}, {}) == []
    assert on_record({"recorded": frozenset()}, {}) == [("OUTCOME-FACT-MISSING", "contents[0].recorded.search_record")]
    assert on_record({}, {"grounds": ()}) == [("OUTCOME-GROUND-MISSING", "contents[1].grounds")]


def test_the_whole_is_approved_once_by_whoever_one_of_its_contents_needs():
    nobody = {"approved_by": frozenset()}
    assert on_record(nobody, nobody) == [("OUTCOME-APPROVAL", "approved_by")] * 2


def test_every_ground_may_be_the_principal_one():
    for row in grounds():
        assert whole(leading_to("R3_refuse", row.id), ABSENT, principal=0).row == row.row
