"""Whether something is to be public (公开属性), of what kind it is, whose it is to disclose (Reg. art. 10, 13-19)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from gongkai.publishing.information import InformationPage


class Attribute(models.TextChoices):
    """公开属性. What has no reason to be withheld is at least disclosed on application (Reg. art. 5, 13)."""

    PROACTIVE = "proactive", "主动公开"
    ON_APPLICATION = "on_application", "依申请公开"
    WITHHELD = "withheld", "不予公开"


class Genre(models.TextChoices):
    """Kinds of information that are treated differently."""

    GENERAL = "general", "一般信息"
    NEWS = "news", "政务动态"
    CLARIFICATION = "clarification", "澄清回应"
    REPRINT = "reprint", "转载"
    PENALTY = "penalty", "行政处罚决定"
    PERSONNEL = "personnel", "人事信息"


class Origin(models.TextChoices):
    """Where the agency has it from, which decides who discloses it (Reg. art. 10)."""

    SELF_MADE = "self_made", "本机关制作"
    OBTAINED_FROM_PRIVATE_PARTY = "obtained_from_private_party", "从公民、法人或者其他组织获取"
    OBTAINED_FROM_ORGAN = "obtained_from_organ", "从其他行政机关获取"
    JOINTLY_MADE = "jointly_made", "与其他行政机关共同制作"


def speaks_for_disclosure(page: InformationPage) -> bool:
    """Return whether one of the three questions of Art. 19 is answered with yes, so that 主动公开 is proposed."""
    return page.adjusts_public_interest or page.needs_wide_knowledge or page.needs_participation


def proposed_attribute(page: InformationPage) -> Attribute:
    """Return what the answers to Art. 19 propose; without any, what has no reason to be withheld is for applicants."""
    return Attribute.PROACTIVE if speaks_for_disclosure(page) else Attribute.ON_APPLICATION


def problems_with_attribute(page: InformationPage) -> dict[str, str]:
    """Return, by field, what is missing or contradicts itself in 公开属性, 公开主体 and 公开期限."""
    reason = page.attribute_reason.strip()
    problems: dict[str, str] = {}
    if page.attribute == Attribute.WITHHELD:
        problems |= _withheld(page, reason)
    elif page.ground or page.withheld_date:
        problems["ground"] = "只有“不予公开”才填依据和决定日期。"
    if page.attribute == Attribute.ON_APPLICATION and speaks_for_disclosure(page) and not reason:
        problems["attribute_reason"] = (
            "涉及公众利益调整、需要公众广泛知晓或者参与决策的，应当主动公开；不主动公开的，请写明理由。"
        )
    if page.genre == Genre.PENALTY and page.attribute == Attribute.PROACTIVE and not reason:
        problems["attribute_reason"] = (
            "主动公开的是本机关认为具有一定社会影响的行政处罚决定，请写明这样判断的理由；其他的依申请公开。"
        )
    if page.origin in (Origin.OBTAINED_FROM_ORGAN, Origin.JOINTLY_MADE) and not page.responsible_organ.strip():
        problems["responsible_organ"] = "请写明负责公开的机关：制作或者最初获取的机关，共同制作的写牵头机关。"
    if page.genre == Genre.REPRINT:
        problems |= _reprinted(page)
    if page.special_due_date and not page.special_due_law.strip():
        problems["special_due_law"] = "请写明这个期限出自哪部法律、法规。"
    return problems


def _reprinted(page: InformationPage) -> dict[str, str]:
    """Return what is missing in a reprint: it keeps its maker, and is never counted as the agency's own."""
    problems: dict[str, str] = {}
    if page.origin != Origin.OBTAINED_FROM_ORGAN:
        problems["origin"] = "转载的是其他机关的信息，请选“从其他行政机关获取”。"
    if not page.responsible_organ.strip():
        problems["responsible_organ"] = "转载的，请写明制作机关。"
    if not page.source.strip():
        problems["source"] = "转载的，请写明从哪里转载：原发布网站或者刊物。"
    if getattr(page, "is_ours", False):
        problems["is_ours"] = "转载的文件不是本机关制定的，请取消勾选；它不计入本机关的件数。"
    return problems


def _withheld(page: InformationPage, reason: str) -> dict[str, str]:
    problems: dict[str, str] = {}
    if not page.ground:
        problems["ground"] = "不予公开必须选择《条例》第十四条至第十六条的一项依据；没有依据的，属于依申请公开。"
    if not reason:
        problems["attribute_reason"] = "不予公开的，请写明理由和具体依据。"
    if not page.withheld_date:
        problems["withheld_date"] = "请填写决定日期，到期须重新评估（《条例》第十八条）。"
    return problems
