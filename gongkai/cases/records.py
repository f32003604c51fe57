"""The kinds of record of this room that can be taken in: cases and disputes of years before it came here.

Imported history is recorded as it was: the law is not asked again, only that the days make
sense. New applications come in by `register` and go on by `act`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError

from gongkai import statute
from gongkai.agencies.door import Agency, Fault, Field, Line, RecordKind, Taking, entering, owner_of
from gongkai.cases.acting import WITHDRAWN
from gongkai.cases.case import Case, CaseEvent, channel_choices, class_choices
from gongkai.cases.disputes import Dispute, DisputeInstance, Route
from gongkai.statute import Receipt, applicant_column, dispute_results, grounds, receipt_date

AGENCY = Field("agency", "行政机关", required=True, help="机关代号或全称。", example="yunhu")
_REFUSAL = "R3_refuse"

_CASE_FIELDS = (
    AGENCY,
    Field("number", "办件编号", required=True, longest=60, example="2025-0001"),
    Field("channel", "收到方式", required=True, choices=dict(channel_choices()), example="当面提交"),
    Field("arrival_date", "到达日期", "date", required=True, example="2025-03-03"),
    Field("confirmed_date", "双方确认日期", "date", help="平常信函、互联网和传真以双方确认之日为收到申请之日。"),
    Field("applicant_class", "申请人类别", required=True, choices=dict(class_choices()), example="自然人"),
    Field("applicant_name", "申请人姓名或者名称", longest=100),
    Field("identity_number", "身份证明号码", longest=40),
    Field("description", "所需政府信息", required=True, longest=5000, example="2024年度归集使用计划"),
    Field(
        "outcome",
        "办理结果",
        choices={row.code: row.name for row in statute.outcomes()},
        help="尚未办结的不填；申请人撤回申请的，填“其他处理”。",
    ),
    Field(
        "ground", "不予公开的依据", choices={row.id: row.name for row in grounds()}, help="办理结果为“不予公开”时填写。"
    ),
    Field("closed_date", "办结日期", "date", help="尚未办结的不填。", example="2025-03-20"),
    Field("fee_notice_date", "收费通知日期", "date"),
    Field("fee_noticed_yuan", "通知收费金额", "decimal", help="单位：元。"),
    Field("fee_paid_date", "缴费日期", "date"),
    Field("fee_received_yuan", "实际收取金额", "decimal", help="单位：元。"),
)
_BY_NAME = {one.name: one for one in _CASE_FIELDS}
_OWN = ("number", "channel", "arrival_date", "confirmed_date", "applicant_class", "applicant_name", "identity_number")


def enter_cases(taking: Taking, lines: Sequence[Line]) -> Sequence[Fault]:
    """Store cases with the events that their columns tell of."""
    faults: list[Fault] = []
    made: list[tuple[Line, Case]] = []
    events: list[CaseEvent] = []
    for line in lines:
        agency = taking.agency_of(line)
        found = list(_faults(line, agency))
        faults += found
        if not found and agency is not None:
            made.append((line, _case(taking, line, agency)))
            events += _events(taking, line, made[-1][1])
    faults += _doubled(made)
    if not faults:
        Case.objects.bulk_create(case for _, case in made)
        CaseEvent.objects.bulk_create(events)
    return faults


def _faults(line: Line, agency: Agency | None) -> Iterator[Fault]:
    """Yield what cannot be of a case, beside its field."""
    said = line.values
    if agency is None:
        yield line.fault("没有这个机关；请先在 agencies 文件里登记，或核对代号。", AGENCY)
    if bool(said["outcome"]) != bool(said["closed_date"]):
        yield line.fault("办理结果和办结日期要一起填，或者都不填。", _BY_NAME["outcome"])
    if (said["outcome"] == _REFUSAL) != bool(said["ground"]):
        yield line.fault("办理结果为“不予公开”的要填依据，其他结果不填。", _BY_NAME["ground"])
    yield from _wrong_days(line)
    for day, amount in (("fee_notice_date", "fee_noticed_yuan"), ("fee_paid_date", "fee_received_yuan")):
        if (said[day] is None) != (said[amount] is None):
            yield line.fault("日期和金额要一起填。", _BY_NAME[amount])
        if said[amount] is not None and said[amount] < 0:
            yield line.fault("金额不能是负数。", _BY_NAME[amount])


def _wrong_days(line: Line) -> Iterator[Fault]:
    days = [("arrival_date", line.values["arrival_date"]), ("confirmed_date", line.values["confirmed_date"])]
    received = _received(line)
    if line.values["closed_date"] and received is None and line.values["outcome"] != WITHDRAWN:
        yield line.fault("这种收到方式要填双方确认日期，才有收到申请之日。", _BY_NAME["confirmed_date"])
    for name in ("fee_notice_date", "fee_paid_date", "closed_date"):
        days.append((name, line.values[name]))
    known = [(name, day) for name, day in days if day is not None]
    for (_, before), (name, day) in pairwise(known):
        if day < before:
            yield line.fault(f"不能早于 {before:%Y-%m-%d}（前一个日期）。", _BY_NAME[name])


def _received(line: Line) -> date | None:
    said = line.values
    return receipt_date(
        Receipt(channel=said["channel"], arrival_date=said["arrival_date"], confirmed_date=said["confirmed_date"])
    )


def _case(taking: Taking, line: Line, agency: Agency) -> Case:
    said: dict[str, Any] = {name: line.values[name] for name in _OWN if line.values[name] is not None}
    return Case(
        agency=agency,
        description=line.values["description"],
        registered_at=taking.at,
        registered_by=taking.by,
        source=taking.source,
        receipt_date=_received(line),
        closed_date=line.values["closed_date"],
        outcome=line.values["outcome"] or "",
        ground=line.values["ground"] or "",
        report_column=applicant_column(line.values["applicant_class"], on=line.values["arrival_date"]),
        **said,
    )


def _events(taking: Taking, line: Line, case: Case) -> Iterator[CaseEvent]:
    said = line.values
    told = [
        ("issue_fee_notice", said["fee_notice_date"], said["fee_noticed_yuan"], {}),
        ("fee_paid", said["fee_paid_date"], said["fee_received_yuan"], {}),
        (
            "withdraw" if said["outcome"] == WITHDRAWN else "reply",
            said["closed_date"],
            None,
            {"outcome": said["outcome"]},
        ),
    ]
    for seq, (act, day, amount, facts) in enumerate((one for one in told if one[1]), 1):
        yield CaseEvent(
            case=case,
            seq=seq,
            act=act,
            event_date=day,
            facts=facts,
            ground=said["ground"] or "" if facts else "",
            amount_yuan=amount,
            recorded_at=taking.at,
            recorded_by=taking.by,
            is_history=True,
        )


def _doubled(made: Sequence[tuple[Line, Case]]) -> Iterator[Fault]:
    """Yield a fault for each case whose number its agency has given already."""
    numbers = [case.number for _, case in made]
    taken = set(Case.objects.filter(number__in=numbers).values_list("agency", "number"))
    for line, case in made:
        if (case.agency_id, case.number) in taken:
            yield line.fault("本机关已有这个编号的办件。", _BY_NAME["number"])


# -- disputes --------------------------------------------------------------------------------------

_DISPUTE_FIELDS = (
    AGENCY,
    Field("reference", "案号", required=True, longest=80, example="云湖复〔2025〕12号"),
    Field("route", "途径", required=True, choices=dict(Route.choices), example="行政复议"),
    Field("after_reconsideration", "复议后起诉", "flag", help="只用于行政诉讼。"),
    Field("is_original", "本机关是原行为机关", "flag", help="不填为“是”。"),
    Field("body", "复议机关或者法院", required=True, longest=100, example="云湖市人民政府"),
    Field("filed_date", "受理日期", "date", required=True, example="2025-06-03"),
    Field("case", "所涉办件", longest=60, help="办件编号。"),
)


def _dispute(taking: Taking, line: Line) -> Dispute:
    agency, said = owner_of(taking, line), line.values
    case = agency.cases.filter(number=said["case"]).first() if said["case"] else None
    if said["case"] and case is None:
        raise ValidationError({"case": "本机关没有这个编号的办件。"})
    return Dispute(
        agency=agency,
        case=case,
        after_reconsideration=bool(said["after_reconsideration"]),
        is_original=said["is_original"] is not False,
        **{name: said[name] for name in ("reference", "route", "body", "filed_date")},
    )


def _result_names() -> dict[str, str]:
    """Return each result with its names: reconsideration and litigation have words of their own for the same."""
    names: dict[str, list[str]] = {}
    for row in dispute_results():
        names.setdefault(row.id, []).append(row.name)
    return {result: "／".join(dict.fromkeys(found)) for result, found in names.items()}


_INSTANCE_FIELDS = (
    AGENCY,
    Field("reference", "案号", required=True, longest=80, help="所属复议诉讼的案号。", example="云湖复〔2025〕12号"),
    Field("begun_date", "开始日期", "date", required=True, example="2025-06-03"),
    Field(
        "result",
        "结果",
        required=True,
        choices=_result_names(),
        help="尚未审结的审级不登记。",
        example="维持",
    ),
    Field("closed_date", "结案日期", "date", required=True, example="2025-07-20"),
)


def _instance(taking: Taking, line: Line) -> DisputeInstance:
    agency, said = owner_of(taking, line), line.values
    dispute = agency.disputes.filter(reference=said["reference"]).first()
    if dispute is None:
        raise ValidationError({"reference": "没有这个案号的复议诉讼；请先在 disputes 文件里登记。"})
    return DisputeInstance(dispute=dispute, **{name: said[name] for name in ("begun_date", "result", "closed_date")})


RECORD_KINDS = (
    RecordKind(
        "cases",
        "依申请公开办件",
        "收到的政府信息公开申请和办理结果，每件一行。",
        _CASE_FIELDS,
        ("agency", "number"),
        enter_cases,
    ),
    RecordKind(
        "disputes",
        "复议诉讼",
        "就政府信息公开提起的行政复议和行政诉讼，每案一行；两审是一案。",
        _DISPUTE_FIELDS,
        ("agency", "reference"),
        entering(_dispute, _DISPUTE_FIELDS),
    ),
    RecordKind(
        "dispute_instances",
        "审级结果",
        "复议诉讼每个审级的结果；尚未审结的不登记。",
        _INSTANCE_FIELDS,
        ("agency", "reference", "begun_date"),
        entering(_instance, _INSTANCE_FIELDS),
    ),
)
