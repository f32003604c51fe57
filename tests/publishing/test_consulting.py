"""Other organs are asked where publishing concerns them, or needs their approval (REQ-04, REQ-11)."""

import pytest
from django.core.exceptions import ValidationError

from gongkai.pages.door import BasePage
from gongkai.publishing.door import Gate, Refused, Submission, answer, ask, publish, sweep
from gongkai.publishing.submissions import State
from tests.publishing.examples import AT, a_person, approved, handed_in

pytestmark = pytest.mark.django_db


def told(gate, people, agreed):
    return answer(
        gate.pk, agreed=agreed, reference="市财函〔2026〕8号", answered_date=AT.date(), by=people["head"], at=AT
    )


@pytest.mark.parametrize("kind", Gate.Kind)
def test_what_needs_an_answer_and_has_none_is_not_published(draft, people, kind):
    gate = ask(draft.pk, kind, "市财政局", by=people["first"], at=AT)
    submission = approved(handed_in(draft, people), people)
    assert submission.state == State.APPROVED
    with pytest.raises(Refused) as refusal:
        publish(submission.pk, by=people["third"], at=AT)
    assert [finding.rule for finding in refusal.value.findings] == ["PUBLISH-GATE"]
    told(gate, people, agreed=True)
    assert sweep(AT)["published"] == 1


def test_an_answer_that_does_not_agree_returns_it_to_the_drafter(draft, people):
    gate = ask(draft.pk, Gate.Kind.CONSULT, "市财政局", by=people["clerk"], at=AT)
    submission = approved(handed_in(draft, people), people)
    told(gate, people, agreed=False)
    assert Submission.objects.get(pk=submission.pk).state == State.CLOSED
    again = approved(handed_in(draft, people), people)
    assert sweep(AT)["published"] == 0
    told(ask(draft.pk, Gate.Kind.CONSULT, "市财政局", by=people["clerk"], at=AT), people, agreed=True)
    assert sweep(AT)["published"] == 1
    assert BasePage.objects.get(pk=draft.pk).clearance_cycle == again.pk


def test_nobody_without_a_role_asks_or_answers(draft, people):
    with pytest.raises(Refused):
        ask(draft.pk, Gate.Kind.CONSULT, "市财政局", by=a_person("stranger"), at=AT)
    gate = ask(draft.pk, Gate.Kind.CONSULT, "市财政局", by=people["clerk"], at=AT)
    with pytest.raises(Refused):
        told(gate, {"head": a_person("stranger")}, agreed=True)


def test_a_question_names_the_organ_and_an_answer_its_document(draft, people):
    with pytest.raises(ValidationError):
        ask(draft.pk, Gate.Kind.CONSULT, " ", by=people["clerk"], at=AT)
    gate = ask(draft.pk, Gate.Kind.CONSULT, "市财政局", by=people["clerk"], at=AT)
    with pytest.raises(ValidationError):
        answer(gate.pk, agreed=True, reference="", answered_date=AT.date(), by=people["head"], at=AT)


def test_whoever_wrote_it_does_not_record_that_others_agree(draft, people):
    gate = ask(draft.pk, Gate.Kind.CONSULT, "市财政局", by=people["clerk"], at=AT)
    with pytest.raises(Refused) as refusal:
        told(gate, {"head": people["clerk"]}, agreed=True)
    assert [finding.rule for finding in refusal.value.findings] == ["GATE-AUTHOR"]
    assert told(gate, people, agreed=True).is_good


def test_on_its_page_an_organ_is_asked_and_the_answer_kept_by_somebody_else(draft, people, client):
    address = f"/admin/reviews/gates/{draft.pk}/"
    client.force_login(people["clerk"])
    said = {"kind": "consult", "organ": "", "question": "额度与财政补贴衔接"}
    wrong = client.post(address, said)
    assert wrong.status_code == 400
    assert "额度与财政补贴衔接" in wrong.content.decode()
    assert "请写明问的是哪个机关。" in wrong.content.decode()
    client.post(address, said | {"organ": "市财政局"})
    gate = Gate.objects.get()
    assert "请没有参与起草的人登记答复" in client.get(address).content.decode()
    reply = {
        "gate": gate.pk,
        f"gate-{gate.pk}-agreed": "1",
        f"gate-{gate.pk}-reference": "市财函〔2026〕8号",
        f"gate-{gate.pk}-answered_date": "2026-03-02",
    }
    assert client.post(address, reply).status_code == 409
    client.force_login(people["head"])
    client.post(address, reply)
    assert Gate.objects.get().is_passed
