"""The draft of a reply as a form: the kinds the law allows, what each needs on record, the office's own words."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from gongkai import statute
from gongkai.agencies.door import calendar
from gongkai.cases.act_forms import words_field
from gongkai.cases.case import Case
from gongkai.cases.drafts import PARTIAL, REFUSED, Draft
from gongkai.statute import Ground, needed_facts

_NO_DRAFT = "R16_other"  # a withdrawal is an act of its own
_THIRD_PARTY = [
    ("", "没有征求或者不涉及"),
    ("consent", "同意公开"),
    ("objection", "不同意公开"),
    ("silence", "逾期没有答复"),
]
_CIRCUMSTANCES = {
    "harms_third_party": "公开会损害第三方合法权益",
    "own_assessment": "本机关已就第三方的意见自行作出判断并说明理由",
    "is_public_interest": "不公开可能对公共利益造成重大影响，决定公开",
    "third_party_told": "已将决定公开的内容和理由书面告知第三方",
    "must_be_disclosed": "法律、法规、规章规定应当公开",
    "has_ready_information": "有现成的信息可以提供",
    "other_organ_unknown": "不能确定由哪个机关负责公开",
}
_RANKS = [("", "不涉及"), ("law", "法律"), ("administrative_regulation", "行政法规"), ("rule", "规章或者其他文件")]


def outcome_choices(case: Case, *, on: date) -> list[tuple[str, str]]:
    """Return the kinds of reply that the case has come to: what presupposes another act or state is left out."""
    facts, state = case.facts(), case.clock(today=on).state
    acts = {event.act for event in facts.events}
    return [
        (row.code, row.name)
        for row in statute.outcomes()
        if row.in_force(on) and row.code != _NO_DRAFT
        if (not row.after_act or row.after_act in acts) and (not row.in_state or row.in_state == state)
    ]


class DraftForm(forms.Form):
    """A version of the reply. Every fact that some kind needs is asked; what this kind lacks is told as a finding."""

    use_required_attribute = False

    def __init__(self, data: Any, *, case: Case, on: date, before: Draft | None, outcome: str = "") -> None:
        chosen = {"outcome": outcome} if outcome else {}
        super().__init__(data, initial={**(_initial(before) if before else {}), **chosen})
        self.case, self.on = case, on
        rows = [("", "请选择"), *outcome_choices(case, on=on)]
        self.fields["outcome"] = forms.ChoiceField(
            label="答复种类",
            choices=rows,
            error_messages={"required": "请选择答复种类。", "invalid_choice": "请从列出的种类中选择。"},
        )
        self._ask_ground()
        self._ask_facts()
        self.fields["text"] = words_field(
            "答复的内容", hint="写给申请人看；依据、在案事实和救济途径由系统写入，不用重复。", rows=8
        )
        self.fields["reading"] = forms.ChoiceField(
            label="救济途径依据的理解", choices=[("", "按现行规定，没有歧义"), *self._readings()], required=False
        )
        self.fields["keep_files"] = forms.BooleanField(label="沿用上一稿所附的文件", required=False, initial=True)

    def _ask_ground(self) -> None:
        grounds = [
            ("", "没有不予公开的内容"),
            *((row.id, f"{row.name}（第{row.article}条）") for row in self._grounds()),
        ]
        self.fields["ground"] = forms.ChoiceField(
            label="不予公开的依据",
            choices=grounds,
            required=False,
            help_text="不予公开、部分公开的要选；几项依据的，选主要的一项。",
        )
        subclasses = [one for row in self._grounds() for one in row.subclasses]
        self.fields["subclass"] = forms.ChoiceField(
            label="具体是哪一类", choices=[("", "不涉及"), *((one, one) for one in subclasses)], required=False
        )
        self.fields["basis_rank"] = forms.ChoiceField(label="法律依据的层级", choices=_RANKS, required=False)

    def _ask_facts(self) -> None:
        for row in needed_facts():
            if row.in_force(self.on):
                self.fields[f"fact_{row.id}"] = words_field(row.name, hint=f"{row.text}。", rows=2)
        self.fields["other_organ"] = forms.CharField(
            label="负责公开的机关和联系方式",
            required=False,
            max_length=200,
            help_text="不属于本机关公开、能够确定的，要填。",
        )
        self.fields["third_party"] = forms.ChoiceField(label="第三方的意见", choices=_THIRD_PARTY, required=False)
        for name, label in _CIRCUMSTANCES.items():
            self.fields[name] = forms.BooleanField(label=label, required=False)

    def _grounds(self) -> list[Ground]:
        return [row for row in statute.grounds() if row.in_force(self.on)]

    def _readings(self) -> list[tuple[str, str]]:
        """Return the readings of the remedy, where the law of the day has several for some kind."""
        code = self.data.get("outcome") or self.initial.get("outcome")
        if not code:
            return []
        try:
            found = statute.remedies(code, decided_date=self.on, served_date=self.on, calendar=calendar())
        except statute.LawUnknown:
            return []
        return [] if found.is_clear else [(one.id, one.note or one.text) for one in found.readings]

    @property
    def facts(self) -> list[forms.BoundField]:
        """Return the fields of needed facts."""
        return [self[name] for name in self.fields if name.startswith("fact_")]

    @property
    def flags(self) -> list[forms.BoundField]:
        """Return the fields of circumstances."""
        return [self[name] for name in _CIRCUMSTANCES]

    def said(self) -> dict[str, Any]:
        """Return the fields of Draft as a valid form says them."""
        told = self.cleaned_data
        words = {name.removeprefix("fact_"): told[name] for name in told if name.startswith("fact_") and told[name]}
        chosen = self._chosen(words) if told["ground"] and told["outcome"] in (REFUSED, PARTIAL) else None
        circumstances: dict[str, Any] = {name: True for name in _CIRCUMSTANCES if told[name]}
        if told["third_party"]:
            circumstances["third_party"] = told["third_party"]
        return {
            "outcome": told["outcome"],
            "recorded": {key: value for key, value in words.items() if not chosen or key not in chosen["recorded"]},
            "grounds": [chosen] if chosen else [],
            "other_organ": told["other_organ"],
            "circumstances": circumstances,
            "text": told["text"],
            "reading": told["reading"],
        }

    def _chosen(self, words: dict[str, str]) -> dict[str, Any]:
        told = self.cleaned_data
        needs = statute.ground(told["ground"], on=self.on).needs
        return {
            "id": told["ground"],
            "subclass": told["subclass"],
            "basis_rank": told["basis_rank"],
            "recorded": {key: words[key] for key in needs if key in words},
        }


def _initial(before: Draft) -> dict[str, Any]:
    """Return what the version before said, to go on from."""
    ground = before.grounds[0] if before.grounds else {"id": "", "subclass": "", "basis_rank": "", "recorded": {}}
    facts = {**before.recorded, **ground["recorded"]}
    return {
        "outcome": before.outcome,
        "ground": ground["id"],
        "subclass": ground["subclass"],
        "basis_rank": ground["basis_rank"],
        "other_organ": before.other_organ,
        "text": before.text,
        "reading": before.reading,
        **{f"fact_{key}": words for key, words in facts.items()},
        **before.circumstances,
    }
