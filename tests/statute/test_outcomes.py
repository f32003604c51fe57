"""How an application may end: the table of replies, the tree that leads there, what must be on record, the one row."""

from datetime import date
from itertools import product

import pytest

from gongkai.annualreport.forms import form
from gongkai.statute import (
    RULES,
    ChosenGround,
    Consulted,
    Decision,
    LawUnknown,
    OutcomeUndecided,
    allowed,
    applicant_classes,
    applicant_column,
    combined,
    decision_findings,
    ground,
    grounds,
    next_question,
    outcome,
    outcomes,
    questions,
    report_row,
    transitions,
)

TODAY = date(2026, 11, 27)
ROWS = {
    "R1_already_public": "granted",
    "R2_provide": "granted",
    "R2p_partial": "partially_granted",
    "R4_not_exist": "unable_not_held",
    "R5_not_ours": "unable_not_held",
    "R6_duplicate": "not_processed_duplicate",
    "R7_special_regime": "denied_administrative_inquiry",
    "R8_needs_creation": "unable_requires_creation",
    "R9_unclear": "unable_unclear_after_correction",
    "R10_petition": "not_processed_petition_complaint",
    "R11_publication": "not_processed_publication",
    "R12_excessive": "not_processed_excessive",
    "R13_confirm_reissue": "not_processed_confirm_or_reissue",
    "R14_corr_overdue": "other_correction_overdue",
    "R15_fee_overdue": "other_fee_overdue",
    "R16_other": "other_misc",
}


def row(code: str, form_id: str = "format_2021", ground_id: str = "") -> str:
    return report_row(code, form_id, on=TODAY, principal_ground=ground_id)


@pytest.mark.parametrize("code", ROWS)
def test_each_kind_of_reply_counts_in_its_row(code):
    assert row(code) == ROWS[code]


def test_a_refusal_counts_in_the_row_of_its_ground():
    assert row("R3_refuse", ground_id="enforcement_case_file") == "denied_enforcement_case_file"
    assert row("R3_refuse", ground_id="trade_secret") == "denied_third_party_rights"
    assert row("R3_refuse", ground_id="personal_privacy") == "denied_third_party_rights"
    with pytest.raises(LawUnknown):
        row("R3_refuse")
    with pytest.raises(LawUnknown):
        row("R3_refuse", ground_id="work_secret")


def test_the_form_of_2019_has_one_row_for_what_ended_otherwise():
    assert {row(code, "format_2019_trial") for code in ROWS if code[:3] in ("R14", "R15", "R16")} == {
        "other_processing"
    }
    assert row("R4_not_exist", "format_2019_trial") == "unable_not_held"


@pytest.mark.parametrize("form_id", ["format_2021", "format_2019_trial"])
def test_every_result_row_of_the_form_is_reached_and_every_row_stands_on_the_form(form_id):
    printed = {axis.id for axis in form(form_id).tables["applications"].rows}
    reached = {row(code, form_id) for code in ROWS}
    reached |= {row("R3_refuse", form_id, found.id) for found in grounds()}
    assert reached == printed - {"new_received", "carried_over_in", "processed_total", "carried_over_out"}


def test_every_kind_names_acts_grounds_and_facts_that_exist():
    acts = {transition.act for transition in transitions()}
    assert {found.after_act for found in outcomes()} - {""} <= acts
    assert [found.code for found in outcomes()] == sorted(ROWS | {"R3_refuse": ""}, key=_number)
    assert {found.article for found in grounds()} == {14, 15, 16}
    assert ground("internal_affairs", on=TODAY).subclasses == ("人事管理", "后勤管理", "内部工作流程")
    assert len(ground("process_information", on=TODAY).subclasses) == 4


def _number(code: str) -> tuple[int, str]:
    digits = "".join(filter(str.isdigit, code.split("_")[0]))
    return int(digits), code.replace("_", "")[-1] if code.startswith("R2p") else ""


# -- several contents ------------------------------------------------------------------------------


def test_one_public_one_refused_one_not_held_is_one_partial_disclosure():
    assert combined(["R1_already_public", "R3_refuse", "R4_not_exist"], on=TODAY) == "R2p_partial"


