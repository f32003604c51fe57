"""What the page of a case shows of other cases: of the same person, like it, split from it."""

from __future__ import annotations

from typing import Any

from gongkai.agencies.door import Role
from gongkai.cases.approvals import WRITERS, latest_draft
from gongkai.cases.batch import may_take_over
from gongkai.cases.case import Case
from gongkai.cases.drafts import Draft
from gongkai.cases.likeness import MOST_SHOWN, alike, counted, of_another_name, of_the_same_person
from gongkai.cases.proposals import given_codes, others_who_got_it


def _is_of_one_content(draft: Draft | None) -> bool:
    return draft is not None and len(draft.contents) == 1


def told_of_likeness(case: Case, roles: frozenset[Role]) -> dict[str, Any]:
    """Return what the page needs, for somebody with these roles."""
    may_write = bool(roles & set(WRITERS)) and case.is_in_hand
    untouched = not case.events.exclude(act="receive").exists() and not case.drafts.exists()
    like = alike(case)
    return {
        "counted": counted(case),
        "repeated": of_the_same_person(case)[:MOST_SHOWN],
        "of_another_name": of_another_name(case)[:MOST_SHOWN],
        "alike": like,
        "others_got_it": others_who_got_it(case, like),
        "handovers": case.handovers.all(),
        "may_hand_over": bool(roles & set(WRITERS)) and case.outcome in given_codes(),
        "whole": case.split_from,
        "parts": case.parts.order_by("pk"),
        "may_split": may_write and untouched,
        "may_copy_draft": may_write and _is_of_one_content(latest_draft(case)) and bool(may_take_over(case)),
    }
