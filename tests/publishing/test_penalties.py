"""Published penalty decisions that do not stand (PLAT-83), and which are published at all (REQ-14)."""

from dataclasses import asdict
from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from gongkai.publishing.door import (
    Genre,
    Refused,
    Reversal,
    Withdrawal,
    annul_reversal,
    penalties_due,
    record_reversal,
    watched,
    withdraw_penalty,
)
from tests.publishing.examples import SHANGHAI, a_draft, a_public_page, a_section, handed_in

pytestmark = pytest.mark.django_db

AT = datetime(2026, 5, 9, 10, 0, tzinfo=SHANGHAI)
JUDGED = {"genre": Genre.PENALTY, "attribute_reason": "涉及缴存单位二百余名职工，有一定社会影响。"}


def a_reversal(**changes):
    facts = {
        "outcome": "revoked",
        "decided_date": date(2026, 5, 8),
        "organ": "平畅市人民政府",
        "reference": "平政复决〔2026〕12号",
        "explanation": "认定事实不清，处罚决定被撤销，罚款已退还。",
    }
    return Reversal(**{**facts, **changes})


@pytest.fixture
def penalty(place, people):
    return a_public_page(a_draft(a_section(place), by=people["clerk"], title="行政处罚决定书", **JUDGED), people)


def rules_of(agency, on):
    return [one.finding.rule for one in watched(agency, on) if one.finding.rule.startswith("PENALTY")]


def refused(act):
    with pytest.raises(Refused) as refusal:
        act()
    return [finding.rule for finding in refusal.value.findings]


def test_plat_h_4_a_decision_revoked_on_8_may_is_withdrawn_by_11_may_natural_days(penalty, people):
    record_reversal(penalty.pk, a_reversal(), by=people["clerk"], at=AT)
    (due,) = penalties_due(penalty.agency)
    assert due.due_date == date(2026, 5, 11)
    assert rules_of(penalty.agency, date(2026, 5, 11)) == ["PENALTY-DUE"]
    assert rules_of(penalty.agency, date(2026, 5, 12)) == ["PENALTY-LATE"]


def test_withdrawn_it_is_gone_with_the_reason_in_its_place_and_nothing_is_due(penalty, people, client):
    record_reversal(penalty.pk, a_reversal(), by=people["clerk"], at=AT)
    withdrawal = withdraw_penalty(penalty.pk, by=people["head"], at=AT)
    assert withdrawal.kind == Withdrawal.Kind.PENALTY_REVOKED
    answer = client.get(f"/pingchang/{penalty.pk}/")
    assert answer.status_code == 410
    assert "2026年5月8日被平畅市人民政府撤销（平政复决〔2026〕12号）" in answer.content.decode()
    assert rules_of(penalty.agency, date(2026, 5, 20)) == []


def test_a_decision_that_stands_is_not_watched(penalty):
    assert rules_of(penalty.agency, date(2026, 5, 12)) == []


def test_a_clerk_records_but_does_not_withdraw(penalty, people):
    record_reversal(penalty.pk, a_reversal(), by=people["clerk"], at=AT)
    assert refused(lambda: withdraw_penalty(penalty.pk, by=people["clerk"], at=AT)) == ["WITHDRAW-ROLE"]


def test_without_a_record_there_is_nothing_to_withdraw_for(penalty, people):
    assert refused(lambda: withdraw_penalty(penalty.pk, by=people["head"], at=AT)) == ["PENALTY-NOT-REVERSED"]


def test_a_reversal_says_who_by_what_and_why_and_lies_not_ahead(penalty, people):
    told = a_reversal(organ=" ", explanation="", decided_date=date(2026, 5, 10))
    wrong = refused(lambda: record_reversal(penalty.pk, told, by=people["clerk"], at=AT))
    assert wrong == ["PENALTY-DATE", "PENALTY-FIELD", "PENALTY-FIELD"]
    before = a_reversal(decided_date=penalty.issue_date - timedelta(1))
    assert refused(lambda: record_reversal(penalty.pk, before, by=people["clerk"], at=AT)) == ["PENALTY-BEFORE"]


def test_only_a_public_penalty_decision_has_reversals(draft, people):
    assert refused(lambda: record_reversal(draft.pk, a_reversal(), by=people["clerk"], at=AT)) == ["PENALTY-KIND"]


def test_what_was_recorded_by_mistake_is_annulled_and_stays_on_record(penalty, people):
    wrong = record_reversal(penalty.pk, a_reversal(), by=people["clerk"], at=AT)
    annul_reversal(wrong.pk, "登记在了另一份决定上。", by=people["head"], at=AT)
    assert list(penalties_due(penalty.agency)) == []
    assert penalty.penalty_reversals.count() == 2
    assert refused(lambda: annul_reversal(wrong.pk, "再来", by=people["head"], at=AT)) == ["PENALTY-ANNULLED"]


@pytest.mark.parametrize(("outcome", "keeps_out"), [("revoked", True), ("changed", False)])
def test_what_was_revoked_does_not_come_back_what_was_changed_may(penalty, people, outcome, keeps_out):
    record_reversal(penalty.pk, a_reversal(outcome=outcome), by=people["clerk"], at=AT)
    withdraw_penalty(penalty.pk, by=people["head"], at=AT)
    if keeps_out:
        assert refused(lambda: handed_in(penalty, people, at=AT)) == ["PENALTY-REVERSED"]
    else:
        assert a_public_page(penalty, people, at=AT).live
        assert list(penalties_due(penalty.agency)) == []


def test_a_penalty_decision_is_public_by_a_recorded_judgement_of_its_social_impact(draft, people):
    draft.genre = Genre.PENALTY
    assert "attribute_reason" in draft.problems(statutory=False)
    draft.attribute_reason = JUDGED["attribute_reason"]
    assert draft.problems(statutory=False) == {}


def test_it_is_recorded_and_withdrawn_on_a_page_of_the_back_office(penalty, people, client):
    address = reverse("publishing_penalty", args=[penalty.pk])
    client.force_login(people["head"])
    told = asdict(a_reversal())
    wrong = client.post(address, {"act": "record", **told, "reference": ""})
    assert wrong.status_code == 409
    assert "认定事实不清" in wrong.content.decode()
    client.post(address, {"act": "record", **told})
    assert "撤回处罚决定" in client.get(address).content.decode()
    client.post(address, {"act": "withdraw"})
    penalty.refresh_from_db()
    assert not penalty.live
