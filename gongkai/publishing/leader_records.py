"""Leaders that come in from files: with the day their page was first public, or as drafts for review."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils import timezone

from gongkai.agencies.door import Fault, Field, Line, RecordKind, Taking, faults_of, owner_of
from gongkai.pages.door import place_of
from gongkai.publishing.bodies import paragraphs
from gongkai.publishing.disclosure_section import open_disclosure
from gongkai.publishing.information_records import own_since
from gongkai.publishing.leaders import LeaderPage, LeadersPage
from gongkai.publishing.publication import publish_imported
from gongkai.publishing.section_records import AGENCY
from gongkai.publishing.sections import StatutoryContentPage
from gongkai.publishing.unfit_records import errors_by_field

_FIELDS = (
    AGENCY,
    Field("title", "姓名", required=True, longest=60, example="周明"),
    Field("position", "职务", required=True, longest=100, example="主任"),
    Field("took_office_date", "任职日期", "date", required=True, example="2022-01-10"),
    Field("responsibilities", "分管工作", required=True, longest=1000, example="主持全面工作。"),
    Field("is_head", "主要负责人", "flag", help="不填的为“否”。", example="是"),
    Field("rank", "排序", "integer", help="小的在前；不填的为1。", example="1"),
    Field("career", "简历", help="每行一段。"),
    Field(
        "publication_date", "发布日期", "date", help="首次公开的日期；不填的存为草稿，照常送审。", example="2022-01-12"
    ),
)


def _enter(taking: Taking, lines: Sequence[Line]) -> Sequence[Fault]:
    faults: list[Fault] = []
    for line in lines:
        try:
            _take_in(taking, line)
        except ValidationError as error:
            faults += faults_of(line, error, _FIELDS)
    return faults


def _take_in(taking: Taking, line: Line) -> None:
    agency, said = owner_of(taking, line), line.values
    day = said["publication_date"]
    own = own_since(agency)
    if day and own and day >= own:
        told = f"本机关自{own:%Y-%m-%d}起在本系统公开信息，此后的信息须经三审公开。"
        raise ValidationError({"publication_date": told})
    if day and not said["took_office_date"] <= day <= timezone.localdate(taking.at):
        raise ValidationError({"publication_date": "发布日期应在任职之后，不晚于导入当日。"})
    open_disclosure(place_of(agency))
    statutory = StatutoryContentPage.objects.descendant_of(place_of(agency)).get()
    key = f"{agency.slug}|{said['title']}|{said['took_office_date']}"
    page = LeaderPage(
        title=said["title"],
        slug=hashlib.sha256(key.encode()).hexdigest()[:20],
        position=said["position"],
        rank=said["rank"] or 1,
        is_head=bool(said["is_head"]),
        responsibilities=said["responsibilities"],
        career=paragraphs(said["career"] or ""),
        took_office_date=said["took_office_date"],
        live=False,
    )
    if day and (errors := errors_by_field(page, said)):
        raise ValidationError(errors)
    LeadersPage.open_below(statutory).add_child(instance=page)
    if day:
        publish_imported(page, publication_date=day, batch=taking.source, by=taking.by, at=taking.at)
    else:
        page.save_revision(user=taking.by)


LEADERS = RecordKind(
    "leaders",
    "领导",
    "机关现任领导，每人一行；没有发布日期的存为草稿，照常送审。离任的在后台登记。",
    _FIELDS,
    ("agency", "title", "took_office_date"),
    _enter,
)
