"""Registering a dispute, its steps and its results: each on the log, by whoever may write (Reg. art. 50, 51)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import models, transaction

from gongkai.agencies.door import record, subject_of
from gongkai.cases.approvals import WRITERS
from gongkai.cases.capacity import acting_for
from gongkai.cases.disputes import Dispute, DisputeInstance, DisputeStep
from gongkai.cases.refusals import Refused
from gongkai.cases.remaking import order_reply
from gongkai.cases.supplements import keep_with_archive
from gongkai.findings import Finding

if TYPE_CHECKING:
    from gongkai.agencies.door import Acting, Person


class DisputeAct(models.TextChoices):
    """What disputes put on the log."""

    REGISTER = "dispute_register", "登记复议诉讼"
    STEP = "dispute_step", "登记复议诉讼进展"
    RESULT = "dispute_result", "登记复议诉讼结果"


@transaction.atomic
def register_dispute(dispute: Dispute, *, by: Person, at: datetime, today: date) -> Dispute:
    """Put an unsaved dispute on record; raise Refused for whoever may not."""
    as_whom = _acting(dispute, by, today, DisputeAct.REGISTER)
    dispute.full_clean()
    dispute.save()
    _log(DisputeAct.REGISTER, dispute, {"reference": dispute.reference}, by, as_whom, at)
    keep_with_archive(dispute, by=by, at=at)
    return dispute


@transaction.atomic
def record_step(dispute_id: int, said: Mapping[str, Any], *, by: Person, at: datetime, today: date) -> DisputeStep:
    """Record a step; `said` has ``kind``, ``step_date`` and ``note``."""
    dispute = _locked(dispute_id)
    as_whom = _acting(dispute, by, today, DisputeAct.STEP)
    step = DisputeStep.objects.create(dispute=dispute, by=by, at=at, **said)
    _log(DisputeAct.STEP, dispute, {"kind": step.kind, "date": step.step_date}, by, as_whom, at)
    return step


@transaction.atomic
def record_result(
    dispute_id: int, said: Mapping[str, Any], *, by: Person, at: datetime, today: date
) -> DisputeInstance:
    """Record the result of an instance; `said` has ``begun_date``, ``result`` and ``closed_date``.

    Where it orders the agency to answer the application anew, its case is opened for that: ``received_date`` is when
    the agency had it, ``remake_due`` the day it sets, if any. Raises Refused where the instance would begin before the
    last one was over.
    """
    dispute = _locked(dispute_id)
    as_whom = _acting(dispute, by, today, DisputeAct.RESULT)
    last = dispute.instances.order_by("closed_date").last()
    if last is not None and said["begun_date"] < last.closed_date:
        facts = {"closed": last.closed_date.isoformat(), "begun": said["begun_date"].isoformat()}
        raise Refused(Finding("DISPUTE-CLOSED", "begun_date", facts=facts))
    days = ("begun_date", "result", "closed_date")
    instance = DisputeInstance(dispute=dispute, **{name: said[name] for name in days})
    instance.full_clean()
    instance.save()
    told = {"result": instance.result, "closed": instance.closed_date}
    _log(DisputeAct.RESULT, dispute, told, by, as_whom, at)
    order_reply(instance, said.get("received_date"), said.get("remake_due"), by=by, at=at, today=today)
    keep_with_archive(dispute, by=by, at=at)
    return instance


def _locked(dispute_id: int) -> Dispute:
    return Dispute.objects.select_for_update(of=("self",)).select_related("agency").get(pk=dispute_id)


def _acting(dispute: Dispute, by: Person, today: date, doing: DisputeAct) -> Acting:
    return acting_for(by, WRITERS, dispute.agency, on=today, doing=doing.label)


def _log(act: DisputeAct, dispute: Dispute, facts: dict[str, Any], by: Person, as_whom: Acting, at: datetime) -> None:
    record(
        act,
        agency=dispute.agency,
        by=by,
        on_behalf_of=as_whom.on_behalf_of,
        subject=subject_of(dispute),
        facts=facts,
        at=at,
    )
