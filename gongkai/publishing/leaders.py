"""Leaders (领导信息): each has a reviewed page; whoever has left is not shown from that day on, and stays on record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models, transaction
from django.db.models import F, Q, QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField

from gongkai.agencies.door import record
from gongkai.findings import Finding
from gongkai.pages.door import Searchable, place_of, public
from gongkai.publishing.acts import PublishingAct, acting_for, locked, subject
from gongkai.publishing.annullable import Annullable
from gongkai.publishing.attributes import Genre
from gongkai.publishing.blocks import FEATURES
from gongkai.publishing.listing import entries, public_information
from gongkai.publishing.proof_panel import ProofPanel
from gongkai.publishing.refusals import Refused, refuse_on
from gongkai.publishing.reviewed import ReviewedPage
from gongkai.publishing.sections import SingleSection
from gongkai.publishing.telling import plain
from gongkai.publishing.versions import content_on
from gongkai.publishing.withdrawals import Withdrawal
from gongkai.publishing.withdrawing import DECIDERS, take_down_for

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency, Person

PERSONNEL_SHOWN = 5  # entries of personnel information beside the leaders


class LeadersPage(SingleSection):
    """领导信息: those in office today, in their order, and the newest personnel information."""

    column_type: ClassVar[str] = "概况信息类"
    duty = "art20_02_organisation"
    fixed_title = "领导信息"
    fixed_slug = "leaders"
    parent_page_types: ClassVar[list[str]] = ["publishing.StatutoryContentPage"]
    subpage_types: ClassVar[list[str]] = ["publishing.LeaderPage"]

    own_template = "publishing/leaders.html"

    class Meta:
        verbose_name = "领导信息"
        verbose_name_plural = "领导信息"

    def open_to_public(self) -> bool:
        """Return whether anybody in office is shown here."""
        return in_office(self.agency, timezone.localdate()).exists()

    def contents(self, request: HttpRequest, number: int | None) -> dict[str, Any]:
        """Return the leaders in office today, and the newest personnel information of the agency."""
        if number:
            raise Http404("没有这一页")
        leaders = list(in_office(self.agency, timezone.localdate()).select_related("portrait"))
        personnel = public_information(self.agency_page).filter(genre=Genre.PERSONNEL)[:PERSONNEL_SHOWN]
        told = [{"leader": leader, "address": leader.get_url(request)} for leader in leaders]
        return {"leaders": told, "entries": entries(personnel, request)}


class LeaderPage(ReviewedPage):
    """One leader: the title is the name."""

    column_type: ClassVar[str] = "概况信息类"
    schema_type: ClassVar[str] = "ProfilePage"
    position = models.CharField("职务", max_length=100)
    rank = models.PositiveSmallIntegerField("排序", default=1, help_text="小的在前。")
    is_head = models.BooleanField("主要负责人", default=False)
    responsibilities = models.TextField("分管工作", max_length=1000)
    career = RichTextField("简历", blank=True, features=list(FEATURES))
    portrait = models.ForeignKey(
        "pages.Picture", verbose_name="照片", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    took_office_date = models.DateField("任职日期")

    template = "publishing/leader.html"
    parent_page_types: ClassVar[list[str]] = ["publishing.LeadersPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar[list[Any]] = [
        FieldPanel("title", heading="姓名"),
        ProofPanel(),
        MultiFieldPanel([FieldPanel(name) for name in ("position", "is_head", "rank", "took_office_date")], "职务"),
        FieldPanel("responsibilities"),
        FieldPanel("career"),
        FieldPanel("portrait"),
    ]

    class Meta(ReviewedPage.Meta):
        verbose_name = "领导"
        verbose_name_plural = "领导"

    def searchable(self) -> Searchable | None:
        """Return name, position and what the leader is in charge of."""
        text = "\n".join([self.position, self.responsibilities, plain(self.career)])
        return Searchable(text=text, publication_date=self.publication_date) if self.publication_date else None

    @property
    def standing_departure(self) -> Departure | None:
        """Return the departure on record since the page was last made public, None for none."""
        rows = self.departures.filter(annuls=None, annulled_by=None)
        since = self.published_at
        return (rows.filter(recorded_at__gte=since) if since else rows).order_by("pk").last()


class Departure(Annullable):
    """A leader leaves office: from `left_date` on the page is not public. A wrong row is annulled by a further one."""

    page = models.ForeignKey(LeaderPage, verbose_name="领导", on_delete=models.PROTECT, related_name="departures")
    left_date = models.DateField("自何日起不再任职")
    basis = models.CharField("任免文件", max_length=200)

    class Meta:
        verbose_name = "离任"
        verbose_name_plural = "离任"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.left_date:%Y-%m-%d} 离任"


def in_office(agency: Agency, on: date) -> QuerySet[LeaderPage]:
    """Return the agency's leaders whose pages are public and who have not left by `on`, in their order."""
    left = Departure.objects.filter(annuls=None, annulled_by=None, left_date__lte=on)
    left = left.filter(Q(page__published_at=None) | Q(recorded_at__gte=F("page__published_at")))
    shown: QuerySet[LeaderPage] = public(LeaderPage.objects.filter(agency=agency))
    return shown.exclude(pk__in=left.values("page")).order_by("rank", "pk")


