"""What time asks for after a publication: explainers, the end of a validity, sections that must not stand still."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Max
from django.db.models.functions import Length, Substr
from django.urls import reverse
from django.utils import timezone

from gongkai.agencies.door import Due, Role, disclosure_offices
from gongkai.pages.door import BasePage
from gongkai.publishing.information import InformationPage
from gongkai.publishing.penalties import penalties_due
from gongkai.publishing.placing import agency_at, below, offices_of, places_of
from gongkai.publishing.refusals import RULES
from gongkai.publishing.sections import SectionPage
from gongkai.publishing.validity_events import coming_ends
from gongkai.publishing.waiting import FOLLOWERS
from gongkai.publishing.waivers import explainers_due
from gongkai.publishing.watching import watched
from gongkai.publishing.withheld import DECIDERS, is_coming, withheld_by
from gongkai.statute import in_chinese

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency

INSPECTORS = frozenset({Role.INSPECTOR})


def explainers_to_publish(agencies: Collection[Agency], at: datetime) -> Iterator[Due]:
    """Yield each public document of ours that still waits for its explainer (PLAT-51)."""
    found = [(agency, one) for agency in agencies for one in explainers_due(agency)]
    offices = offices_of(one.document for _, one in found)
    for agency, one in found:
        yield Due(
            what=f"发布解读：《{one.document.title}》",
            address=reverse("publishing_waive_explainer", args=[one.document.pk]),
            agency=agency,
            roles=FOLLOWERS,
            due_date=one.due_date,
            note="新建解读，或者由负责人决定不解读",
            office=offices[one.document.pk],
        )


def validity_to_settle(agencies: Collection[Agency], at: datetime) -> Iterator[Due]:
    """Yield each document in force whose validity ends soon: extend, amend, or let it end (PLAT-63)."""
    today = timezone.localdate(at)
    found = [(agency, *one) for agency in agencies for one in coming_ends(agency, today)]
    offices = offices_of(document for _, document, _ in found)
    for agency, document, finding in found:
        yield Due(
            what=f"有效期将满：《{document.title}》",
            address=reverse("publishing_change_validity", args=[document.pk]),
            agency=agency,
            roles=FOLLOWERS,
            due_date=date.fromisoformat(finding.facts["last"]),
            note=RULES.tell(finding)["advice"],
            office=offices[document.pk],
        )


def sections_to_update(agencies: Collection[Agency], at: datetime) -> Iterator[Due]:
    """Yield each section for which half of its update interval is over, or all of it (natural days, VETO-4).

    What was ended, by itself or with a section above it, is not renewed any more.
    """
    places = places_of(agencies)
    today = timezone.localdate(at)
    sections = list(SectionPage.objects.live().filter(below(places)).select_related("office"))
    newest = _newest(agencies)
    ended = tuple(one.path for one in sections if one.ended_date and one.ended_date <= today)
    for section in (one for one in sections if not one.path.startswith(ended)):
        last = max((day for path, day in newest.items() if path.startswith(section.path)), default=None)
        due = (last or section.opened_date) + timedelta(section.days_between_updates)
        if (due - today).days * 2 <= section.days_between_updates:
            yield Due(
                what=f"更新栏目：{section.title}",
                address=reverse("wagtailadmin_explore", args=[section.pk]),
                agency=agency_at(section.path, places),
                roles=FOLLOWERS,
                due_date=due,
                note=_last_update(last, section.days_between_updates),
                office=section.office.name if section.office else "",
            )


def withheld_to_review(agencies: Collection[Agency], at: datetime) -> Iterator[Due]:
    """Yield what is withheld and must be looked at again now or soon (Reg. art. 18)."""
    today = timezone.localdate(at)
    coming = [one for one in withheld_by(agencies) if is_coming(one, today)]
    offices = offices_of(one.page for one in coming)
    for one in coming:
        yield Due(
            what=f"评估是否继续不予公开：《{one.page.draft_title}》",
            address=reverse("publishing_review_withheld", args=[one.page.pk]),
            agency=one.page.agency,
            roles=frozenset(DECIDERS),
            due_date=one.due_date,
            note=f"{in_chinese(one.decided_date)}决定",
            office=offices[one.page.pk],
        )


def penalties_to_withdraw(agencies: Collection[Agency], at: datetime) -> Iterator[Due]:
    """Yield each penalty decision that is still public though it was changed or set aside (PLAT-83)."""
    found = [(agency, one) for agency in agencies for one in penalties_due(agency)]
    offices = offices_of(one.page for _, one in found)
    for agency, one in found:
        yield Due(
            what=f"撤回处罚决定：《{one.page.title}》",
            address=reverse("publishing_penalty", args=[one.page.pk]),
            agency=agency,
            roles=FOLLOWERS | {Role.LEADER},
            due_date=one.due_date,
            note=str(one.reversal),
            office=offices[one.page.pk],
        )


def content_to_mend(agencies: Collection[Agency], at: datetime) -> Iterator[Due]:
    """Yield for each agency that something in its public content is not as it should be; penalties lie elsewhere."""
    today = timezone.localdate(at)
    offices = disclosure_offices(agencies, today)
    for agency in agencies:
        found = [one for one in watched(agency, today) if not one.finding.rule.startswith("PENALTY")]
        if found:
            yield Due(
                what=f"内容检查：{len(found)} 项要处理",
                address=reverse("publishing_watched"),
                agency=agency,
                roles=FOLLOWERS,
                note=RULES.tell(found[0].finding)["message"],
                office=offices[agency.pk].name if agency.pk in offices else "",
            )
            yield Due(
                what=f"督促整改：内容检查 {len(found)} 项",
                address=reverse("publishing_watched"),
                agency=agency,
                roles=INSPECTORS,
                note=RULES.tell(found[0].finding)["message"],
            )


def _last_update(last: date | None, days: int) -> str:
    told = f"上次更新{in_chinese(last)}" if last else "还没有内容"
    return f"{told}，每{days}个自然日内至少更新一次"


def _newest(agencies: Collection[Agency]) -> dict[str, date]:
    """Return the newest day of publication in each place of the tree: path -> day, in one query."""
    public = InformationPage.objects.live().filter(agency__in=agencies)
    parents = public.annotate(parent=Substr("path", 1, Length("path") - BasePage.steplen)).order_by()
    return dict(parents.values_list("parent").annotate(Max("publication_date")))
