"""Several submissions approved at once: a record for each, bound to its content; never what needs a look (REQ-11)."""

import pytest

from gongkai.publishing.bundles import submitted_together
from gongkai.publishing.door import Gate, Review, Submission, ask
from gongkai.publishing.submissions import State
from tests.publishing.examples import (
    AT,
    a_document,
    a_draft,
    a_section,
    a_service_guide,
    an_explainer,
    approval,
    body,
    handed_in,
    proofread,
)

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/reviews/together/"
ACTS = ("secrecy_cleared", "sensitivity_cleared", "personal_data_cleared")


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)


@pytest.fixture
def three(place, people):
    section = a_section(place)
    drafts = [a_draft(section, by=people["clerk"], slug=f"n{i}", title=f"通知{i}") for i in (1, 2, 3)]
    return [handed_in(draft, people) for draft in drafts]


def said(*submissions, acts=ACTS, seen=None):
    """Return what the form sends for these submissions, all ticked."""
    told = {"chosen": [one.pk for one in submissions]}
    for one in submissions:
        told |= {f"seen-{one.pk}": seen or one.content_hash, **{f"{act}-{one.pk}": "on" for act in acts}}
    return told


def state(submission):
    return Submission.objects.get(pk=submission.pk).state


def test_each_of_many_gets_a_record_of_its_own(three, people, client):
    client.force_login(people["first"])
    answer = client.post(ADDRESS, said(*three), follow=True)
    assert "已逐件通过 3 件" in answer.content.decode()
    assert [state(one) for one in three] == [State.SECOND] * 3
    assert {row.content_hash for row in Review.objects.all()} == {one.content_hash for one in three}
    assert Review.objects.count() == 3


def test_without_the_acts_of_the_first_round_one_stays_and_the_others_pass(three, people, client):
    client.force_login(people["first"])
    told = said(*three)
    del told[f"secrecy_cleared-{three[1].pk}"]
    answer = client.post(ADDRESS, told)
    text = answer.content.decode()
    assert (answer.status_code, state(three[0]), state(three[1])) == (409, State.SECOND, State.FIRST)
    assert "这一件没有通过" in text
    assert f'id="sensitivity_cleared-{three[1].pk}" checked' in text


def test_only_what_was_seen_is_approved(three, people, client):
    client.force_login(people["first"])
    assert client.post(ADDRESS, said(three[0], seen="0" * 64)).status_code == 409
    assert state(three[0]) == State.FIRST


def test_what_other_organs_have_not_answered_is_opened_by_itself(three, people, client):
    ask(three[0].page_id, Gate.Kind.CONSULT, "市财政局", by=people["head"], at=AT)
    client.force_login(people["first"])
    assert "市财政局还没有同意的答复" in client.get(ADDRESS).content.decode()
    assert client.post(ADDRESS, said(three[0])).status_code == 409
    assert state(three[0]) == State.FIRST


def test_an_open_finding_keeps_it_from_being_approved_with_others(place, people, client):
    # eighteen digits that are no identity number: a notice, which stops no proof round
    draft = a_draft(a_section(place), by=people["clerk"], body=body("编号110105194912310021。"))
    submission = handed_in(draft, people)
    client.force_login(people["first"])
    assert "须逐件打开的（1）" in client.get(ADDRESS).content.decode()
    assert client.post(ADDRESS, said(submission)).status_code == 409
    assert Review.objects.count() == 0
    approval(submission, 1, people)  # by itself it is decided
    assert state(submission) == State.SECOND


def test_nobody_approves_here_what_does_not_wait_for_him(three, people, client):
    client.force_login(people["second"])
    client.post(ADDRESS, said(*three))
    assert Review.objects.count() == 0


def test_all_that_one_approval_is_of_is_listed_with_its_document(place, people, client):
    section = a_section(place)
    document = a_document(section, by=people["clerk"])
    beside = [proofread(an_explainer(document, by=people["clerk"])), a_service_guide(document, section)]
    proofread(beside[1])
    submission = handed_in(document, people)
    client.force_login(people["first"])
    text = client.get(ADDRESS).content.decode()
    for one in submission.companions.all():
        assert f'href="/admin/reviews/{one.pk}/"' in text
    seen = " ".join(one.content_hash for one in submitted_together(submission))
    assert "已逐件通过 1 件" in client.post(ADDRESS, said(submission, seen=seen), follow=True).content.decode()
    assert Review.objects.count() == 3
