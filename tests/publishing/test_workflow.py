"""The three rounds as a workflow of Wagtail's: it goes with our records, and nothing of its own goes past them."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from wagtail.models import Task, TaskState, Workflow, WorkflowState
from wagtail.permissions import policy_registry

from gongkai.agencies.append_only import take_down_guards
from gongkai.agencies.door import Person, Role
from gongkai.pages.door import NotCleared
from gongkai.publishing.door import (
    Decision,
    InformationPage,
    Refused,
    Review,
    Submission,
    decide,
    publish,
    recall,
    verify_workflow,
    withdraw,
)
from gongkai.publishing.submissions import Closing, State
from gongkai.publishing.workflow import ReviewRound, three_rounds
from tests.publishing.examples import (
    AT,
    a_draft,
    a_person,
    a_public_page,
    a_section,
    approval,
    approved,
    handed_in,
    information,
)
from tests.yearend.examples import a_place

pytestmark = pytest.mark.django_db

NATIVE = ("action-submit", "action-restart-workflow", "action-workflow-action", "action-cancel-workflow")


def standing(submission):
    """Where the workflow of a submission stands: its status, and the round it waits for."""
    state = WorkflowState.objects.get(submission=submission)
    waits = state.task_states.filter(status="in_progress").values_list("task__reviewround__round", flat=True)
    return state.status, list(waits)


def found():
    return [finding.rule for finding in verify_workflow()]


def typed(page, **more):
    """What the editor's form of a draft sends, with other words than are stored."""
    told = {"title": "改过的标题", "slug": page.slug, "issue_date": "2026-03-02", "genre": "general"}
    counts = {"body-count": 0, "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0}
    return {**told, **counts, "origin": "self_made", "attribute": "proactive", **more}


def text_of(answer):
    return answer.content.decode()


def test_it_goes_from_round_to_round_with_the_reviews_and_its_end_makes_public(draft, people):
    submission = handed_in(draft, people)
    assert draft.get_workflow() == three_rounds()
    for number, name in ((1, "first"), (2, "second"), (3, "third")):
        assert standing(submission) == ("in_progress", [number])
        state = approval(submission, number, people).task_state
        told = (state.status, state.finished_by, state.revision, state.task.specific.round)
        assert told == ("approved", people[name], submission.revision, number)
    assert standing(submission) == ("approved", [])
    assert InformationPage.objects.get(pk=draft.pk).live
    assert found() == []


def test_what_something_else_keeps_is_approved_and_made_public_when_its_time_has_come(people, place):
    page = a_draft(a_section(place), by=people["clerk"], go_live_at=AT + timedelta(minutes=5))
    submission = approved(handed_in(page, people), people)
    assert (submission.state, standing(submission)) == (State.APPROVED, ("approved", []))
    assert found() == []
    publish(submission.pk, by=people["third"], at=AT + timedelta(minutes=6))
    assert InformationPage.objects.get(pk=page.pk).live
    assert found() == []


@pytest.mark.parametrize("rounds", [2, 3])
def test_an_edit_voids_all_and_the_next_one_starts_at_round_one(people, place, rounds):
    page = a_draft(a_section(place), by=people["clerk"], go_live_at=AT + timedelta(days=1))
    submission = approved(handed_in(page, people), people, rounds=rounds)
    page.summary = "改过的摘要。"
    page.save_revision(user=people["clerk"])
    assert standing(submission) == ("cancelled", [])
    assert standing(handed_in(page, people)) == ("in_progress", [1])
    assert found() == []


def test_saving_without_a_change_voids_nothing(draft, people):
    submission = approved(handed_in(draft, people), people, rounds=2)
    InformationPage.objects.get(pk=draft.pk).get_latest_revision_as_object().save_revision(user=people["clerk"])
    assert standing(submission) == ("in_progress", [3])
    approval(submission, 3, people)
    assert InformationPage.objects.get(pk=draft.pk).live


def test_a_recall_and_a_withdrawal_void_it(draft, people):
    recalled = approved(handed_in(draft, people), people, rounds=1)
    recall(recalled.pk, by=people["clerk"], at=AT)
    page = a_public_page(draft, people)
    page.summary = "更正后的摘要。"
    page.save_revision(user=people["clerk"])
    correcting = approved(handed_in(page, people, correction="摘要有误。"), people, rounds=2)
    withdraw(page.pk, "内容有误。", by=people["head"], at=AT)
    assert standing(recalled) == standing(correcting) == ("cancelled", [])
    assert found() == []


def test_what_was_returned_says_so_until_it_is_handed_in_again_from_the_start(draft, people):
    first = approved(handed_in(draft, people), people, rounds=1)
    no = Decision(approve=False, seen_hash=first.content_hash, reason="第二段与原文不符。")
    review = decide(first.pk, 2, no, by=people["second"], at=AT)
    assert (review.task_state.status, review.task_state.comment) == ("rejected", "第二段与原文不符。")
    assert standing(first) == ("needs_changes", [])
    assert found() == []
    again = handed_in(draft, people)
    assert (standing(first), standing(again)) == (("cancelled", []), ("in_progress", [1]))
    assert found() == []


def test_whoever_takes_part_gets_no_mail_about_it_and_is_not_asked_whether_to(draft, people, client, mailoutbox):
    Person.objects.create_superuser("root", email="root@example.invalid")
    for person in people.values():
        person.email = f"{person.username}@example.invalid"
        person.save()
    a_public_page(draft, people)
    other = handed_in(a_draft(draft.get_parent(), by=people["clerk"], slug="other"), people)
    decide(other.pk, 1, Decision(approve=False, seen_hash=other.content_hash, reason="不妥"), by=people["first"], at=AT)
    assert mailoutbox == []
    client.force_login(people["head"])
    asked = text_of(client.get("/admin/account/"))
    assert "updated_comments_notifications" in asked
    assert not [one for one in ("submitted", "approved", "rejected") if f"{one}_notifications" in asked]


@pytest.mark.parametrize("who", ["clerk", "root"])
def test_what_the_editor_would_do_by_itself_only_keeps_a_draft(draft, people, client, who):
    submission = handed_in(draft, people)
    client.force_login(people.get(who) or Person.objects.create_superuser("root"))
    address = f"/admin/pages/{draft.pk}/edit/"
    text = text_of(client.get(address))
    assert [act for act in NATIVE if act in text] == []
    client.post(address, typed(draft, title="", **{"action-cancel-workflow": "1"}))
    assert standing(submission) == ("in_progress", [1])
    for act in NATIVE:
        told = client.post(address, typed(draft, **{act: "1", "workflow-action-name": "approve"}), follow=True)
        assert "已按草稿保存" in text_of(told)
    assert Closing.objects.get().cause == Closing.Cause.EDIT
    assert standing(submission) == ("cancelled", [])
    assert (WorkflowState.objects.count(), Review.objects.count()) == (1, 0)


def test_a_new_item_is_not_handed_in_by_the_editor(draft, people, client):
    client.force_login(people["clerk"])
    add = f"/admin/pages/add/publishing/informationpage/{draft.get_parent().pk}/"
    assert 'name="action-submit"' not in text_of(client.get(add))
    client.post(add, typed(information(slug="new"), **{"action-submit": "1"}))
    assert InformationPage.objects.get(slug="new").title == "改过的标题"
    assert not WorkflowState.objects.exists()


@pytest.mark.parametrize("who", ["first", "root"])
def test_wagtails_own_addresses_of_deciding_say_where_it_is_done(draft, people, client, who):
    submission = handed_in(draft, people)
    task = submission.workflow_state.current_task_state
    client.force_login(people.get(who) or Person.objects.create_superuser("root"))
    for name, numbers in (
        ("workflow_action", (draft.pk, "approve", task.pk)),
        ("collect_workflow_action_data", (draft.pk, "reject", task.pk)),
        ("workflow_preview", (draft.pk, task.task_id)),
        ("confirm_workflow_cancellation", (draft.pk,)),
    ):
        answer = client.post(reverse(f"wagtailadmin_pages:{name}", args=numbers), {"comment": ""}, follow=True)
        assert "都在“三审”里办理" in text_of(answer), name
    assert standing(submission) == ("in_progress", [1])


@pytest.mark.parametrize("who", [Role.ADMINISTRATOR, "root"])
def test_nobody_changes_the_workflow(people, place, client, who):
    person = Person.objects.create_superuser("root") if who == "root" else a_person("admin", place.agency, who)
    client.force_login(person)
    workflow, task = three_rounds().pk, ReviewRound.objects.get(round=2).pk
    for name, numbers in (
        ("add", ()),
        ("edit", (workflow,)),
        ("disable", (workflow,)),
        ("enable", (workflow,)),
        ("add_task", ("publishing", "reviewround")),
        ("edit_task", (task,)),
        ("disable_task", (task,)),
    ):
        answer = client.post(reverse(f"wagtailadmin_workflows:{name}", args=numbers), {"name": "改了"}, follow=True)
        assert "不能在这里增加、修改或者停用" in text_of(answer), name
    assert "/admin/workflows/" not in text_of(client.get("/admin/"))
    for kind in (Workflow, Task):
        policy = policy_registry.get_by_type(kind)
        assert not policy.user_has_any_permission(person, ["add", "change", "delete"])
        assert not policy.users_with_any_permission(["add", "change", "delete"]).exists()
    assert found() == []


def test_under_review_a_page_may_be_edited_and_is_locked_by_whom_a_role_lets(draft, people, client):
    handed_in(draft, people)
    page = InformationPage.objects.get(pk=draft.pk)
    assert page.get_lock() is None
    assert [page.permissions_for_user(people[who]).can_lock() for who in ("clerk", "first", "head")] == [0, 1, 1]
    assert [page.permissions_for_user(people[who]).can_unlock() for who in ("first", "head")] == [0, 1]
    client.force_login(people["clerk"])
    text = text_of(client.get(f"/admin/pages/{draft.pk}/edit/"))
    assert "保存任何修改都会使已有意见作废" in text
    assert "一审中（现在送到）" in text


def test_its_history_and_the_reports_are_for_those_who_may_see_the_item(draft, people, client):
    submission = approved(handed_in(draft, people), people, rounds=1)
    elsewhere = a_place("elsewhere").agency
    stranger = a_person("stranger", elsewhere, Role.CLERK)
    history = reverse("wagtailadmin_pages:workflow_history", args=[draft.pk])
    detail = reverse("wagtailadmin_pages:workflow_history_detail", args=[draft.pk, submission.workflow_state_id])
    reports = [reverse("wagtailadmin_reports:workflow"), reverse("wagtailadmin_reports:workflow_tasks")]
    for address in (history, detail, *reports):
        client.force_login(people["second"])
        own = text_of(client.get(address))
        assert draft.title in own, address
        client.force_login(stranger)
        foreign = text_of(client.get(address, follow=True))
        assert draft.title not in foreign
        assert people["clerk"].username not in foreign
    client.force_login(people["second"])
    assert "二审" in text_of(client.get(detail))
    mine = [draft.title in text_of(client.get(f"{reports[0]}?reviewable=true"))]
    client.force_login(people["first"])
    assert [*mine, draft.title in text_of(client.get(f"{reports[0]}?reviewable=true"))] == [True, False]


def test_moved_past_the_review_page_it_makes_nothing_public_and_is_found(draft, people):
    submission = handed_in(draft, people)
    with pytest.raises(PermissionDenied):
        draft.current_workflow_task.on_action(draft.current_workflow_task_state, people["first"], "approve")
    for _ in (1, 2):
        WorkflowState.objects.get().current_task_state.approve(user=people["first"])
    with pytest.raises(NotCleared):
        WorkflowState.objects.get().current_task_state.approve(user=people["first"])
    assert not InformationPage.objects.get(pk=draft.pk).live
    assert standing(submission) == ("in_progress", [3])
    assert found() == ["WORKFLOW-STATE", *["WORKFLOW-UNREVIEWED"] * 2]
    with pytest.raises(Refused) as refusal:
        approval(submission, 1, people)
    assert [finding.rule for finding in refusal.value.findings] == ["REVIEW-WORKFLOW"]
    recall(submission.pk, by=people["clerk"], at=AT)
    assert standing(handed_in(draft, people)) == ("in_progress", [1])


def test_started_without_a_submission_it_is_found_and_ends_with_the_next_one(draft, people):
    draft.get_workflow().start(draft, people["clerk"])
    assert found() == ["WORKFLOW-ALONE"]
    handed_in(draft, people)
    assert found() == []


def _stop(submission):
    WorkflowState.objects.filter(submission=submission).update(status="cancelled")


def _another_reviewer(submission):
    TaskState.objects.filter(review__round=1).update(finished_by=submission.submitted_by)


def _no_task(submission):
    take_down_guards()
    Review.objects.update(task_state=None)


def _no_workflow(submission):
    take_down_guards()
    Submission.objects.update(workflow_state=None)


def _a_round_less(submission):
    Task.objects.filter(reviewround__round=3).update(active=False)


@pytest.mark.parametrize(
    ("tampering", "rules"),
    [
        (_stop, {"WORKFLOW-STATE"}),
        (_another_reviewer, {"WORKFLOW-REVIEW"}),
        (_no_task, {"WORKFLOW-REVIEW", "WORKFLOW-UNREVIEWED"}),
        (_no_workflow, {"WORKFLOW-STATE", "WORKFLOW-ALONE", "WORKFLOW-REVIEW"}),
        (_a_round_less, {"WORKFLOW-CHANGED"}),
    ],
)
def test_where_the_two_disagree_it_is_found(draft, people, tampering, rules):
    submission = approved(handed_in(draft, people), people, rounds=1)
    assert found() == []
    tampering(submission)
    assert set(found()) == rules
