"""The page labels (网页标签) of what stands beside the page tree: which column each address is, and of which kind.

国办发〔2017〕47号 asks every page of a government's site for the name and kind of its column. A page of the tree
says its own (`BasePage.column_name`, `column_type`); for every other public address one line stands here.
"""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest


class Column(NamedTuple):
    """A column of the site: its name and its kind."""

    name: str
    kind: str


_APPLICATION = Column("依申请公开", "政府信息公开类")
_TRACKING = Column("查询申请", "政府信息公开类")
_CHECK = Column("报告体检", "办事服务类")
_OPINIONS = Column("意见征集", "互动交流类")
_SITE_ERRORS = Column("我为政府网站找错", "互动交流类")

COLUMNS: dict[str, Column] = {
    "policy_library": Column("政策文件库", "政策文件类"),
    "document_register": Column("行政规范性文件目录", "政策文件类"),
    "public_comments": _OPINIONS,
    "send_opinion": _OPINIONS,
    "report_site_error": _SITE_ERRORS,
    "site_error_status": _SITE_ERRORS,
    "site_map": Column("网站地图", "网站功能类"),
    "visit_statistics": Column("访问统计", "数据发布类"),
    "search": Column("站内搜索", "网站功能类"),
    "display": Column("显示设置", "网站功能类"),
    "verify": Column("防伪核验", "网站功能类"),
    "open_data_guide": Column("开放数据", "数据发布类"),
    "check_report": _CHECK,
    "compare_reports": _CHECK,
    "mended_report": _CHECK,
    "rule_catalogue": _CHECK,
    "apply": _APPLICATION,
    "paper_form": _APPLICATION,
    "application_form": _APPLICATION,
    "resume_application": _APPLICATION,
    "forget_application": _APPLICATION,
    "track": _TRACKING,
    "tracked_case": _TRACKING,
    "tracked_part": _TRACKING,
    "tracked_letter": _TRACKING,
    "stop_tracking": _TRACKING,
    "send_correction": _TRACKING,
    "send_reasons": _TRACKING,
    "withdraw": _TRACKING,
}


def page_labels(request: HttpRequest) -> dict[str, Any]:
    """Return the domain of the site and, beside the page tree, the column: Django puts them below a view's own."""
    told = {"site_domain": _domain(settings.PUBLIC_ADDRESS)}
    match = getattr(request, "resolver_match", None)
    column = COLUMNS.get(match.view_name) if match else None
    return {**told, "column_name": column.name, "column_type": column.kind} if column else told


@cache
def _domain(address: str) -> str:
    return urlsplit(address).netloc
