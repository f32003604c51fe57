"""An agency's own list of flagged terms (错敏词), beside the lists that come with proofing."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from gongkai.proofing import KINDS, RULES, Term, TermLists, shipped_lists

_SEPARATORS = str.maketrans(dict.fromkeys("、，,；;\n", "、"))
SERIOUS = "serious"


def kind_choices() -> list[tuple[str, str]]:
    """Return the kinds of flagged terms, each called as its rule is."""
    return [(kind, RULES[rule].title) for kind, rule in KINDS.items()]


class FlaggedTerm(models.Model):
    """A term that the agency flags in texts of some days, or leaves alone though the shipped lists flag it."""

    agency = models.ForeignKey(
        "agencies.Agency", verbose_name="行政机关", on_delete=models.PROTECT, related_name="flagged_terms"
    )
    wrong = models.CharField("词语", max_length=60, help_text="至少两个字，按文中出现的写法填写。")
    right = models.CharField("正确写法", max_length=120, blank=True, help_text="几种都可以的，用“、”隔开；没有的不填。")
    kind = models.CharField("类别", max_length=20, choices=kind_choices, default="local")
    allowed = models.BooleanField(
        "本机关可以使用，不提示", default=False, help_text="随系统的名单里有、本机关确需使用的词语，勾选后不再提示。"
    )
    wrong_since = models.DateField(
        "自何日起不当", null=True, blank=True, help_text="按文件的成文日期判断；不填的，一直不当。"
    )
    wrong_until = models.DateField("至何日止不当", null=True, blank=True, help_text="当日仍不当；不填的，没有止日。")
    unless = models.CharField(
        "出现在这些词里的除外", max_length=300, blank=True, help_text="如“按装”在“按装修要求”里是对的；用“、”隔开。"
    )
    after = models.CharField("前面有这些字的除外", max_length=120, blank=True, help_text="如“原”“曾用名”；用“、”隔开。")
    note = models.CharField("说明", max_length=200, blank=True, help_text="提示时一并显示，如机构更名的依据。")

    class Meta:
        verbose_name = "错敏词"
        verbose_name_plural = "错敏词"
        ordering = ["agency", "wrong", "wrong_since"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "wrong", "wrong_since"],
                name="publishing_flagged_term_once_a_day",
                violation_error_message="本机关的名单里，这个词语已有从这一天起的一条。",
            ),
            models.UniqueConstraint(
                fields=["agency", "wrong"],
                condition=Q(wrong_since=None),
                name="publishing_flagged_term_once",
                violation_error_message="本机关的名单里已有这个词语。",
            ),
            models.CheckConstraint(
                name="publishing_flagged_term_ends_after_it_begins",
                condition=Q(wrong_since=None) | Q(wrong_until=None) | Q(wrong_until__gte=F("wrong_since")),
                violation_error_message="止日不能早于起日。",
            ),
        ]

    def __str__(self) -> str:
        return self.wrong

    def clean(self) -> None:
        """Raise ValidationError at the term where it could never be found, or where it is not the agency's to judge."""
        super().clean()
        if self.wrong.strip() in _serious_words():
            raise ValidationError({"wrong": "这是随系统名单里的严重表述错误，各机关不能改动。"})
        if len(self.wrong.strip()) < 2:
            raise ValidationError({"wrong": "词语至少两个字，一个字会到处提示。"})
        if self.wrong.strip() in _words(self.right):
            raise ValidationError({"right": "正确写法不能和不当的词语相同。"})

    def as_term(self) -> Term:
        """Return it as proofing takes it; one that is allowed is flagged on no day of our time."""
        said: dict[str, Any] = {"wrong": self.wrong.strip(), "right": "、".join(_words(self.right)), "kind": self.kind}
        if self.allowed:
            return Term(**said, wrong_until=date.min)
        days = {name: day for name in ("wrong_since", "wrong_until") if (day := getattr(self, name))}
        return Term(**said, **days, unless=_words(self.unless), after=_words(self.after), note=self.note)


def _words(told: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in told.translate(_SEPARATORS).split("、") if word.strip())


def _serious_words() -> set[str]:
    return {term.wrong for term in shipped_lists().terms if term.kind == SERIOUS}


def lists_of(agency_id: int | None) -> TermLists:
    """Return the flagged terms for an agency's texts: the shipped lists, with its own rows in place of theirs."""
    own = FlaggedTerm.objects.filter(agency=agency_id) if agency_id else ()
    return shipped_lists().joined(row.as_term() for row in own)
