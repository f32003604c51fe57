"""The kinds of record of this room that can be taken in: agencies, their offices and relations, and tallies."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import models

from gongkai.agencies.evidence import EVIDENCE_KINDS, EVIDENCE_MAX_BYTES
from gongkai.agencies.intake.enclosed import BadEnclosure, enclosed
from gongkai.agencies.intake.fields import Field
from gongkai.agencies.intake.kinds import Fault, Line, RecordKind
from gongkai.agencies.intake.taking import Taking
from gongkai.agencies.offices import Designation, Office, OfficeKind
from gongkai.agencies.organs import Agency, Rank, Relation, RelationKind
from gongkai.agencies.stored_files import save_with_file
from gongkai.agencies.tallies import Tally, TallyKind

AGENCY = Field("agency", "行政机关", required=True, help="机关代号或全称。", example="yunhu")
SINCE = Field("since", "起始日期", "date", required=True, example="2015-01-01")

Made = Callable[[Taking, Line], models.Model]


def entering(
    made: Made, fields: Sequence[Field], file: str = ""
) -> Callable[[Taking, Sequence[Line]], Sequence[Fault]]:
    """Return an `enter` that saves what `made` makes of each line, a broken rule as a fault beside its field.

    `file` names the field of the model that holds a file, if one does. `made` raises ValidationError where
    a line is wrong in itself; what the model's own rules refuse is told the same way.
    """

    def enter(taking: Taking, lines: Sequence[Line]) -> Sequence[Fault]:
        faults: list[Fault] = []
        for line in lines:
            try:
                row = made(taking, line)
                row.full_clean()
                if file:
                    save_with_file(row, file, taking.undoing)
                else:
                    row.save()
            except ValidationError as error:
                faults += faults_of(line, error, fields)
        return faults

    return enter


def faults_of(line: Line, error: ValidationError, fields: Sequence[Field]) -> Iterator[Fault]:
    """Yield what a model's rules say of a record, each beside its field where it is about one."""
    by_name = {field.name: field for field in fields}
    if not hasattr(error, "error_dict"):
        yield from (line.fault(message) for message in error.messages)
        return
    for name, messages in error.message_dict.items():
        yield from (line.fault(message, by_name.get(name)) for message in messages)


def owner_of(taking: Taking, line: Line) -> Agency:
    """Return the agency that the record names; raise ValidationError where there is none."""
    agency = taking.agency_of(line)
    if agency is None:
        raise ValidationError({"agency": "没有这个机关；请先在 agencies 文件里登记，或核对代号。"})
    return agency


def _given(line: Line, *names: str) -> dict[str, Any]:
    return {name: value for name in names if (value := line.values[name]) is not None}


# -- agencies --------------------------------------------------------------------------------------

_AGENCY_FIELDS = (
    Field("slug", "代号", required=True, longest=50, help="地址和命令行用的短名，字母、数字和短横。", example="yunhu"),
    Field("name", "机关全称", required=True, longest=100, example="云湖市住房公积金管理中心"),
    Field("short_name", "简称", required=True, longest=40, example="云湖公积金"),
    Field("city", "所在地", required=True, longest=40, example="云湖市"),
    Field("rank", "机构规格", choices=dict(Rank.choices), example="正处级"),
    Field("demonstration", "演示", "flag", help="演示用的机关填“是”，它的每个页面都会标明；不填的为“否”。"),
)


def _agency(taking: Taking, line: Line) -> Agency:
    taking.forget_agencies()
    return Agency(**_given(line, "slug", "name", "short_name", "city", "rank", "demonstration"))


_OFFICE_FIELDS = (
    AGENCY,
    Field("name", "名称", required=True, longest=100, example="办公室"),
    Field("kind", "类别", required=True, choices=dict(OfficeKind.choices), example="科室"),
    SINCE,
    Field("until", "截止日期", "date", help="当日仍在；仍在的不填。"),
    Field("address", "办公地址", required=True, longest=200, example="云湖市湖滨路1号"),
    Field("hours", "办公时间", required=True, longest=100, example="工作日9:00—12:00，13:00—17:00"),
    Field("telephone", "联系电话", required=True, longest=40, example="0000-0000000"),
    Field("fax", "传真", longest=40),
    Field("email", "电子邮箱", longest=254),
    Field("website", "互联网联系方式", longest=200),
    Field("head", "负责人", longest=60),
    Field("duties", "职责"),
)


def _office(taking: Taking, line: Line) -> Office:
    given = _given(line, *(field.name for field in _OFFICE_FIELDS if field.name != "agency"))
    return Office(agency=owner_of(taking, line), **given)


