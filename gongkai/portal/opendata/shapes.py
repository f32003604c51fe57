"""What the interface returns; the words here are the words of its description."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Generic, TypeVar

from ninja import Field, Schema

from gongkai.agencies.door import DEMONSTRATION

Row = TypeVar("Row")
NOTICE = Field(
    "", title="说明", description=f"演示机关的每一行都写明“{DEMONSTRATION}”；其他机关为空。", examples=[DEMONSTRATION]
)


class AgencyRow(Schema):
    """A disclosing agency (行政机关)."""

    agency: str = Field(title="机关代号")
    name: str = Field(title="机关全称")
    short_name: str = Field(title="简称")
    city: str = Field(title="所在地")
    address: str = Field(title="网址")
    feed: str = Field(title="订阅地址（Atom）")
    notice: str = NOTICE


class SectionRow(Schema):
    """A section (栏目) in which something is public."""

    number: int = Field(title="栏目编号")
    agency: str = Field(title="机关代号")
    title: str = Field(title="栏目名称")
    statistical_class: str = Field("", title="统计类别")
    duty: str = Field("", title="法定主动公开事项", description="《条例》第二十条、第二十一条的一项。")
    address: str = Field(title="网址")
    feed: str = Field(title="订阅地址（Atom）")
    notice: str = NOTICE


class CatalogueRow(Schema):
    """A line of the catalogue (政府信息公开目录, Reg. art. 12)."""

    index_number: str = Field(title="索引号")
    title: str = Field(title="名称")
    summary: str = Field(title="内容概述")
    issue_date: date = Field(title="生成日期")
    publication_date: date | None = Field(None, title="发布日期")
    document_number: str = Field("", title="发文字号")
    agency: str = Field(title="机关代号")
    number: int = Field(title="信息编号")
    address: str = Field(title="网址")
    notice: str = NOTICE


class DocumentRow(CatalogueRow):
    """A piece of government information; of a normative document with its validity on the day asked about."""

    kind: str = Field(title="种类")
    section: int = Field(title="栏目编号")
    section_title: str = Field(title="栏目名称")
    statistical_class: str = Field("", title="统计类别")
    subject: str = Field("", title="主题分类")
    source: str = Field("", title="信息来源")
    keywords: str = Field("", title="关键词")
    maker: str = Field("", title="制定机关")
    effective_date: date | None = Field(None, title="施行日期")
    validity: str = Field("", title="有效性", description="行政规范性文件在所问之日的状态；其他信息为空。")
    validity_date: date | None = Field(None, title="有效性所指日期")
    content_hash: str = Field(title="防伪码", description="页面内容的 SHA-256，与页面上印的相同。")
    changed_at: datetime | None = Field(None, title="最后更新时间")


class FileRow(Schema):
    """A file that a document shows."""

    title: str = Field(title="名称")
    address: str = Field(title="网址")
    sha256: str = Field(title="SHA-256")


class Document(DocumentRow):
    """A piece of government information with its text and its attachments."""

    text: str = Field(title="正文文字")
    attachments: list[FileRow] = Field(title="附件")


class ReportRow(Schema):
    """A public annual report (政府信息公开工作年度报告)."""

    agency: str = Field(title="机关代号")
    year: int = Field(title="年度")
    title: str = Field(title="名称")
    form: str = Field(title="报告格式")
    publication_date: date | None = Field(None, title="发布日期")
    address: str = Field(title="网址")
    data: str = Field(title="数据地址（JSON）")
    content_hash: str = Field(title="防伪码")
    notice: str = NOTICE


class Listed(Schema, Generic[Row]):
    """A part of a list: its rows, and where it goes on (空表示到头)."""

    notice: str = NOTICE
    items: list[Row]
    next: str | None = Field(None, title="下一部分的网址")


class Problem(Schema):
    """Why there is no answer."""

    detail: str = Field(title="原因")


Report = dict[str, Any]  # the JSON of `gongkai report read`
