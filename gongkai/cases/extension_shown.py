"""Proposals of an extension as the page of a case shows them, and the form to make one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from gongkai.agencies.door import Role, calendar
from gongkai.cases.act_forms import words_field, workdays_field
from gongkai.cases.approvals import WRITERS
from gongkai.cases.case import Case
from gongkai.cases.extension_proposals import EXTEND, HEAD
from gongkai.statute import possible_acts, workdays_for


class ProposalForm(forms.Form):
    """How long, and why."""

    use_required_attribute = False

    def __init__(self, data: Any, *, today: date) -> None:
        super().__init__(data, auto_id="id_extension_%s")
        most = workdays_for("extension", on=today)
        self.fields["workdays"] = workdays_field("延长", most, most)
        self.fields["reason"] = words_field(
            "延长的原因", required="请写明延长的原因，告知书里要写。", hint="接在“因”字之后；负责人同意后写进告知书。"
        )


def extension_told(case: Case, roles: frozenset[Role], told: Mapping[str, Any], *, today: date) -> dict[str, Any]:
    """Return what the page needs; `told` may bring the form that was wrong (``proposal_form``).

    The head extends by the act itself, and so proposes nothing.
    """
    rows = list(case.extension_proposals.select_related("by", "decision__by", "decision__on_behalf_of"))
    lines = [{"row": one, "decision": getattr(one, "decision", None)} for one in rows]
    for line in lines:
        line["may_decide"] = line["decision"] is None and HEAD in roles
    waits = any(line["decision"] is None for line in lines)
    offered = roles & set(WRITERS) and HEAD not in roles and not waits
    possible = offered and EXTEND in possible_acts(case.facts(), calendar(), today=today)
    form = told.get("proposal_form") or (ProposalForm(None, today=today) if possible else None)
    return {"proposals": lines, "proposal_form": form, "deciding": any(line["may_decide"] for line in lines)}
