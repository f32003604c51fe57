"""Who may act for an agency, in which role, on which day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from gongkai.agencies.dated import Term, TermQuerySet
from gongkai.agencies.organs import Agency, RelationKind, ids_below
from gongkai.agencies.people import Person


class Role(models.TextChoices):
    """What somebody does in the disclosure work of an agency."""

    CLERK = "clerk", "承办人"
    PROOFREADER = "proofreader", "校对人"
    FIRST_REVIEWER = "first_reviewer", "一审"
    SECOND_REVIEWER = "second_reviewer", "二审"
    THIRD_REVIEWER = "third_reviewer", "三审"
    DISCLOSURE_OFFICE_HEAD = "disclosure_office_head", "公开工作机构负责人"
    LEADER = "leader", "分管领导"
    INSPECTOR = "inspector", "稽查人员"
    SUPERVISOR = "supervisor", "主管部门人员"
    ADMINISTRATOR = "administrator", "系统管理员"


class Appointment(Term):
    """Somebody holds a role in an agency for a time."""

    person = models.ForeignKey(Person, verbose_name="人员", on_delete=models.PROTECT, related_name="appointments")
    agency = models.ForeignKey(Agency, verbose_name="行政机关", on_delete=models.PROTECT, related_name="appointments")
    role = models.CharField("岗位", max_length=30, choices=Role.choices)
    office = models.ForeignKey(
        "agencies.Office", verbose_name="内设机构", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(Term.Meta):
        verbose_name = "任职"
        verbose_name_plural = "任职"
        ordering = ["agency", "role", "since"]
        constraints = [
            *Term.Meta.constraints,
            models.UniqueConstraint(
                fields=["person", "agency", "role", "since"],
                name="agencies_one_appointment_a_day",
                violation_error_message="这位人员的同一岗位已从同一天起登记过。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.get_role_display()}（{self.agency.short_name}）"

    def clean(self) -> None:
        """Raise ValidationError for another agency's office, or days on which the person holds the role already."""
        super().clean()
        if self.office and self.office.agency_id != self.agency_id:
            raise ValidationError({"office": f"{self.office}不是{self.agency}的内设机构。"})
        same = Appointment.objects.filter(person=self.person_id, agency=self.agency_id, role=self.role)
        if self.since and same.exclude(pk=self.pk).filter(_overlaps(self.since, self.until)).exists():
            raise ValidationError({"since": "这位人员在这段时间里已担任同一岗位，请先了结原来的任职。"})


class DeputyshipQuerySet(TermQuerySet):
    """Deputyships, some of them ended before their last day."""

    def in_force(self, on: date) -> Self:
        """Return those whose days include `on`; one that was ended holds no more from the day of its end on."""
        return super().in_force(on).filter(Q(ended_date=None) | Q(ended_date__gt=on))


