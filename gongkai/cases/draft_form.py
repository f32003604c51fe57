"""The draft of a reply as forms: what each content needs on record with the office's own words, and the whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.forms.utils import ErrorDict, ErrorList

from gongkai import statute
from gongkai.cases.act_forms import words_field
from gongkai.cases.consulted import may_choose
from gongkai.cases.contents import PARTIAL, REFUSED, Content
from gongkai.cases.on_record import EARLIER, ELSEWHERE, SEARCH, OnRecord
from gongkai.cases.on_record_fields import earlier_field, elsewhere_field, searches_field
from gongkai.cases.remedies_told import readings
from gongkai.cases.withheld_form import RANKS, parts_form, said_of, subclass_field
from gongkai.statute import Conclusion, needed_facts

_NOT_OURS, _TO_BE_MADE = "R5_not_ours", "R8_needs_creation"
_CIRCUMSTANCES = {
    "harms_third_party": "公开会损害第三方合法权益",
    "own_assessment": "本机关已就第三方的意见自行作出判断并说明理由",
    "is_public_interest": "不公开可能对公共利益造成重大影响，决定公开",
    "third_party_told": "已将决定公开的内容和理由书面告知第三方",
    "must_be_disclosed": "法律、法规、规章规定应当公开",
    "has_ready_information": "有现成的信息可以提供",
    "other_organ_unknown": "不能确定由哪个机关负责公开",
    "text_is_release": "没有附件：可以公开的内容全文写在“答复的内容”里",
}
# Circumstances that only some kinds of reply ask about.
_ONLY_FOR = {
    "must_be_disclosed": (REFUSED, PARTIAL),
    "has_ready_information": (_TO_BE_MADE,),
    "other_organ_unknown": (_NOT_OURS,),
    "text_is_release": (PARTIAL,),
}


class ContentForm(forms.Form):
    """What is said of one content whose kind of answer is decided: only what this kind and its ground need is asked.

    `before` is what the version before said of it. `said_by_others` are the opinions of third parties on record, where
    the one about this content has to be chosen from them. `other_organ` is who is proposed as the one that discloses,
    where no draft before has named one. `known` is what is on record of searches and earlier replies.
    """

    use_required_attribute = False

    def __init__(
        self,
        data: Any,
        *,
        decided: Conclusion,
        answers: Mapping[str, str],
        on: date,
        before: Content | None,
        other_organ: str = "",
        said_by_others: Sequence[str] = (),
        known: OnRecord | None = None,
        prefix: str | None = None,
    ) -> None:
        super().__init__(data, initial=_initial(before, decided) if before else {}, prefix=prefix)
        self.decided, self.answers, self.on = decided, answers, on
        self.fields["text"] = words_field(
            "答复的内容", hint="写给申请人看；依据、在案事实和救济途径由系统写入，不用重复。", rows=8
        )
        self._ask_facts(other_organ, known or OnRecord())
        self._ask_ground()
        self._ask_circumstances(said_by_others)
        self.fields["keep_files"] = forms.BooleanField(label="沿用上一稿所附的文件", required=False, initial=True)
        kept = before.grounds if before and before.outcome == PARTIAL else []
        self.parts = parts_form(data, on=on, before=kept, prefix=prefix) if decided.code == PARTIAL else None

    def _ask_facts(self, other_organ: str, known: OnRecord) -> None:
        needs = set(statute.outcome(self.decided.code, on=self.on).needs)
        if self.decided.ground:
            needs.update(statute.ground(self.decided.ground, on=self.on).needs)
        for row in needed_facts():
            if row.id in needs and row.in_force(self.on):
                self.fields[f"fact_{row.id}"] = words_field(row.name, hint=f"{row.text}。", rows=2)
        self._choose_from(known)
        if self.decided.code == _NOT_OURS:
            self.fields["other_organ"] = forms.CharField(
                label="负责公开的机关和联系方式", required=False, max_length=200, help_text="能够确定的，要填。"
            )
            self.initial["other_organ"] = self.initial.get("other_organ") or other_organ

    def _choose_from(self, known: OnRecord) -> None:
        """Have searches and earlier replies chosen from what is on record, instead of typed."""
        if f"fact_{SEARCH}" in self.fields:
            before = set(str(self.initial.get(f"fact_{SEARCH}", "")).splitlines()) & set(known.searches)
            self.fields[f"fact_{SEARCH}"] = searches_field(known.searches)
            self.initial[f"fact_{SEARCH}"] = [one for one in known.searches if one in before or not before]
        if f"fact_{EARLIER}" in self.fields:
            before = str(self.initial.get(f"fact_{EARLIER}", ""))
            self.fields[f"fact_{EARLIER}"] = earlier_field(known.earlier)
            self.fields["elsewhere"] = elsewhere_field()
            if before.startswith(ELSEWHERE):
                self.initial |= {f"fact_{EARLIER}": ELSEWHERE, "elsewhere": before.removeprefix(ELSEWHERE)}

    def clean(self) -> dict[str, Any]:
        """Refuse a reply of elsewhere that is not named."""
        said: dict[str, Any] = super().clean() or {}
        if said.get(f"fact_{EARLIER}") == ELSEWHERE and not said.get("elsewhere"):
            self.add_error("elsewhere", "请写明是哪个机关、哪一天、什么文号的答复。")
        return said

    def _ask_ground(self) -> None:
        if not self.decided.ground:
            return
        row = statute.ground(self.decided.ground, on=self.on)
        if row.subclasses:
            self.fields["subclass"] = subclass_field([row])
        if "legal_basis" in row.needs:
            self.fields["basis_rank"] = forms.ChoiceField(label="法律依据的层级", choices=RANKS, required=False)

    def _ask_circumstances(self, said_by_others: Sequence[str]) -> None:
        if said_by_others:
            self.fields["third_party"] = forms.ChoiceField(
                label="第三方的意见",
                choices=[("", "这一项不涉及第三方"), *may_choose(said_by_others)],
                required=False,
                help_text="只列出办理经过里登记过的意见。",
            )
        for name, label in _CIRCUMSTANCES.items():
            if self.decided.code in _ONLY_FOR.get(name, (self.decided.code,)):
                self.fields[name] = forms.BooleanField(label=label, required=False)

    def hold_errors(self) -> None:
        """Say nothing yet of what is wrong or missing: what was typed comes back while something else is asked."""
        parts = () if self.parts is None else self.parts.forms
        for form in (self, *parts):
            form._errors = ErrorDict()
        if self.parts is not None and self.parts.is_bound:
            self.parts._errors, self.parts._non_form_errors = [], ErrorList()

    def is_valid(self) -> bool:
        """Tell whether the form and its list of withheld parts are complete enough to be kept."""
        parts = self.parts is None or self.parts.is_valid()
        return super().is_valid() and parts

    @property
    def wrong(self) -> int:
        """Return how many places have to be mended."""
        rows = self.parts.errors if self.parts is not None and self.parts.is_bound else ()
        return len(self.errors) + sum(map(len, rows))

    @property
    def facts(self) -> list[forms.BoundField]:
        """Return the fields of what must be on record."""
        asked = ("elsewhere", "other_organ", "subclass", "basis_rank")
        return [self[name] for name in self.fields if name.startswith("fact_") or name in asked]

    @property
    def flags(self) -> list[forms.BoundField]:
        """Return the fields of circumstances."""
        return [self[name] for name in _CIRCUMSTANCES if name in self.fields]

    def said(self) -> dict[str, Any]:
        """Return the fields of Content as a valid form says them."""
        told = self.cleaned_data
        words = {name.removeprefix("fact_"): told[name] for name in told if name.startswith("fact_") and told[name]}
        if SEARCH in words:
            words[SEARCH] = "\n".join(words[SEARCH])
        if words.get(EARLIER) == ELSEWHERE:
            words[EARLIER] = f"{ELSEWHERE}{told['elsewhere']}"
        grounds = said_of(self.parts) if self.parts is not None else self._ground(words)
        of_the_ground = {key for one in grounds for key in one["recorded"]} if self.parts is None else set()
        circumstances: dict[str, Any] = {name: True for name in _CIRCUMSTANCES if told.get(name)}
        if told.get("third_party"):
            circumstances["third_party"] = told["third_party"]
        return {
            "answers": dict(self.answers),
            "recorded": {key: value for key, value in words.items() if key not in of_the_ground},
            "grounds": grounds,
            "other_organ": told.get("other_organ", ""),
            "circumstances": circumstances,
            "text": told["text"],
        }

    def _ground(self, words: Mapping[str, str]) -> list[dict[str, Any]]:
        """Return the ground of a refusal as a draft keeps it, none for other kinds."""
        if not self.decided.ground:
            return []
        needs, told = statute.ground(self.decided.ground, on=self.on).needs, self.cleaned_data
        return [
            {
                "id": self.decided.ground,
                "subclass": told.get("subclass", ""),
                "basis_rank": told.get("basis_rank", ""),
                "recorded": {key: words[key] for key in needs if key in words},
            }
        ]


class ReplyForm(forms.Form):
    """What is said once, whatever the number of contents: the reading of the remedies, and the principal content.

    `kinds` are the kinds of answer; `principals` what may be named as the principal content, by its place, empty where
    none is to be named.
    """

    use_required_attribute = False

    def __init__(
        self, data: Any, *, kinds: Sequence[str], on: date, principals: Sequence[str] = (), initial: Any = None
    ) -> None:
        super().__init__(data, initial=initial)
        found = [(one.id, one.note or one.text) for one in readings(kinds, on=on)]
        self.fields["reading"] = forms.ChoiceField(
            label="救济途径依据的理解", choices=[("", "按现行规定，没有歧义"), *found], required=False
        )
        if principals:
            self.fields["principal"] = forms.TypedChoiceField(
                label="整件按哪一项计入年度报告",
                choices=[(str(place), name) for place, name in enumerate(principals)],
                coerce=int,
                widget=forms.RadioSelect,
                help_text="各项都没有公开、情形不同的，一件申请只计一行：选主要的一项。",
                error_messages={"required": "请选定主要的一项，整件按它计入年度报告。"},
            )

    def said(self) -> dict[str, Any]:
        """Return the fields of Draft as a valid form says them."""
        return {"reading": self.cleaned_data["reading"], "principal": self.cleaned_data.get("principal")}


def _initial(before: Content, decided: Conclusion) -> dict[str, Any]:
    """Return what the version before said, to go on from; of its ground only where it is the same."""
    same = next((one for one in before.grounds if one["id"] == decided.ground), None)
    facts = {**before.recorded, **(same["recorded"] if same else {})}
    return {
        "subclass": same["subclass"] if same else "",
        "basis_rank": same["basis_rank"] if same else "",
        "other_organ": before.other_organ,
        "text": before.text,
        **{f"fact_{key}": words for key, words in facts.items()},
        **before.circumstances,
    }
