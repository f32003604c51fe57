"""What an empty desk says: where each role finds its work, and nothing that the role may not do."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from gongkai.agencies.door import Role


class Advice(NamedTuple):
    """A sentence, and the name of the page it leads to with what the link says; no page where that is empty."""

    text: str
    route: str = ""
    label: str = ""


_REVIEW = Advice("承办人送审的稿件轮到您这一审时，会列在这里。", "publishing_queue", "看正在审签的全部稿件")
_ADVICE: dict[Role, Advice] = {
    Role.CLERK: Advice(
        "要起草信息，从左边的“页面”进入栏目，选“新建子页面”；收到纸质、传真的申请，请登记。",
        "cases:register",
        "登记申请",
    ),
    Role.PROOFREADER: Advice("写好的草稿等校对时，会列在这里；一校到三校，同一个人不连着校两次。"),
    Role.FIRST_REVIEWER: _REVIEW,
    Role.SECOND_REVIEWER: _REVIEW,
    Role.THIRD_REVIEWER: _REVIEW,
    Role.DISCLOSURE_OFFICE_HEAD: Advice("要批准的延期和答复会列在这里。", "desk:workload", "看各科室的待办和逾期"),
    Role.LEADER: Advice("要批准的答复和要签发的年度报告会列在这里。", "desk:workload", "看各科室的待办和逾期"),
    Role.INSPECTOR: Advice("公开的内容有不合要求的，会列在这里，请督促整改。", "publishing_watched", "看内容检查"),
    Role.SUPERVISOR: Advice("下级机关报送的年度报告会列在这里。", "yearend:collection", "看报告收集"),
    Role.ADMINISTRATOR: Advice(
        "账号、任职和代理，在“机关和人员”里登记。", "desk:staffing", "看现有人员能否走完各道关口"
    ),
}
_NOBODY = Advice("您今天没有任何岗位，请系统管理员在“机关和人员”里登记任职。")


def advice_for(roles: Collection[Role]) -> Iterator[Advice]:
    """Yield what somebody in these roles may do where nothing waits, each once, in the order of the roles."""
    yield from dict.fromkeys(_ADVICE[role] for role in Role if role in roles) or [_NOBODY]