class Deputyship(Term):
    """Somebody acts for somebody else between two days (代理), in one role or in all of them, on record.

    Who acts for whom, where and from when is not changed afterwards: what was done in the meantime rests on it. It
    may be ended at once (`ended_date`), also on its first day.
    """

    until = models.DateField("截止日期", help_text="当日仍有效。")
    agency = models.ForeignKey(Agency, verbose_name="行政机关", on_delete=models.PROTECT, related_name="deputyships")
    absent = models.ForeignKey(Person, verbose_name="被代理人", on_delete=models.PROTECT, related_name="deputised_by")
    deputy = models.ForeignKey(Person, verbose_name="代理人", on_delete=models.PROTECT, related_name="deputising_for")
    role = models.CharField(
        "代理的岗位", max_length=30, choices=Role.choices, blank=True, help_text="留空表示全部岗位。"
    )
    reason = models.CharField("代理原因", max_length=200)
    recorded_by = models.ForeignKey(
        Person, verbose_name="登记人", editable=False, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField("登记时间", default=timezone.now, editable=False)
    ended_date = models.DateField("结束日期", null=True, blank=True, editable=False)
    end_reason = models.CharField("结束原因", max_length=200, blank=True)

    objects = DeputyshipQuerySet.as_manager()

    class Meta(Term.Meta):
        verbose_name = "代理"
        verbose_name_plural = "代理"
        ordering = ["agency", "-since"]
        constraints = [
            *Term.Meta.constraints,
            models.CheckConstraint(
                name="agencies_deputy_is_another",
                condition=~Q(absent=F("deputy")),
                violation_error_message="自己不能代理自己。",
            ),
            models.CheckConstraint(
                name="agencies_deputyship_ends_for_a_reason",
                condition=Q(ended_date=None, end_reason="") | (Q(ended_date__isnull=False) & ~Q(end_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deputy}代理{self.absent}（{self.get_role_display() or '全部岗位'}）"

    def clean(self) -> None:
        """Raise ValidationError where the absent person holds no such role there on the first day."""
        super().clean()
        held = Appointment.objects.filter(person=self.absent_id, agency=self.agency_id)
        held = held.filter(role=self.role) if self.role else held
        if self.since and not held.in_force(self.since).exists():
            raise ValidationError({"absent": "被代理人在起始日期没有担任这个岗位。"})
        if beside := self.beside():
            raise ValidationError(
                {"since": f"这段时间里已登记{beside}（{beside.since}至{beside.until}），请先结束它。"}
            )

    def beside(self) -> Deputyship | None:
        """Return another deputyship for the same role of the same person that has days with this one; None if none."""
        if not (self.since and self.until) or self.ended_date:
            return None
        same = Deputyship.objects.filter(agency=self.agency_id, absent=self.absent_id, ended_date=None)
        same = same.filter(role__in=(self.role, "")) if self.role else same
        return same.exclude(pk=self.pk).filter(_overlaps(self.since, self.until)).first()

    def is_in_force(self, on: date) -> bool:
        """Tell whether it holds on a day."""
        return super().is_in_force(on) and (self.ended_date is None or on < self.ended_date)


class Acting(NamedTuple):
    """In which role somebody acts for an agency; for whom, where a deputy does."""

    role: Role
    agency: Agency
    on_behalf_of: Person | None


def _overlaps(since: date, until: date | None) -> Q:
    after = Q(until=None) | Q(until__gte=since)
    return after & Q(since__lte=until) if until else after


def acting(person: Person, role: str, agency: Agency, *, on: date) -> Acting | None:
    """Return how `person` acts in `role` for `agency` on a day, None where not at all.

    The own appointment comes first, then a deputyship in force that day for somebody who
    holds the role that day. A deputy's deputy has nothing.
    """
    if not person.is_active:
        return None
    held = Appointment.objects.filter(agency=agency, role=role).in_force(on)
    if held.filter(person=person).exists():
        return Acting(Role(role), agency, None)
    deputised = Deputyship.objects.filter(deputy=person, agency=agency, role__in=(role, "")).in_force(on)
    found = deputised.filter(absent__in=held.values("person")).select_related("absent").order_by("since").first()
    return Acting(Role(role), agency, found.absent) if found else None


def acting_in(person: Person, roles: Iterable[str], agency: Agency, *, on: date) -> Acting | None:
    """Return how `person` acts for `agency` on a day in the first of these roles that is theirs, None in none."""
    return next(filter(None, (acting(person, role, agency, on=on) for role in roles)), None)


def roles_of(person: Person, agency: Agency, *, on: date) -> frozenset[Role]:
    """Return every role in which `person` may act for `agency` on a day, as a deputy too."""
    return frozenset(role for agency_id, role in held(person, on) if agency_id == agency.pk)


def all_roles_of(person: Person, *, on: date) -> frozenset[Role]:
    """Return every role in which `person` may act for any agency on a day."""
    return frozenset(role for _, role in held(person, on))


def agencies_of(person: Person, *, on: date, role: str = "") -> QuerySet[Agency]:
    """Return the agencies where `person` has any role (or `role`) on a day.

    A supervisor has, as well, every agency below by the disclosure-supervisor relation of that day.
    """
    return reached({(agency, one) for agency, one in held(person, on) if role in ("", one)}, on)


def reached(pairs: Iterable[tuple[int, Role]], on: date) -> QuerySet[Agency]:
    """Return the agencies that somebody with these roles (agency id, role) has on a day, those supervised included."""
    pairs = set(pairs)
    supervising = {agency for agency, role in pairs if role == Role.SUPERVISOR}
    below = ids_below(supervising, RelationKind.DISCLOSURE_SUPERVISOR, on) if supervising else set()
    return Agency.objects.filter(pk__in={agency for agency, _ in pairs} | below)


def held(person: Person, on: date) -> set[tuple[int, Role]]:
    """Return the roles of `person` on a day as agency id and role, the own and the deputised ones."""
    return set(seats(person, on))


def seats(person: Person, on: date) -> dict[tuple[int, Role], int | None]:
    """Return the roles of `person` on a day, (agency id, role), each with the id of whom he acts for there.

    None is the own right, which comes first; of several deputyships for one role the oldest counts, as in `acting`.
    """
    if not person.is_active:
        return {}
    own = Appointment.objects.filter(person=person).in_force(on).values_list("agency_id", "role")
    found: dict[tuple[int, Role], int | None] = {(agency, Role(role)): None for agency, role in own}
    for deputyship in Deputyship.objects.filter(deputy=person).in_force(on).order_by("since"):
        theirs = Appointment.objects.filter(person=deputyship.absent_id, agency=deputyship.agency_id).in_force(on)
        theirs = theirs.filter(role=deputyship.role) if deputyship.role else theirs
        for agency, role in theirs.values_list("agency_id", "role"):
            found.setdefault((agency, Role(role)), deputyship.absent_id)
    return found
