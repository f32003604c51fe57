"""The guide and the house rules of a demonstration agency: what its disclosure section must not lack (Reg. art. 12)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from gongkai.pages.door import place_of
from gongkai.publishing.door import DisclosureRulesPage, GuidePage, InformationPage, open_disclosure, publish_imported

if TYPE_CHECKING:
    from datetime import datetime

    from gongkai.agencies.door import Agency, Person

GUIDE_DAY = date(2019, 5, 15)  # the day the Regulation came into force: before any year that is counted

_CLASSIFICATION = "按《条例》第二十条、第二十一条所列事项分类，并按概况、动态、政策、解读、通知公告和互动六类统计。"
_ARRANGEMENT = "每条信息编有索引号，列明名称、内容概述和生成日期；目录按发布日期由近及远排列。"
_OBTAINING = (
    "<p>主动公开的信息，请在本专栏和网站各栏目查阅、检索和下载。</p>"
    "<p>其他信息，请在本专栏“依申请公开”提出申请，也可以到办公地点当面提交，或者以信函、传真提交。提出申请不需要说明用途。</p>"
    "<p>除申请的数量、频次明显超过合理范围的以外，不收取费用。</p>"
)
_REMEDIES = (
    "<p>认为本机关在政府信息公开工作中侵犯您的合法权益的，可以向上一级行政机关或者政府信息公开工作主管部门投诉、举报，"
    "也可以依法申请行政复议或者提起行政诉讼。</p>"
)
_FOOTER = ("0000000000", "ICP备00000000号", "公网安备00000000000000号")
_RULES = (
    "<p>公开为常态、不公开为例外。信息公开前逐条审查，先审查、后公开。</p>"
    "<p>每条信息经承办科室、公开工作机构、分管领导三次审核，审核人各不相同；审核之后有改动的，重新审核。</p>"
    "<p>已经公开的信息需要撤下的，写明理由，原地址保留说明。</p>"
)


def publish_guide(agency: Agency, *, batch: str, by: Person, at: datetime) -> None:
    """Publish a guide with what the agency's disclosure office says of itself, and the rules it works by."""
    place = place_of(agency)
    place.site_code, place.icp_number, place.police_number = _FOOTER  # the footer says that they are none
    place.save()
    section = open_disclosure(place)
    _publish(section, _guide(agency), batch=batch, by=by, at=at)
    rules = DisclosureRulesPage.objects.child_of(section).get()
    _publish(rules, _house_rules(agency), batch=batch, by=by, at=at)


def _guide(agency: Agency) -> GuidePage:
    office = agency.disclosure_office
    return GuidePage(
        title=GuidePage.fixed_title,
        slug=GuidePage.fixed_slug,
        classification=_CLASSIFICATION,
        arrangement=_ARRANGEMENT,
        obtaining=_OBTAINING,
        office_name=office.name,
        office_address=office.address,
        office_hours=office.hours,
        telephone=office.telephone,
        fax=office.fax or "无",
        internet_contact=office.email,
        remedies=_REMEDIES,
    )


def _house_rules(agency: Agency) -> InformationPage:
    return InformationPage(
        title="政府信息公开工作制度（演示文本）",
        slug="house-rules",
        agency=agency,
        index_number=f"{agency.slug}-{GUIDE_DAY.year}-0001",
        summary="政府信息公开的审查、审核和撤下的规定。",
        body=[("text", _RULES)],
        issue_date=GUIDE_DAY,
    )


def _publish(parent: Any, page: Any, *, batch: str, by: Person, at: datetime) -> None:
    page.live = False
    parent.add_child(instance=page)
    publish_imported(page, publication_date=GUIDE_DAY, batch=batch, by=by, at=at)
