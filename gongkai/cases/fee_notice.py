"""What a processing fee comes to, held against the law before a notice goes out (Reg. art. 42; 国办函〔2020〕109号)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from gongkai.cases.case import Case
from gongkai.statute import PER_ITEM, PER_VOLUME, Charge, month_fee, volume_fee

WAIVE, REDUCE = "fee_waived", "fee_reduced"
SCHEMES = {PER_ITEM: "按件", PER_VOLUME: "按量"}


def number_in_month(case: Case) -> int:
    """Return which application of its person in the calendar month of its receipt it is; the first is 1 (art. 4).

    Persons are known by number and name, or by name and telephone; else only this application is counted.
    """
    day = case.receipt_date or case.arrival_date
    if not case.person_hash:
        return 1
    same = Case.objects.filter(
        agency=case.agency, person_hash=case.person_hash, receipt_date__year=day.year, receipt_date__month=day.month
    )
    return same.filter(receipt_date__lt=day).count() + same.filter(receipt_date=day, pk__lte=case.pk).count()


def amount_noticed(case: Case) -> Decimal | None:
    """Return the yuan that the newest notice of a case asks for, or what it was reduced to; None where none does."""
    asked = case.events.filter(act__in=("issue_fee_notice", REDUCE), amount_yuan__isnull=False)
    noticed = asked.order_by("-seq").first()
    return noticed.amount_yuan if noticed else None


def charge_of(case: Case, said: Mapping[str, Any]) -> Charge:
    """Return the fee that a form asks for: `said` has scheme, number, pages, is_public, amount_yuan, payment."""
    amount = said.get("amount_yuan")
    return Charge(
        schemes=(said.get("scheme") or "",) if said.get("scheme") else (),
        number=said.get("number") or 1,
        received_date=case.receipt_date or case.arrival_date,
        pages=said.get("pages"),
        is_public=bool(said.get("is_public")),
        amount_yuan=amount,
        basis="《政府信息公开信息处理费管理办法》",  # the locked part of the notice says it
        standard=SCHEMES.get(said.get("scheme") or "", ""),
        payment=said.get("payment") or "",
    )


def told_of_charge(case: Case, said: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the notice says of the fee: scheme, amount, how it comes about, how to pay (art. 6)."""
    amount: Decimal = said["amount_yuan"]
    return {
        "scheme": SCHEMES[said["scheme"]],
        "amount": f"{amount.normalize():f}",
        "sum": _sum(case, said),
        "payment": said["payment"],
    }


def told_of_relief(case: Case, said: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the notice of a waiver or a reduction says of money: what was asked before, what is now."""
    told = {"before": amount_noticed(case), "amount": said.get("amount_yuan")}
    return {name: "" if yuan is None else f"{yuan.normalize():f}" for name, yuan in told.items()}


def _sum(case: Case, said: Mapping[str, Any]) -> str:
    """Return how the amount comes about."""
    day = case.receipt_date or case.arrival_date
    if said["scheme"] == PER_ITEM:
        rate = month_fee(said["number"], on=day).brackets[-1].yuan
        return f"本申请是您（单位）在{day.year}年{day.month}月提出的第{said['number']}件申请，按{rate}元/件计收"
    parts = volume_fee(said["pages"], on=day).brackets
    told = "，".join(f"第{part.first}至{part.last}页{part.yuan}元/页" for part in parts)
    return f"共{said['pages']}页，{told}"
