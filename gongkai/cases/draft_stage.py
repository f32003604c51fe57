"""Where the reply to an open case stands: given back, with others, or ready for its letter."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import TYPE_CHECKING

from gongkai.cases.approvals import approvals_due

if TYPE_CHECKING:
    from gongkai.cases.case import Case
    from gongkai.cases.drafts import Draft


class Stage(Enum):
    """A stage of a reply, and what is to be done in it."""

    GIVEN_BACK = "修改退回的答复稿"
    WITH_APPROVERS = "答复稿等待审批"
    WITH_REVIEWERS = "答复稿等待核对提供的内容"
    TO_BE_WRITTEN = "答复稿已审批完毕，成文发出"
    TO_BE_SEALED = "答复已成文，用印发出"

    @property
    def waits(self) -> bool:
        """Tell whether others have to act first."""
        return self in (Stage.WITH_APPROVERS, Stage.WITH_REVIEWERS)

    @property
    def is_ready(self) -> bool:
        """Tell whether nothing but its letter is left."""
        return self in (Stage.TO_BE_WRITTEN, Stage.TO_BE_SEALED)


READ_FIRST = ("drafts__approvals", "drafts__release_review", "drafts__letters__dispatch")  # for many cases at once


def stage_of(case: Case, *, on: date) -> Stage | None:
    """Return where the newest draft of a case stands on a day, None where the case has none or is closed."""
    drafts = _drafts_of_now(case) if case.is_in_hand else []
    return _stage(drafts[-1], on) if drafts else None


def _drafts_of_now(case: Case) -> list[Draft]:
    """Return the drafts of the reply that is waited for: not those of one that was annulled since."""
    ordered = [one.recorded_at for one in case.events.all() if one.act == "remake_ordered"]
    return [one for one in case.drafts.all() if not ordered or one.written_at > ordered[-1]]


def _stage(draft: Draft, on: date) -> Stage:
    if draft.given_back:
        return Stage.GIVEN_BACK
    if approvals_due(draft, on=on):
        return Stage.WITH_APPROVERS
    if draft.is_unreviewed:
        return Stage.WITH_REVIEWERS
    return Stage.TO_BE_SEALED if any(not one.went_out for one in draft.letters.all()) else Stage.TO_BE_WRITTEN
