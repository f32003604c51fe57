"""Proposals of an extension as the page of a case shows them, and the form to make one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from gongkai.agencies.door import Role, calendar
from gongkai.cases.act_forms import date_field, words_field, workdays_field
from gongkai.cases.approvals import WRITERS
from gongkai.cases.case import Case
from gongkai.cases.extension_proposals import DELAY, EXTEND, HEAD
from gongkai.statute import possible_acts, workdays_for


class ProposalForm(forms.Form):
    """How long, and why."""

    use_required_attribute = False
    asks = "workdays"

    def __init__(self, data: Any, *, today: date) -> None:
        super().__init__(data, auto_id="id_extension_%s")
        most = workdays_for("extension", on=today)
        self.fields["workdays"] = workdays_field("延长", most, most)
        self.fields["reason"] = words_field(
            "延长的原因", required="请写明延长的原因，告知书里要写。", hint="接在“因”字之后；负责人同意后写进告知书。"
        )


class DelayForm(forms.Form):
    """Until which day, and why: the reasons for so many applications are reasonable, the time is not (art. 35)."""

    use_required_attribute = False
    asks = "delayed_to"
    delayed_to = date_field("延迟到哪一天答复", hint="在原答复期限之后；只能确定一次。")
    reason = words_field("延迟的原因", required="请写明延迟的原因，告知书里要写。", hint="负责人同意后写进告知书。")

    def __init__(self, data: Any, *, today: date) -> None:
        super().__init__(data, auto_id="id_delay_%s")


def extension_told(case: Case, roles: frozenset[Role], told: Mapping[str, Any], *, today: date) -> dict[str, Any]:
    """Return what the page needs; `told` may bring the form that was wrong (``proposal_form``, ``delay_form``).

    The head extends by the act itself, and so proposes nothing.
    """
    rows = list(case.extension_proposals.select_related("by", "decision__by", "decision__on_behalf_of"))
    lines = [{"row": one, "decision": getattr(one, "decision", None)} for one in rows]
    for line in lines:
        line["may_decide"] = line["decision"] is None and HEAD in roles
    waits = any(line["decision"] is None for line in lines)
    offered = roles & set(WRITERS) and HEAD not in roles and not waits
    possible = possible_acts(case.facts(), calendar(), today=today) if offered else ()
    made = {"proposal_form": (EXTEND, ProposalForm), "delay_form": (DELAY, DelayForm)}
    forms_ = {
        name: told.get(name) or (form(None, today=today) if act in possible else None)
        for name, (act, form) in made.items()
    }
    return {"proposals": lines, **forms_, "deciding": any(line["may_decide"] for line in lines)}
