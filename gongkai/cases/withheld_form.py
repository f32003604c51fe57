"""The list of what a partial release withholds (区分处理): part by part, on which ground, and why (Reg. art. 37)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from gongkai import statute
from gongkai.cases.act_forms import line_field, words_field
from gongkai.statute import Ground

RANKS = [("", "不涉及"), ("law", "法律"), ("administrative_regulation", "行政法规"), ("rule", "规章或者其他文件")]
BLANK_ROWS, MOST_PARTS = 2, 60
_BASIS = ("legal_basis", "classification_basis")  # what a ground needs beside the reason itself


def grounds_of(on: date) -> list[Ground]:
    """Return the grounds for not disclosing that are law on a day."""
    return [row for row in statute.grounds() if row.in_force(on)]


def subclass_field(rows: list[Ground]) -> forms.ChoiceField:
    """Return the choice of a sub-class, of the grounds that have some."""
    found = [(one, f"{row.name}：{one}") for row in rows for one in row.subclasses]
    return forms.ChoiceField(label="具体是哪一类", choices=[("", "不涉及"), *found], required=False)


class PartForm(forms.Form):
    """One withheld part; a row with nothing in it is no part."""

    use_required_attribute = False

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = grounds_of(on)
        self.on = on
        self.empty_permitted = True  # a row that the draft before filled may be emptied as well: the part goes
        self.fields["part"] = line_field("哪一部分", required="请写明是哪一部分，如第几页、哪一栏、哪一项。")
        choices = [("", "请选择"), *((row.id, f"{row.name}（第{row.article}条）") for row in rows)]
        self.fields["ground"] = forms.ChoiceField(
            label="依据", choices=choices, error_messages={"required": "请选择不予公开的依据。"}
        )
        self.fields["subclass"] = subclass_field(rows)
        self.fields["reason"] = words_field(
            "理由", required="请写明不予公开的理由。", rows=2, hint="公开会有什么损害，或者为什么决定不公开。"
        )
        self.fields["legal_basis"] = line_field("法律依据", hint="依据第十四条的要写：哪部法律、行政法规的哪一条。")
        self.fields["basis_rank"] = forms.ChoiceField(label="法律依据的层级", choices=RANKS, required=False)
        self.fields["classification_basis"] = line_field("定密依据", hint="国家秘密的要写：密级、保密期限和依据。")

    def has_changed(self) -> bool:
        """Return whether anything stands in the row: what the draft before kept is said again untouched."""
        return any(self[name].data for name in self.fields)

    def said(self) -> dict[str, Any]:
        """Return the part as a draft keeps it."""
        told = self.cleaned_data
        words = {name: told[name] or "" if name in _BASIS else told["reason"] for name in self._needs()}
        return {
            "id": told["ground"],
            "subclass": told["subclass"],
            "basis_rank": told["basis_rank"],
            "recorded": {name: value for name, value in words.items() if value},
            "part": told["part"],
            "reason": told["reason"],
        }

    def _needs(self) -> tuple[str, ...]:
        return statute.ground(self.cleaned_data["ground"], on=self.on).needs


_Parts = forms.formset_factory(PartForm, extra=BLANK_ROWS, max_num=MOST_PARTS, absolute_max=MOST_PARTS)


def parts_form(data: Any, *, on: date, before: Sequence[Mapping[str, Any]], prefix: str | None = None) -> Any:
    """Return the list as a form; `before` are the parts as the draft before kept them."""
    initial = [{**one["recorded"], **one, "ground": one["id"]} for one in before]
    sent = data if data is not None and f"{_below(prefix)}-TOTAL_FORMS" in data else None
    return _Parts(sent, prefix=_below(prefix), initial=initial, form_kwargs={"on": on})


def _below(prefix: str | None) -> str:
    return f"{prefix}-parts" if prefix else "parts"


def with_more_rows(data: Any, prefix: str | None = None) -> Any:
    """Return what was sent, with more blank rows at the end."""
    sent, name = data.copy(), f"{_below(prefix)}-TOTAL_FORMS"
    rows = sent.get(name, "")
    sent[name] = str(min(MOST_PARTS, (int(rows) if rows.isdecimal() else 0) + BLANK_ROWS))
    return sent


def said_of(formset: Any) -> list[dict[str, Any]]:
    """Return the parts of a valid list, in the order they were written."""
    return [one.said() for one in formset if one.has_changed() and one.cleaned_data]
