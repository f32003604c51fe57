"""A case (办件): an application as it came in, and everything done with it, event by event."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse

from gongkai import statute
from gongkai.agencies.door import AppendOnly, Blank, EncryptedText, ExactMatchHash, RecordLine, calendar
from gongkai.cases.agency_settings import terms_of
from gongkai.cases.deliveries import days_reached
from gongkai.cases.digests import digest_of
from gongkai.cases.personal import person_key
from gongkai.statute import (
    CaseFacts,
    Clock,
    Event,
    Receipt,
    applicant_classes,
    channels,
)

# Acts that give a case its outcome.
DECIDING_ACTS = ("reply", "answer_on_spot", "correction_unclear", "correction_overdue", "fee_overdue", "withdraw")
EVENT_DATES = ("received_by_applicant", "received_by_other", "due_date", "confirmed_date")
# Acts whose letter starts a period on the day it arrives, and where that day is told.
REACHED_BY = {
    "request_correction": "received_by_applicant",
    "late_correction_notice": "received_by_applicant",
    "issue_fee_notice": "received_by_applicant",
    "consult_third_party": "received_by_other",
    "consult_other_organ": "received_by_other",
    "consult_co_maker": "received_by_other",
}


def in_hand(case: str = "") -> Q:
    """Return what finds cases that wait for a reply, the first or an ordered one; `case` is what leads to them."""
    return Q(**{f"{case}closed_date": None}) | Q(**{f"{case}remake_due__isnull": False})


def channel_choices() -> list[tuple[str, str]]:
    """Return how an application comes in (Reg. art. 31), as a form offers it."""
    return [(row.id, row.name) for row in channels()]


def class_choices() -> list[tuple[str, str]]:
    """Return whose application it may be, as a form offers it."""
    return [(row.id, row.name) for row in applicant_classes()]


class IdentityKind(models.TextChoices):
    """By which document an applicant is known (Reg. art. 29)."""

    IDENTITY_CARD = "identity_card", "居民身份证"
    PASSPORT = "passport", "护照"
    HOME_RETURN_PERMIT = "home_return_permit", "港澳居民来往内地通行证"
    TAIWAN_PERMIT = "taiwan_permit", "台湾居民来往大陆通行证"
    RESIDENCE_CARD = "residence_card", "外国人永久居留身份证"
    CREDIT_CODE = "credit_code", "统一社会信用代码"
    OTHER_REGISTRATION = "other_registration", "其他登记证件"


class Case(models.Model):
    """One application (件): what came in. What was done with it are its events.

    `receipt_date`, `closed_date`, `outcome`, `ground`, `report_column` and `remake_due` are derived from the
    events in the transaction that records them: columns by which cases are counted and paged. A case counts by its
    first reply; `remake_due` is by when another one was ordered, None where none is waited for.
    """

    agency = models.ForeignKey(
        "agencies.Agency", verbose_name="行政机关", on_delete=models.PROTECT, related_name="cases"
    )
    number = models.CharField("办件编号", max_length=60)
    channel = models.CharField("收到方式", max_length=20, choices=channel_choices)
    arrival_date = models.DateField("到达日期")
    confirmed_date = models.DateField("双方确认日期", null=True, blank=True)
    unreachable = models.BooleanField("来信当日联系不上申请人", default=False)

    applicant_class = models.CharField("申请人类别", max_length=40, choices=class_choices)
    applicant_name = EncryptedText("申请人姓名或者名称", blank=True)
    identity_kind = models.CharField("身份证明的种类", max_length=20, choices=IdentityKind.choices, blank=True)
    identity_number = EncryptedText("身份证明号码", blank=True)
    identity_hash = ExactMatchHash("身份证明号码的查找值", of="identity_number")
    person_hash = ExactMatchHash("申请人的查找值", of="person_key")
    representative = EncryptedText("法定代表人或者负责人", blank=True)
    contact_name = EncryptedText("联系人", blank=True)
    telephone = EncryptedText("联系电话", blank=True)
    email = EncryptedText("电子邮箱", blank=True)
    address = EncryptedText("通信地址", blank=True)

    description = models.TextField("所需政府信息的名称、文号或者其他特征性描述")
    form_wanted = models.CharField("获取信息的方式", max_length=60, blank=True)
    route_wanted = models.CharField("获取信息的途径", max_length=60, blank=True)

    tracking_hash = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    submission_hash = models.CharField(max_length=64, blank=True, editable=False)
    registered_at = models.DateTimeField("登记时间", editable=False)
    registered_by = models.ForeignKey(
        "agencies.Person", verbose_name="登记人", null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    source = models.CharField("来源", max_length=200, blank=True, editable=False)

    split_from = models.ForeignKey(
        "self", verbose_name="拆分自", null=True, editable=False, on_delete=models.PROTECT, related_name="parts"
    )

    receipt_date = models.DateField("收到申请之日", null=True, editable=False)
    closed_date = models.DateField("办结日期", null=True, editable=False)
    outcome = models.CharField("办理结果", max_length=30, blank=True, editable=False)
    ground = models.CharField("不予公开的依据", max_length=60, blank=True, editable=False)
    report_column = models.CharField("统计栏", max_length=40, editable=False)
    remake_due = models.DateField("重新答复的期限", null=True, editable=False)

    class Meta:
        verbose_name = "办件"
        verbose_name_plural = "办件"
        ordering = ["-arrival_date", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "number"],
                name="cases_one_case_a_number",
                violation_error_message="本机关已有这个编号的办件。",
            ),
            models.UniqueConstraint(
                fields=["submission_hash"], condition=~Q(submission_hash=""), name="cases_one_case_a_submission"
            ),
            models.CheckConstraint(
                name="cases_closed_with_an_outcome",
                condition=Q(closed_date=None, outcome="") | (Q(closed_date__isnull=False) & ~Q(outcome="")),
            ),
        ]
        # Each holds all that table three counts by, so that a year is counted without looking at a single case.
        indexes = [
            models.Index(
                fields=["agency", "receipt_date", "closed_date", "report_column"], name="cases_received_counted"
            ),
            models.Index(
                fields=["agency", "closed_date", "receipt_date", "report_column", "outcome", "ground"],
                name="cases_closed_counted",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    record_relations = ()

    @property
    def person_key(self) -> str:
        """Return by what its applicant is known again."""
        return person_key(self.applicant_name, self.identity_number, self.telephone)

    def record_line(self) -> RecordLine:
        """Return how a list of records names it: number and state, and nothing of the applicant."""
        state = f"{self.closed_date:%Y-%m-%d} 办结" if self.closed_date else "未办结"
        day = self.receipt_date or self.arrival_date
        return RecordLine(f"办件 {self.number}（{state}）", day, reverse("cases:case", args=[self.pk]))

    def digest_now(self) -> str:
        """Return the SHA-256, in hex, of what is set once and is nobody's personal data."""
        names = ("agency_id", "number", "channel", "unreachable", "applicant_class", "description")
        days = (self.arrival_date, self.confirmed_date)
        return digest_of([*(getattr(self, name) for name in names), *days])

    @property
    def is_in_hand(self) -> bool:
        """Tell whether a reply is waited for: the first, or an ordered one."""
        return self.closed_date is None or self.remake_due is not None

    def service_of(self, replied: CaseEvent) -> CaseEvent | None:
        """Return the act by which a reply was served, None where it was not, or not after all."""
        since = [one for one in self.events.all() if one.seq > replied.seq and one.act in ("serve", "service_failed")]
        return since[-1] if since and since[-1].act == "serve" else None

    def facts(self) -> CaseFacts:
        """Return what the clock needs: receipt, events in order, and what the agency had settled when it arrived."""
        receipt = Receipt(
            channel=self.channel,
            arrival_date=self.arrival_date,
            confirmed_date=self.confirmed_date,
            unreachable=self.unreachable,
        )
        events = list(self.events.all()) if self.pk else []
        reached = days_reached([event.pk for event in events if event.waits_for_its_letter])
        told = tuple(event.as_event(reached.get(event.pk)) for event in events)
        chosen = terms_of(self.agency_id, on=self.arrival_date)
        return CaseFacts(receipt=receipt, events=told, chosen=chosen)

    def clock(self, *, today: date) -> Clock:
        """Return where the case stands on `today`, when the reply is due, and why."""
        return statute.clock(self.facts(), calendar(), today=today)


