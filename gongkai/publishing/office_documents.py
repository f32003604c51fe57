"""Documents that the office system (OA) hands over with the disclosure attribute they were approved with (PLAT-54).

Each becomes a draft and passes the reviews like any other: what the office system says of a
document is where its author meant it to go, never a clearance.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError

from gongkai.agencies.door import Agency, BadEnclosure, Fault, Field, Line, RecordKind, Taking, faults_of, owner_of
from gongkai.publishing.attributes import Attribute, Genre, Origin
from gongkai.publishing.bodies import paragraphs
from gongkai.publishing.enclosures import Enclosures
from gongkai.publishing.from_word import Incoming, draft_from
from gongkai.publishing.information import InformationPage
from gongkai.publishing.manuscripts import Manuscript, Piece, Said, Unusable, read_apart
from gongkai.publishing.normative import NormativeDocumentPage
from gongkai.publishing.proofs import BOOK
from gongkai.publishing.rows import ground_choices
from gongkai.publishing.section_records import AGENCY, NoSection, Sections

_TYPES: dict[str, type[InformationPage]] = {
    "information": InformationPage,
    "normative_document": NormativeDocumentPage,
}
_OPEN = frozenset({"", "无", "非密", "公开"})  # what office systems write where a document has no level of secrecy
_WORD = {"docx": "docx"}

FIELDS = (
    AGENCY,
    Field(
        "reference",
        "编号",
        required=True,
        longest=80,
        help="在办公系统中的编号，本机关内不重复。",
        example="OA-2026-0412",
    ),
    Field("section", "栏目", required=True, longest=300, help="栏目的地址或者名称，各级用 / 隔开。", example="policy"),
    Field(
        "becomes",
        "作为",
        choices={"information": "政府信息", "normative_document": "行政规范性文件"},
        help="不填的为政府信息。",
    ),
    Field("title", "标题", longest=255, help="不填的取 Word 文档里的标题。", example="关于放假期间业务办理安排的通知"),
    Field(
        "document_number", "发文字号", longest=60, help="不填的取 Word 文档里的文号。", example="云公积金发〔2026〕5号"
    ),
    Field("issue_date", "成文日期", "date", help="不填的取 Word 文档落款的日期。", example="2026-02-26"),
    Field(
        "attribute",
        "公开属性",
        required=True,
        choices=dict(Attribute.choices),
        help="拟制公文时确定的，必须写明。",
        example="主动公开",
    ),
    Field("attribute_reason", "理由", longest=500, help="不主动公开的必须填写。"),
    Field("ground", "不予公开的依据", choices=dict(ground_choices()), help="不予公开的必须填写。"),
    Field("withheld_date", "决定不予公开的日期", "date", help="不填的按成文日期。"),
    Field("classification", "密级", longest=20, help="标有密级的文件不能进入本系统；没有密级的不填。"),
    Field("manuscript", "Word 文档", longest=150, help="attachments 文件夹里的 .docx，读作正文；与“正文”至少填一项。"),
    Field("body", "正文", help="没有 Word 文档的，每行一段。", example="放假期间各服务大厅安排如下。"),
    Field("attachments", "附件", "list", longest=150, help="attachments 文件夹里的文件名，几个之间用分号隔开。"),
    Field("genre", "信息种类", choices=dict(Genre.choices), help="不填的为一般信息。"),
    Field("source", "信息来源", longest=100, example="办公室"),
    Field("subject", "主题分类", longest=60),
    Field("keywords", "关键词", "list", longest=60),
    Field("origin", "信息来自", choices=dict(Origin.choices), help="不填的为本机关制作。"),
    Field("responsible_organ", "负责公开的机关", longest=100, help="由别的机关制作、最初获取或者牵头制作的填写。"),
    Field("effective_date", "施行日期", "date", help="行政规范性文件填写；不填的取 Word 文档里的。"),
    Field("last_date", "有效期至", "date", help="行政规范性文件规定了有效期的填写；不填的取 Word 文档里的。"),
)
_SAME_NAME = "genre source subject attribute attribute_reason ground withheld_date origin responsible_organ".split()
_PROPOSED = "title document_number issue_date effective_date last_date".split()


class _Handing:
    """Documents of one batch on their way in: the sections and files they name, looked up once."""

    def __init__(self, taking: Taking) -> None:
        self._taking = taking
        self._sections: dict[Agency, Sections] = {}
        self._enclosures: dict[Agency, Enclosures] = {}

    def draft(self, line: Line) -> None:
        """Store the draft that a record tells of; raise ValidationError with what is wrong beside its field."""
        agency = owner_of(self._taking, line)
        if agency not in self._sections:
            self._sections[agency] = Sections(agency)
            self._enclosures[agency] = Enclosures(self._taking, agency)
        if problems := dict(_problems(line.values)):
            raise ValidationError(problems)
        section = self._section(agency, line.values["section"])
        incoming = self._incoming(self._enclosures[agency], line.values)
        facts = _facts(agency, line.values, incoming.manuscript.said)
        model = _TYPES[line.values["becomes"] or "information"]
        draft_from(incoming, section=section, model=model, facts=facts, by=self._taking.by, at=self._taking.at)

    def _section(self, agency: Agency, name: str) -> Any:
        try:
            return self._sections[agency].holding(name)
        except NoSection as refusal:
            raise ValidationError({"section": str(refusal)}) from refusal

    def _incoming(self, enclosures: Enclosures, said: Mapping[str, Any]) -> Incoming:
        """Return the text of a record: its Word document, or its body, and the files attached to it."""
        name = said["manuscript"] or ""
        further = tuple(map(self._attached(enclosures), said["attachments"]))
        if not name:
            manuscript = Manuscript(Said(), (Piece("text", paragraphs(said["body"])),))
            return Incoming("", b"", manuscript, further=further, undoing=self._taking.undoing)
        try:
            data = enclosures.content(name, _WORD)
            return Incoming(name, data, read_apart(data), further=further, undoing=self._taking.undoing)
        except BadEnclosure as refusal:
            raise ValidationError({"manuscript": str(refusal)}) from refusal
        except Unusable as refusal:
            told = BOOK.tell(refusal.finding)
            raise ValidationError({"manuscript": f"{told['message']}{told['advice']}"}) from refusal

    @staticmethod
    def _attached(enclosures: Enclosures) -> Any:
        def block(name: str) -> dict[str, Any]:
            try:
                row = enclosures.attachment(name)
            except BadEnclosure as refusal:
                raise ValidationError({"attachments": str(refusal)}) from refusal
            return {"type": "attachment", "value": {"file": row.pk, "title": row.title}}

        return block


def _problems(said: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what keeps a document out, whatever else it says."""
    if (said["classification"] or "").strip() not in _OPEN:
        yield "classification", "标有密级的文件不能进入公开系统；请从导出的文件里去掉，并确认附件也没有带来。"
    if said["attribute"] != Attribute.PROACTIVE and not (said["attribute_reason"] or "").strip():
        yield "attribute_reason", "不主动公开的，须写明理由（国办发〔2016〕80号）。"
    if not said["body"] and not said["manuscript"]:
        yield "body", "正文和 Word 文档至少填一项。"