def test_nothing_given_for_several_reasons_is_the_one_row_the_officer_chooses():
    contents = ["R3_refuse", "R4_not_exist"]
    with pytest.raises(OutcomeUndecided, match="不予公开、政府信息不存在"):
        combined(contents, on=TODAY)
    assert combined(contents, on=TODAY, principal="R4_not_exist") == "R4_not_exist"
    with pytest.raises(OutcomeUndecided):
        combined(contents, on=TODAY, principal="R6_duplicate")


def test_contents_that_end_alike_need_no_choice():
    assert combined(["R4_not_exist", "R4_not_exist"], on=TODAY) == "R4_not_exist"
    assert combined(["R1_already_public", "R2_provide"], on=TODAY) == "R2_provide"
    assert combined(["R1_already_public"], on=TODAY) == "R1_already_public"
    assert combined(["R2p_partial", "R3_refuse"], on=TODAY) == "R2p_partial"


# -- the tree --------------------------------------------------------------------------------------


def codes(**answers: str) -> list[str]:
    return [found.code for found in allowed(answers, on=TODAY)]


def walked(**wanted: str) -> list[str]:
    """Answer every question that is asked: as wanted, else no, or yes for ours and held, or none."""
    usual = {"ours": "yes", "held": "yes", "exempt": "none", "ground": "trade_secret"} | wanted
    answers: dict[str, str] = {}
    while (question := next_question(answers, on=TODAY)) is not None:
        answers[question.id] = usual.get(question.id, "no")
    return codes(**answers)


@pytest.mark.parametrize(
    ("found", "code"),
    [
        ({}, "R2_provide"),
        ({"public": "yes"}, "R1_already_public"),
        ({"exempt": "part", "severable": "yes"}, "R2p_partial"),
        ({"exempt": "part", "severable": "no"}, "R3_refuse"),
        ({"exempt": "all"}, "R3_refuse"),
        ({"held": "no"}, "R4_not_exist"),
        ({"held": "no", "needs_creation": "yes"}, "R8_needs_creation"),
        ({"ours": "no"}, "R5_not_ours"),
        ({"duplicate": "yes"}, "R6_duplicate"),
        ({"special_regime": "yes"}, "R7_special_regime"),
        ({"unclear": "yes"}, "R9_unclear"),
        ({"petition": "yes"}, "R10_petition"),
        ({"publication": "yes"}, "R11_publication"),
        ({"excessive": "yes"}, "R12_excessive"),
        ({"confirmation": "yes"}, "R13_confirm_reissue"),
        ({"correction_overdue": "yes"}, "R14_corr_overdue"),
        ({"fee_overdue": "yes"}, "R15_fee_overdue"),
        ({"withdrawn": "yes"}, "R16_other"),
    ],
)
def test_the_answers_lead_to_one_outcome(found, code):
    assert walked(**found) == [code]


def test_every_set_of_answers_leads_to_exactly_one_outcome():
    asked = [question for question in questions() if question.id in ("held", "needs_creation", "public", "exempt")]
    for answers in product(*(question.answers for question in asked)):
        wanted = dict(zip((question.id for question in asked), answers, strict=True))
        for severable in ("yes", "no"):
            assert len(walked(**wanted, severable=severable)) == 1


def test_who_has_answered_nothing_sees_every_outcome_open_and_what_is_still_to_be_asked():
    found = allowed({}, on=TODAY)
    assert {one.code for one in found} == {one.code for one in outcomes()}
    assert next_question({}, on=TODAY).id == "withdrawn"
    last = allowed({"withdrawn": "no"}, on=TODAY)[-1]
    assert last.open_questions[0] == "correction_overdue"
    assert last.reason
    assert last.law


def test_with_a_ready_table_a_reply_that_it_must_be_made_is_not_offered():
    assert "R8_needs_creation" not in codes(held="yes")
    assert "R8_needs_creation" in codes(held="no")


def test_an_answer_or_a_question_nobody_knows_is_refused():
    with pytest.raises(ValueError, match="held"):
        allowed({"held": "perhaps"}, on=TODAY)
    with pytest.raises(ValueError, match="weather"):
        next_question({"weather": "yes"}, on=TODAY)


# -- what must be on record ------------------------------------------------------------------------


