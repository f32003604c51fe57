"""Go back to before the rounds were carried by a workflow, with something in every state, and forth again."""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from typing import Any

from tests.pages.migration_walk import forward, migrate  # sets Django up
from tests.quick_states import quick_states

from gongkai.agencies.append_only import unguarded_tables  # isort: skip - models can be imported only now
from gongkai.publishing.door import Decision, InformationPage, Submission, decide, verify_workflow  # isort: skip
from tests.publishing.examples import (  # isort: skip
    AT,
    a_draft,
    a_public_page,
    a_section,
    approval,
    approved,
    handed_in,
    staff,
)
from tests.yearend.examples import a_place  # isort: skip

BEFORE = [("publishing", "0018_several_supplies_a_month")]


def in_every_state() -> tuple[dict[str, Any], dict[str, Submission]]:
    """Return the people, and submissions by where they stand."""
    place = a_place()
    people, section = staff(place.agency), a_section(place)
    drafts = iter(a_draft(section, by=people["clerk"], slug=f"d{one}", title=f"通知{one}") for one in range(3))
    planned = a_draft(section, by=people["clerk"], slug="planned", go_live_at=AT + timedelta(days=1))
    a_public_page(next(drafts), people)
    returned = handed_in(next(drafts), people)
    no = Decision(approve=False, seen_hash=returned.content_hash, reason="不妥")
    decide(returned.pk, 1, no, by=people["first"], at=AT)
    under_way = approved(handed_in(next(drafts), people), people, rounds=1)
    return people, {"waits": approved(handed_in(planned, people), people), "under way": under_way}


def stand() -> dict[str, Any]:
    """Return where the workflow stands for each submission, and what verifying finds."""
    told = {
        one.title: [
            one.workflow_state.status,
            list(one.workflow_state.task_states.order_by("pk").values_list("status", "finished_by", "revision")),
        ]
        for one in Submission.objects.exclude(workflow_state=None)
    }
    return {"told": told, "found": [finding.rule for finding in verify_workflow()], "unguarded": unguarded_tables()}


def walk() -> dict[str, Any]:
    """Return what was seen on the way."""
    people, submissions = in_every_state()
    before = stand()
    apps = migrate(BEFORE)
    stock = list(apps.get_model("wagtailcore", "Workflow").objects.values_list("name", "workflow_pages__page__depth"))
    tasks = list(apps.get_model("wagtailcore", "Task").objects.values_list("name", flat=True))
    forward()
    after = stand()
    approval(Submission.objects.get(pk=submissions["under way"].pk), 2, people)
    approval(Submission.objects.get(pk=submissions["under way"].pk), 3, people)
    live = InformationPage.objects.get(pk=submissions["under way"].page_id).live
    return {"before": before, "stock": [stock, tasks], "after": after, "live": live, "end": stand()["found"]}


if __name__ == "__main__":
    with quick_states():
        sys.stdout.write(json.dumps(walk()))
