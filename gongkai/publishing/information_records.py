"""Information and normative documents that come in from files.

A record with the day it was first public is history: it is public at once, keeps its day and
number, and names its source. One without is a draft, and goes the way of every draft.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from gongkai.agencies.door import Agency, BadEnclosure, Fault, Field, Line, RecordKind, Taking, faults_of, owner_of
from gongkai.pages.door import BasePage
from gongkai.publishing.attributes import Attribute, Genre, Origin
from gongkai.publishing.bodies import BadBody, body_of, first_words
from gongkai.publishing.enclosures import Enclosures
from gongkai.publishing.history import Arrival, bring_in
from gongkai.publishing.information import InformationPage
from gongkai.publishing.normative import NormativeDocumentPage
from gongkai.publishing.rows import ground_choices
from gongkai.publishing.section_records import AGENCY, NoSection, Sections
from gongkai.publishing.submissions import Publication
from gongkai.publishing.unfit_records import errors_by_field

_SUMMARY = 200  # characters of the text that stand in for a summary

_FIELDS = (
    Field("section", "栏目", required=True, longest=300, help="栏目的地址或者名称，各级用 / 隔开。", example="policy"),
    Field("title", "标题", required=True, longest=255, example="关于国庆节期间业务办理安排的通知"),
    Field("summary", "内容概述", longest=500, help="不填的取正文第一段。"),
    Field("body", "正文", help="每行一段；与“正文块”至少填一项。", example="国庆节期间各服务大厅安排如下。"),
    Field("blocks", "正文块", "json", help="编辑器的内容块列表；图片、视频和附件块里写附件文件夹中的文件名。"),
    Field("attachments", "附件", "list", longest=150, help="attachments 文件夹里的文件名，几个之间用分号隔开。"),
    Field(
        "publication_date", "发布日期", "date", help="首次公开的日期；不填的存为草稿，照常送审。", example="2023-09-25"
    ),
    Field("source", "信息来源", longest=100, example="办公室"),
    Field("index_number", "索引号", longest=60, help="原有的索引号，照录。"),
    Field("subject", "主题分类", longest=60),
    Field("keywords", "关键词", "list", longest=60),
    Field("attribute", "公开属性", choices=dict(Attribute.choices), help="不填的为主动公开。", example="主动公开"),
    Field("attribute_reason", "理由", longest=500, help="不主动公开的填写。"),
    Field("ground", "不予公开的依据", choices=dict(ground_choices())),
    Field("withheld_date", "决定不予公开的日期", "date"),
    Field("origin", "信息来自", choices=dict(Origin.choices), help="不填的为本机关制作。"),
    Field("responsible_organ", "负责公开的机关", longest=100, help="由别的机关制作、最初获取或者牵头制作的填写。"),
)
_SAME_NAME = (
    "title source index_number subject attribute attribute_reason ground withheld_date origin responsible_organ "
    "genre document_number maker is_ours effective_date last_date"
).split()

_REFERENCE = Field(
    "reference", "编号", required=True, longest=80, help="在原系统中的编号，本机关内不重复。", example="2023-0412"
)
_ISSUED = Field("issue_date", "成文日期", "date", help="不填的按发布日期。")
ALL_FIELDS = (AGENCY, _REFERENCE, *_FIELDS, _ISSUED)  # what every page of information may tell
INFORMATION_FIELDS = (
    AGENCY,
    _REFERENCE,
    *_FIELDS[:2],
    Field("genre", "信息种类", choices=dict(Genre.choices), help="不填的为一般信息。"),
    *_FIELDS[2:],
    Field("document_number", "发文字号", longest=60),
    _ISSUED,
)
DOCUMENT_FIELDS = (
    AGENCY,
    Field("document_number", "发文字号", required=True, longest=60, example="云公积金规〔2023〕1号"),
    *_FIELDS,
    Field("issue_date", "成文日期", "date", required=True, example="2023-05-20"),
    Field("maker", "制定机关", longest=200, help="联合制定的依次写明，牵头机关在前；不填的为本机关。"),
    Field("is_ours", "由本机关制定或者牵头制定", "flag", help="转载其他机关的文件填“否”；不填的为“是”。"),
    Field("effective_date", "施行日期", "date", required=True, example="2023-07-01"),
    Field("last_date", "有效期至", "date", help="这一天仍然有效；没有规定有效期的不填。", example="2028-06-30"),
)


class Intake:
    """Records of one kind of page on their way in: the sections and files they name, looked up once."""

    def __init__(self, taking: Taking, model: type[InformationPage], fields: Sequence[Field]) -> None:
        self._taking, self._model, self._fields = taking, model, fields
        self._named = {one.name: one for one in fields}
        self._enclosures: dict[Agency, Enclosures] = {}
        self._sections: dict[Agency, Sections] = {}
        self._own_since: dict[Agency, date | None] = {}

    def arrival(self, line: Line) -> Arrival:
        """Return the page that a record tells of; raise ValidationError with what is wrong beside its field."""
        agency = owner_of(self._taking, line)
        if agency not in self._sections:
            self._sections[agency] = Sections(agency)
            self._own_since[agency] = own_since(agency)
        said = line.values
        if problems := dict(self._wrong_days(agency, said)):
            raise ValidationError(problems)
        sections = self._sections[agency]
        try:
            section = sections.holding(said["section"])
        except NoSection as refusal:
            raise ValidationError({"section": str(refusal)}) from refusal
        page = self._page(agency, line)
        page.clean_fields(exclude=_SET_LATER)
        if problems := page.problems(statutory=sections.is_statutory(section)):
            raise ValidationError(problems)
        if said["publication_date"] and (errors := errors_by_field(page, said)):
            raise ValidationError(errors)
        return Arrival(page, section, said["publication_date"])

    def _wrong_days(self, agency: Agency, said: Any) -> Iterator[tuple[str, str]]:
        """Yield what is wrong with the day of publication: an import is never a way around the three reviews."""
        public, issued, own = said["publication_date"], said["issue_date"], self._own_since[agency]
        if public is None and issued is None:
            yield "issue_date", "成文日期和发布日期至少填一项。"
        if public is None:
            return
        if public > timezone.localdate(self._taking.at):
            yield "publication_date", "发布日期不能晚于导入当日；新的信息请不填发布日期，导入后送审公开。"
        elif own and public >= own:
            yield "publication_date", f"本机关自{own:%Y-%m-%d}起在本系统公开信息，此后的信息须经三审公开。"
        if issued and issued > public:
            yield "issue_date", "成文日期不能晚于发布日期。"
        if said["attribute"] not in (None, Attribute.PROACTIVE):
            yield "publication_date", "不主动公开的信息没有发布日期。"

    def _page(self, agency: Agency, line: Line) -> InformationPage:
        said = line.values
        key = "|".join((self._model.__name__, agency.slug, said.get("reference") or said["document_number"]))
        given = {name: said[name] for name in _SAME_NAME if said.get(name) is not None} | self.more(agency, line)
        body = self._body(agency, line, key)
        words = said["summary"] or first_words(said["body"] or "", _SUMMARY) or said["title"]
        if self._model is NormativeDocumentPage:
            given.setdefault("maker", agency.name if said["is_ours"] is not False else "")
        return self._model(
            agency=agency,
            slug=hashlib.sha256(key.encode()).hexdigest()[:20],
            summary=words,
            body=body,
            keywords="；".join(said["keywords"]),
            issue_date=said["issue_date"] or said["publication_date"],
            **given,
        )

    def more(self, agency: Agency, line: Line) -> dict[str, Any]:
        """Return what a record tells beyond what every kind of page has; raise ValidationError beside its field."""
        return {}

    def _body(self, agency: Agency, line: Line, key: str) -> Any:
        said = line.values
        enclosures = self._enclosures.setdefault(agency, Enclosures(self._taking, agency))
        if not said["body"] and not said["blocks"]:
            raise ValidationError({"body": "正文和正文块至少填一项。"})
        try:
            return body_of(said["body"] or "", said["blocks"], said["attachments"], key, enclosures)
        except BadBody as refusal:
            raise ValidationError({"blocks": str(refusal)}) from refusal
        except BadEnclosure as refusal:
            raise ValidationError({"attachments": str(refusal)}) from refusal


def own_since(agency: Agency) -> date | None:
    """Return the first day on which the agency published something here by three reviews, None before that."""
    reviewed = Publication.objects.filter(agency=agency).exclude(kind=Publication.Kind.IMPORTED)
    return reviewed.aggregate(first=models.Min("publication_date"))["first"]


# Set as the page gets its place; and relations, each of which would be looked up again.
_SET_LATER = {field.name for field in BasePage._meta.fields if field.name not in ("title", "slug")} | {
    field.name for field in NormativeDocumentPage._meta.fields if isinstance(field, models.ForeignKey)
}


def enter_pages(taking: Taking, lines: Sequence[Line], intake: Intake, fields: Sequence[Field]) -> Sequence[Fault]:
    """Store pages of information, or say what keeps each of them out."""
    faults: list[Fault] = []
    arrivals: list[Arrival] = []
    for line in lines:
        try:
            arrivals.append(intake.arrival(line))
        except ValidationError as error:
            faults += faults_of(line, error, fields)
    faults += _numbered_twice(lines, arrivals, fields) if not faults else []
    if not faults:
        bring_in(arrivals, batch=taking.source, by=taking.by, at=taking.at)
    return faults


def _numbered_twice(lines: Sequence[Line], arrivals: Sequence[Arrival], fields: Sequence[Field]) -> Iterator[Fault]:
    """Yield each record whose index number its agency has given already, here or in these records."""
    numbers = [page.index_number for page, _, _ in arrivals if page.index_number]
    here = InformationPage.objects.filter(index_number__in=numbers).values_list("agency_id", "index_number")
    met = set(here)
    field = next(one for one in fields if one.name == "index_number")
    for line, (page, _, _) in zip(lines, arrivals, strict=True):
        number = (page.agency_id, page.index_number)
        if page.index_number and number in met:
            yield line.fault("本机关已有这个索引号的信息。", field)
        met.add(number)


def _enter_information(taking: Taking, lines: Sequence[Line]) -> Sequence[Fault]:
    return enter_pages(taking, lines, Intake(taking, InformationPage, INFORMATION_FIELDS), INFORMATION_FIELDS)


def _enter_documents(taking: Taking, lines: Sequence[Line]) -> Sequence[Fault]:
    return enter_pages(taking, lines, Intake(taking, NormativeDocumentPage, DOCUMENT_FIELDS), DOCUMENT_FIELDS)


INFORMATION = RecordKind(
    "information",
    "政府信息",
    "公开过的信息，每条一行；没有发布日期的存为草稿，照常送审。",
    INFORMATION_FIELDS,
    ("agency", "reference"),
    _enter_information,
)
DOCUMENTS = RecordKind(
    "normative_documents",
    "行政规范性文件",
    "本机关制定的行政规范性文件，也可以是转载的；每件一行，按发文字号区分。",
    DOCUMENT_FIELDS,
    ("agency", "document_number"),
    _enter_documents,
)