def on_record(code: str, **changes) -> list[str]:
    """The rules that keep a reply from going out, all facts and approvals being on record unless changed."""
    found = outcome(code, on=TODAY) if code in ROWS or code == "R3_refuse" else None
    values = {
        "decided_date": TODAY,
        "recorded": frozenset(found.needs) if found else frozenset(),
        "approved_by": frozenset({"disclosure_office_head", "leader"}),
        "acts": (found.after_act,) if found else (),
        "state": found.in_state if found else "",
        "same_applicant": True,
        "other_organ": "望湖市自然资源局",
        "released_files": 1,
    }
    if opinion := changes.get("third_party"):
        values["consulted"] = (Consulted("third_party", opinion),)
    findings = list(decision_findings(Decision(code=code, **values | changes)))
    assert all(RULES.tell(finding)["message"] for finding in findings)
    return [finding.rule for finding in findings]


SECRET = ChosenGround(id="state_secret", recorded=frozenset({"legal_basis", "classification_basis"}))
DRAFT = ChosenGround(
    id="process_information", subclass="过程稿", recorded=frozenset({"discretion"}), part="第二稿", reason="尚未定稿"
)
TRADE = ChosenGround(id="trade_secret", recorded=frozenset({"third_party_harm"}))
BOTH = (Consulted("third_party", "consent"), Consulted("third_party", "objection"))
BANNED = ChosenGround(id="law_prohibited", recorded=frozenset({"legal_basis"}), basis_rank="law")


def without(chosen: ChosenGround, **changes) -> ChosenGround:
    from dataclasses import replace

    return replace(chosen, **changes)


@pytest.mark.parametrize("code", ROWS)
def test_with_everything_on_record_a_reply_may_go_out(code):
    grounds_of = (DRAFT,) if code == "R2p_partial" else ()
    assert on_record(code, grounds=grounds_of) == []


@pytest.mark.parametrize("chosen", [SECRET, DRAFT, TRADE, BANNED], ids=lambda chosen: chosen.id)
def test_a_refusal_with_a_complete_ground_may_go_out(chosen):
    assert on_record("R3_refuse", grounds=(chosen,)) == []