class CaseEvent(AppendOnly):
    """One act on a case: `facts` is what the law asks of it (statute.Event), `amount_yuan` money noticed or paid.

    `answers` are those that led to its outcome (statute's Judgement as data), None where it gives none; history that
    was taken in has none either, and is marked `is_history`.
    """

    blankable = {"facts": Blank.REASON, "note": Blank.WORDS}
    case = models.ForeignKey(Case, verbose_name="办件", on_delete=models.PROTECT, related_name="events")
    seq = models.PositiveSmallIntegerField("次序")
    act = models.CharField("事项", max_length=40)
    event_date = models.DateField("日期")
    facts = models.JSONField("内容", default=dict)
    ground = models.CharField("不予公开的依据", max_length=60, blank=True)
    amount_yuan = models.DecimalField("金额（元）", max_digits=12, decimal_places=2, null=True, blank=True)
    note = models.TextField("说明", blank=True)
    answers = models.JSONField("判断经过", null=True)
    is_history = models.BooleanField("历史记录（没有判断经过）", default=False)
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.ForeignKey(
        "agencies.Person", verbose_name="登记人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    on_behalf_of = models.ForeignKey(
        "agencies.Person", verbose_name="代理谁", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "办件事项"
        verbose_name_plural = "办件事项"
        ordering = ["case", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["case", "seq"], name="cases_one_event_a_place"),
            models.CheckConstraint(
                name="cases_decided_by_answers",
                condition=~Q(act__in=DECIDING_ACTS) | (Q(answers__isnull=False) & ~Q(answers={})) | Q(is_history=True),
            ),
        ]
        indexes = [models.Index(fields=["act", "event_date"], name="cases_act_day")]

    def __str__(self) -> str:
        return f"{self.case} {self.seq} {self.act}"

    record_relations = ("case",)

    def record_line(self) -> RecordLine:
        """Return how a list of records names it: the case, and what was done."""
        money = f"，{self.amount_yuan.normalize():f} 元" if self.amount_yuan is not None else ""
        name = f"办件 {self.case.number}：{name_of_act(self.act)}{money}"
        return RecordLine(name, self.event_date, reverse("cases:case", args=[self.case_id]))

    def digest_now(self) -> str:
        """Return the SHA-256, in hex, of all that the row says of the act."""
        names = ("case_id", "seq", "act", "event_date", "facts", "ground", "note", "recorded_by_id", "on_behalf_of_id")
        money = None if self.amount_yuan is None else f"{self.amount_yuan:.2f}"
        led = (
            [] if self.answers is None else [self.answers]
        )  # acts from before the answers were kept stand as they were
        return digest_of([*(getattr(self, name) for name in names), money, *led])

    @property
    def waits_for_its_letter(self) -> bool:
        """Tell whether a period runs from the day its letter arrives, and the act itself does not say when."""
        return REACHED_BY.get(self.act, "") not in {"", *self.facts}

    def as_event(self, reached: date | None = None) -> Event:
        """Return it as the law takes it; `reached` is when its letter arrived, where the act itself does not say."""
        more = {REACHED_BY[self.act]: reached.isoformat()} if reached and self.waits_for_its_letter else {}
        return event_from(self.act, self.event_date, {**self.facts, **more})


def event_from(act: str, day: date, facts: Mapping[str, Any]) -> Event:
    """Return an act of a day as the law takes it, from what `told_of` once made of it."""
    return Event(act=act, event_date=day, **_dated(facts))


@cache
def _act_names() -> Mapping[str, str]:
    return {row.act: row.name for row in statute.transitions()}


def name_of_act(act: str) -> str:
    """Return what an act is called."""
    return _act_names().get(act, act)


def told_of(event: Event) -> dict[str, Any]:
    """Return what an event says beside its act and day, as JSON values; what is not said is left out."""
    default = Event(act=event.act, event_date=event.event_date)
    said = {name: getattr(event, name) for name in Event.__dataclass_fields__ if name not in ("act", "event_date")}
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in said.items()
        if value != getattr(default, name)
    }


def _dated(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: date.fromisoformat(value) if name in EVENT_DATES else value for name, value in facts.items()}