def leaders_on(agency: Agency, day: date) -> list[LeaderPage]:
    """Return the leaders as the public read of them at the end of a day in the past, in their order."""
    pages = LeaderPage.objects.filter(agency=agency)
    read = [content for page in pages if (content := content_on(page, day)) is not None]
    return sorted(read, key=lambda leader: (leader.rank, leader.pk))


@transaction.atomic
def record_departure(page_id: int, left_date: date, basis: str, *, by: Person, at: datetime) -> Departure:
    """Record from which day a leader is not in office any more; where that day has come, the page goes at once.

    Raises Refused.
    """
    page = locked(page_id)
    refuse_on(_may_leave(page, left_date, basis))
    departure = _recorded(page, {"left_date": left_date, "basis": basis.strip()}, by=by, at=at)
    if left_date <= timezone.localdate(at):
        leave(departure.pk, at=at)
    return departure


def _may_leave(page: Any, left_date: date, basis: str) -> Iterator[Finding]:
    if not (isinstance(page, LeaderPage) and page.live):
        yield Finding("LEADER-NOT-PUBLIC")
        return
    if page.standing_departure:
        yield Finding("LEADER-LEFT", facts={"name": page.title, "day": f"{page.standing_departure.left_date:%Y-%m-%d}"})
    if left_date <= page.took_office_date:
        yield Finding("LEADER-DATE", where="left_date", facts={"day": f"{page.took_office_date:%Y-%m-%d}"})
    if not basis.strip():
        yield Finding("LEADER-BASIS", where="basis")


@transaction.atomic
def annul_departure(departure_id: int, reason: str, *, by: Person, at: datetime) -> Departure:
    """Record that a departure that has not come yet was recorded by mistake, and why. Raises Refused."""
    wrong = Departure.objects.get(pk=departure_id)
    page = locked(wrong.page_id)
    if page.standing_departure != wrong or not page.live:
        raise Refused([Finding("LEADER-NOT-PUBLIC")])
    if not reason.strip():
        raise Refused([Finding("LEADER-BASIS", where="reason")])
    return _recorded(page, {"left_date": wrong.left_date, "basis": reason.strip(), "annuls": wrong}, by=by, at=at)


def _recorded(page: LeaderPage, fields: dict[str, Any], *, by: Person, at: datetime) -> Departure:
    acted = acting_for(by, DECIDERS, page.agency, at, rule="WITHDRAW-ROLE")
    departure = Departure.objects.create(page=page, recorded_at=at, recorded_by=by, **fields)
    record(
        PublishingAct.RECORD_DEPARTURE,
        agency=page.agency,
        by=by,
        on_behalf_of=acted.on_behalf_of,
        subject=subject(page),
        facts={"left_date": departure.left_date, "annuls": departure.annuls_id},
        reason=departure.basis,
        at=at,
    )
    return departure


def departures_due(on: date) -> list[Departure]:
    """Return each departure whose day has come while the leader's page is still public."""
    rows = Departure.objects.filter(annuls=None, annulled_by=None, left_date__lte=on, page__live=True)
    return [row for row in rows.select_related("page").order_by("pk") if row.page.standing_departure == row]


@transaction.atomic
def leave(departure_id: int, *, at: datetime) -> Withdrawal:
    """Take down the page of a leader whose day to leave has come; its address says since when. Raises Refused."""
    departure = Departure.objects.select_related("recorded_by").get(pk=departure_id)
    page = locked(departure.page_id)
    if not page.live:
        raise Refused([Finding("WITHDRAW-NOT-PUBLIC")])
    day = departure.left_date
    told = f"自{day.year}年{day.month}月{day.day}日起不再担任{page.position}（{departure.basis}）。"
    return take_down_for(page, Withdrawal.Kind.LEFT_OFFICE, told[:500], by=departure.recorded_by, at=at)


def leader_findings(agency: Agency, on: date) -> Iterator[tuple[Any, Finding]]:
    """Yield whether nobody is shown as the head of the agency on a day (Reg. art. 20 (2): 负责人姓名)."""
    if not in_office(agency, on).filter(is_head=True).exists():
        page = LeadersPage.objects.descendant_of(place_of(agency)).first()
        yield page, Finding("LEADER-HEAD", facts={"agency": agency.name})
