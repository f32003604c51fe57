"""What this room puts on the log, and how it names a page there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import timezone

from gongkai.agencies.door import acting_in
from gongkai.findings import Finding
from gongkai.pages.door import BasePage
from gongkai.publishing.refusals import Refused

if TYPE_CHECKING:
    from gongkai.agencies.door import Acting, Agency, Person


class PublishingAct(models.TextChoices):
    """Acts on a page of government information."""

    JUSTIFY = "justify_finding", "校对说明"
    PROOFREAD = "proofread", "校次完成"
    WAIVE_EXPLAINER = "waive_explainer", "决定不随文件解读"
    SUBMIT = "submit", "送审"
    RECALL = "recall", "撤回送审"
    VOID = "void", "审核作废"
    APPROVE = "approve", "审核通过"
    RETURN = "return", "审核退回"
    OPEN_GATE = "open_gate", "提请协商或者批准"
    ANSWER_GATE = "answer_gate", "登记协商或者批准结果"
    PUBLISH = "publish", "公开"
    IMPORT = "import_published", "导入历史数据"
    WITHDRAW = "withdraw_published", "下线"
    RECORD_VALIDITY = "record_validity", "登记有效性变动"
    RECORD_REVERSAL = "record_reversal", "登记处罚决定的变动"
    PIN = "pin", "置顶或者取消置顶"
    RECORD_DEPARTURE = "record_departure", "登记离任"
    REFUSE_BACKDATING = "refuse_backdating", "拒绝更改发布时间"
    RECEIVE_OPINION = "receive_opinion", "收到意见"
    DECIDE_OPINION = "decide_opinion", "登记意见是否采纳"
    SEE_OPINION_CONTACT = "see_opinion_contact", "查看提意见人的联系方式"
    REVIEW_WITHHELD = "review_withheld", "不予公开的定期评估"
    MAKE_SUPPLY = "make_supply", "制作移交包"
    HAND_OVER = "hand_over_supply", "登记向档案馆、图书馆移交"


def subject(page: Any) -> str:
    """Return how the log names a page, whatever its type."""
    return f"pages.basepage:{page.pk}"


def locked(page_id: int) -> Any:
    """Return the page as its own type, held against other acts until the transaction ends."""
    BasePage.objects.select_for_update().get(pk=page_id)
    return BasePage.objects.get(pk=page_id).specific


def acting_for(by: Person, roles: Iterable[str], agency: Agency, at: datetime, *, rule: str) -> Acting:
    """Return how `by` acts for an agency at that moment in one of these roles; raise Refused, by this rule, in none."""
    acted = acting_in(by, roles, agency, on=timezone.localdate(at))
    if acted is None:
        raise Refused([Finding(rule, facts={"agency": agency.name})])
    return acted
