"""What this room counts for the annual report: each figure is a query for cases or their events."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet, Sum

from gongkai.agencies.door import Figure
from gongkai.cases.case import Case, CaseEvent
from gongkai.cases.disputes import Route, disputes_of

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency

_LAW = "《政府信息公开条例》第五十条第一款第（二）项"
_DISPUTES = "《政府信息公开条例》第五十条第一款第（三）项"
_FEES = "《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）"


def _received(agency: Agency, since: date, until: date) -> QuerySet[Case]:
    return Case.objects.filter(agency=agency, receipt_date__range=(since, until))


def _closed(agency: Agency, since: date, until: date) -> QuerySet[Case]:
    return Case.objects.filter(agency=agency, closed_date__range=(since, until), receipt_date__isnull=False)


def _open(agency: Agency, since: date, until: date) -> QuerySet[Case]:
    still_open = Q(closed_date=None) | Q(closed_date__gt=until)
    return Case.objects.filter(still_open, agency=agency, receipt_date__lte=until)


def _arriving(agency: Agency, since: date, until: date) -> QuerySet[Case]:
    return _open(agency, since, since - timedelta(days=1))


def _events(act: str) -> Callable[[Agency, date, date], QuerySet[CaseEvent]]:
    def records(agency: Agency, since: date, until: date) -> QuerySet[CaseEvent]:
        return CaseEvent.objects.filter(case__agency=agency, act=act, event_date__range=(since, until))

    return records


def _amount(events: QuerySet[CaseEvent]) -> int | Decimal:
    """Return the sum of the amounts in 元, a whole number where it is one."""
    total = events.aggregate(total=Sum("amount_yuan"))["total"] or Decimal(0)
    return int(total) if total == total.to_integral_value() else total


FIGURES = (
    Figure("cases.new_received", "新收政府信息公开申请", "件", "收到申请之日在期间内的申请。", _LAW, _received),
    Figure("cases.carried_over_in", "结转来的申请", "件", "期间以前收到、期初尚未办结的申请。", _LAW, _arriving),
    Figure("cases.processed", "办结政府信息公开申请", "件", "在期间内办结的申请，每件计一次。", _LAW, _closed),
    Figure("cases.carried_over_out", "结转继续办理的申请", "件", "期末已收到而尚未办结的申请。", _LAW, _open),
    Figure(
        "cases.reconsiderations",
        "因政府信息公开引起的行政复议",
        "件",
        "期间内受理的，和期初尚未审结的；只作为复议机关参加的不计。",
        _DISPUTES,
        disputes_of(Route.RECONSIDERATION),
    ),
    Figure(
        "cases.litigations",
        "因政府信息公开引起的行政诉讼",
        "件",
        "期间内受理的，和期初尚未审结的，直接起诉和复议后起诉都算；一审和上诉为一件。",
        _DISPUTES,
        disputes_of(Route.LITIGATION),
    ),
    Figure(
        "cases.fee_notices", "信息处理费收费通知", "件", "期间内发出的收费通知。", _FEES, _events("issue_fee_notice")
    ),
    Figure(
        "cases.fee_noticed_yuan",
        "通知收取的信息处理费",
        "元",
        "期间内发出的收费通知的金额合计。",
        _FEES,
        _events("issue_fee_notice"),
        _amount,
    ),
    Figure(
        "cases.fee_received_yuan",
        "实际收取的信息处理费",
        "元",
        "期间内缴清的信息处理费合计。",
        _FEES,
        _events("fee_paid"),
        _amount,
    ),
)