def _facts(agency: Agency, said: Mapping[str, Any], recognised: Said) -> dict[str, Any]:
    """Return the fields of the page: as the record says, else as the Word document says."""
    facts = {name: said[name] for name in _SAME_NAME if said[name] is not None}
    facts |= {name: value for name in _PROPOSED if (value := said[name] or getattr(recognised, name))}
    if said["becomes"] == "normative_document":
        facts["maker"] = agency.name
    else:
        facts = {name: value for name, value in facts.items() if name not in ("effective_date", "last_date")}
    if lacking := {name: "请填写；Word 文档里没有认出。" for name in ("title", "issue_date") if name not in facts}:
        raise ValidationError(lacking)
    if facts["attribute"] == Attribute.WITHHELD:
        facts.setdefault("withheld_date", facts["issue_date"])
    return facts | {"keywords": "；".join(said["keywords"])}


def _enter(taking: Taking, lines: Sequence[Line]) -> Sequence[Fault]:
    """Store a draft for each document, or say what keeps each of them out."""
    handing = _Handing(taking)
    faults: list[Fault] = []
    for line in lines:
        try:
            handing.draft(line)
        except ValidationError as error:
            faults += faults_of(line, error, FIELDS)
    return faults


OFFICE_DOCUMENTS = RecordKind(
    "office_documents",
    "办公系统文件",
    "办公系统（OA）送来的文件，带拟制时确定的公开属性；每件存为草稿，校对、三审以后才公开。",
    FIELDS,
    ("agency", "reference"),
    _enter,
)