@pytest.mark.parametrize(
    ("code", "changes", "rule"),
    [
        ("R99", {}, "OUTCOME-UNKNOWN"),
        ("R4_not_exist", {"recorded": frozenset()}, "OUTCOME-FACT-MISSING"),
        ("R1_already_public", {"recorded": frozenset()}, "OUTCOME-FACT-MISSING"),
        ("R3_refuse", {}, "OUTCOME-GROUND-MISSING"),
        ("R2p_partial", {}, "OUTCOME-GROUND-MISSING"),
        ("R3_refuse", {"grounds": (ChosenGround(id="work_secret"),)}, "OUTCOME-GROUND-UNKNOWN"),
        ("R3_refuse", {"grounds": (without(SECRET, recorded=frozenset({"legal_basis"})),)}, "OUTCOME-FACT-MISSING"),
        ("R3_refuse", {"grounds": (without(DRAFT, subclass=""),)}, "OUTCOME-SUBCLASS"),
        ("R3_refuse", {"grounds": (without(DRAFT, subclass="人事管理"),)}, "OUTCOME-SUBCLASS"),
        ("R3_refuse", {"grounds": (without(DRAFT, recorded=frozenset()),)}, "OUTCOME-FACT-MISSING"),
        ("R3_refuse", {"grounds": (without(BANNED, basis_rank="rule"),)}, "OUTCOME-BASIS-RANK"),
        ("R2p_partial", {"grounds": (without(DRAFT, part=""),)}, "OUTCOME-PART"),
        ("R2p_partial", {"grounds": (DRAFT, without(DRAFT, reason=" "))}, "OUTCOME-PART"),
        ("R2p_partial", {"grounds": (DRAFT,), "released_files": 0}, "OUTCOME-NOTHING-GIVEN"),
        ("R3_refuse", {"grounds": (DRAFT,), "must_be_disclosed": True}, "OUTCOME-MUST-DISCLOSE"),
        ("R3_refuse", {"grounds": (TRADE,), "third_party": "consent"}, "OUTCOME-CONSENTED"),
        ("R3_refuse", {"grounds": (TRADE,), "third_party": "silence"}, "OUTCOME-SILENCE"),
        ("R2_provide", {"harms_third_party": True}, "OUTCOME-HARM"),
        ("R2_provide", {"harms_third_party": True, "third_party": "objection"}, "OUTCOME-HARM"),
        ("R2_provide", {"third_party": "objection"}, "OUTCOME-OBJECTION"),
        ("R2_provide", {"third_party": "silence"}, "OUTCOME-SILENCE"),
        ("R2_provide", {"harms_third_party": True, "is_public_interest": True}, "OUTCOME-THIRD-PARTY-UNTOLD"),
        ("R2_provide", {"consulted": (Consulted("third_party", "open"),)}, "OUTCOME-CONSULTATION-OPEN"),
        (
            "R3_refuse",
            {"grounds": (TRADE,), "consulted": (Consulted("co_maker", "open"),)},
            "OUTCOME-CONSULTATION-OPEN",
        ),
        ("R2_provide", {"consulted": (Consulted("other_organ", "open"),)}, "OUTCOME-ORGAN-OPEN"),
        ("R2_provide", {"third_party": "consent", "consulted": ()}, "OUTCOME-OPINION-UNRECORDED"),
        ("R2_provide", {"consulted": (Consulted("third_party", "objection"),)}, "OUTCOME-OPINION-UNHEARD"),
        ("R6_duplicate", {"same_applicant": False}, "OUTCOME-OTHER-APPLICANT"),
        ("R5_not_ours", {"other_organ": ""}, "OUTCOME-OTHER-ORGAN"),
        ("R8_needs_creation", {"has_ready_information": True}, "OUTCOME-READY"),
        ("R12_excessive", {"acts": ()}, "OUTCOME-AFTER-ACT"),
        ("R9_unclear", {"acts": ("request_correction",)}, "OUTCOME-AFTER-ACT"),
        ("R14_corr_overdue", {"state": "correction_requested"}, "OUTCOME-STATE"),
        ("R14_corr_overdue", {"state": ""}, "OUTCOME-STATE"),
        ("R4_not_exist", {"approved_by": frozenset({"leader"})}, "OUTCOME-APPROVAL"),
        ("R3_refuse", {"grounds": (SECRET,), "approved_by": frozenset({"disclosure_office_head"})}, "OUTCOME-APPROVAL"),
    ],
)
def test_what_is_missing_keeps_a_reply_from_going_out(code, changes, rule):
    assert on_record(code, **changes) == [rule]


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("R2_provide", {"harms_third_party": True, "third_party": "consent"}),
        ("R2_provide", {"harms_third_party": True, "is_public_interest": True, "third_party_told": True}),
        ("R2_provide", {"third_party": "objection", "own_assessment": True}),
        ("R2_provide", {"third_party": "silence", "own_assessment": True}),
        ("R3_refuse", {"grounds": (TRADE,), "third_party": "objection"}),
        ("R4_not_exist", {"consulted": (Consulted("third_party", "open"),)}),  # nothing is given or withheld
        ("R2_provide", {"third_party": "objection", "own_assessment": True, "consulted": BOTH}),
        ("R2_provide", {"consulted": (Consulted("co_maker", "consent"), Consulted("other_organ", "objection"))}),
        ("R5_not_ours", {"other_organ": "", "other_organ_unknown": True}),
        ("R4_not_exist", {"approved_by": frozenset({"disclosure_office_head"})}),
        ("R3_refuse", {"grounds": (SECRET,), "must_be_disclosed": True}),  # art. 14 knows no such exception
    ],
)
def test_what_the_law_allows_goes_out(code, changes):
    assert on_record(code, **changes) == []


def test_every_rule_about_replies_has_a_case_that_breaks_it():
    marks = test_what_is_missing_keeps_a_reply_from_going_out.pytestmark
    broken = {case[2] for case in marks[0].args[1]}
    assert broken == {rule for rule in RULES.rules if rule.startswith("OUTCOME-")}


# -- applicants ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("applicant", "column"),
    [
        ("natural_person", "natural_person"),
        ("sole_trader", "commercial_enterprise"),
        ("law_firm", "legal_service_institution"),
        ("research_institution", "research_institution"),
    ],
)
def test_an_applicant_counts_in_one_column(applicant, column):
    assert applicant_column(applicant, on=TODAY) == column


def test_every_column_of_the_form_but_the_sum_has_its_applicants():
    printed = {axis.id for axis in form("format_2021").tables["applications"].columns}
    assert {found.column for found in applicant_classes()} == printed - {"total"}
    with pytest.raises(LawUnknown, match="没有“martian”这一类申请人"):
        applicant_column("martian", on=TODAY)