_DESIGNATION_FIELDS = (
    AGENCY,
    Field("office", "内设机构", required=True, longest=100, example="办公室"),
    SINCE,
)


def _designation(taking: Taking, line: Line) -> Designation:
    agency = owner_of(taking, line)
    office = agency.offices.filter(name=line.values["office"]).first()
    if office is None:
        raise ValidationError({"office": f"{agency}没有这个内设机构；请先在 offices 文件里登记。"})
    return Designation(agency=agency, office=office, since=line.values["since"])


_RELATION_FIELDS = (
    AGENCY,
    Field("kind", "关系", required=True, choices=dict(RelationKind.choices), example="行政复议机关"),
    Field("other", "本系统中的机关", longest=100, help="对方在本系统中的代号或全称。"),
    Field("named_body", "其他机关的名称", longest=100, help="对方不在本系统时填写。", example="云湖市人民政府"),
    SINCE,
)


def _relation(taking: Taking, line: Line) -> Relation:
    other = line.values["other"]
    found = taking.agency_named(other) if other else None
    if other and found is None:
        raise ValidationError({"other": "没有这个机关；不在本系统的机关请填在“其他机关的名称”。"})
    return Relation(agency=owner_of(taking, line), other=found, **_given(line, "kind", "named_body", "since"))


RECORD_KINDS = (
    RecordKind(
        "agencies", "行政机关", "公开政府信息的机关。", _AGENCY_FIELDS, ("slug",), entering(_agency, _AGENCY_FIELDS)
    ),
    RecordKind(
        "offices",
        "内设机构和网点",
        "机关的科室、管理部和营业网点。",
        _OFFICE_FIELDS,
        ("agency", "name"),
        entering(_office, _OFFICE_FIELDS),
    ),
    RecordKind(
        "designations",
        "政府信息公开工作机构",
        "哪个内设机构从哪天起是政府信息公开工作机构（《条例》第四条）。",
        _DESIGNATION_FIELDS,
        ("agency", "since"),
        entering(_designation, _DESIGNATION_FIELDS),
    ),
    RecordKind(
        "relations",
        "隶属和监督关系",
        "机关向谁负责：公开工作主管部门、上级机关、行政复议机关，自哪天起。",
        _RELATION_FIELDS,
        ("agency", "kind", "since"),
        entering(_relation, _RELATION_FIELDS),
    ),
)


# -- tallies ---------------------------------------------------------------------------------------


def tally_records(kinds: Iterable[TallyKind]) -> RecordKind:
    """Return the kind of record that takes in tallies of `kinds`."""
    by_key = {kind.key: kind for kind in kinds}
    fields = (
        AGENCY,
        Field("kind", "统计事项", required=True, choices={key: kind.label for key, kind in by_key.items()}),
        Field("since", "起始日期", "date", required=True, example="2025-01-01"),
        Field("day", "截止日期", "date", required=True, help="存量数填统计当日。", example="2025-12-31"),
        Field("value", "数值", "decimal", required=True, example="20"),
        Field("source", "数据来源", required=True, longest=200, example="市政府采购系统年度统计"),
        Field("note", "说明"),
        Field("evidence", "佐证材料", longest=80, help="attachments 文件夹里的文件名，不超过 20MB。"),
    )

    def made(taking: Taking, line: Line) -> Tally:
        _refuse_unlike(by_key[line.values["kind"]], line.values["value"])
        plain = (one.name for one in fields[1:] if one.name != "evidence")
        return Tally(agency=owner_of(taking, line), evidence=_evidence(taking, line), **_given(line, *plain))

    return RecordKind(
        "tallies",
        "统计数",
        "原始记录在别的系统里的，按日期和来源登记的统计数。",
        fields,
        ("agency", "kind", "since", "day", "source"),
        entering(made, fields, file="evidence"),
    )


def _evidence(taking: Taking, line: Line) -> ContentFile | str:
    """Return the file behind a tally, empty where none is named; raise ValidationError where it cannot come in."""
    if not (name := line.values["evidence"]):
        return ""
    try:
        return ContentFile(enclosed(taking.folder, name, EVIDENCE_KINDS, EVIDENCE_MAX_BYTES), name)
    except BadEnclosure as refusal:
        raise ValidationError({"evidence": str(refusal)}) from refusal


def _refuse_unlike(kind: TallyKind, value: Decimal) -> None:
    """Raise ValidationError where the value is not one that this kind can have."""
    if kind.whole and value != value.to_integral_value():
        raise ValidationError({"value": f"{kind.label}以{kind.unit}计，应为整数。"})
    if value < 0 and not kind.signed:
        raise ValidationError({"value": f"{kind.label}不能是负数。"})
