"""What the demonstration's office keeps of its own about applications: searches, tasks, notes; and a dispute."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from gongkai.agencies.door import Person
from gongkai.cases.door import (
    Case,
    Dispute,
    Note,
    SearchRecord,
    Task,
    WorkingAct,
    keep_paper,
    record_dispute_step,
    register_dispute,
)


def keep_papers(case: Case, told: dict[str, Any], by: Person, *, at: datetime, today: date) -> None:
    """Store the papers that are declared for a case; days are told as days before `today`, ``due`` as days after."""
    for one in told.get("searches", ()):
        day = today - timedelta(one["ago"])
        said = {name: one[name] for name in ("place", "words", "searcher", "outcome", "found")}
        paper = SearchRecord(case=case, by=by, at=at - timedelta(one["ago"]), searched_date=day, **said)
        keep_paper(paper, WorkingAct.SEARCH, today=today)
    for one in told.get("tasks", ()):
        office = case.agency.offices.in_force(today).earliest("pk")
        due = today + timedelta(one["due"])
        task = Task(case=case, by=by, at=at, office=office, asked=one["asked"], due_date=due)
        keep_paper(task, WorkingAct.TASK, today=today)
    for text in told.get("notes", ()):
        keep_paper(Note(case=case, by=by, at=at, text=text), WorkingAct.NOTE, today=today)


def open_dispute(case: Case, told: dict[str, Any], by: Person, *, at: datetime, today: date) -> None:
    """Register the dispute that is declared for a case, with its steps."""
    filed = today - timedelta(told["filed"])
    said = {name: told[name] for name in ("route", "body", "procedure")}
    reference = told["reference"].format(year=filed.year)
    dispute = Dispute(agency=case.agency, case=case, reference=reference, filed_date=filed, **said)
    register_dispute(dispute, by=by, at=at, today=today)
    for step in told["steps"]:
        taken = {"kind": step["kind"], "step_date": today - timedelta(step["ago"]), "note": step["note"]}
        record_dispute_step(dispute.pk, taken, by=by, at=at, today=today)
