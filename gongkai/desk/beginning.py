"""Where an empty installation begins: what its first administrator registers, in which order."""

from __future__ import annotations

from typing import NamedTuple

from django.db import models
from django.urls import reverse
from wagtail.models import Site

from gongkai.agencies.door import Agency, Appointment, Designation, Person, Role
from gongkai.pages.door import AgencyPage
from gongkai.publishing.door import SectionPage


class Step(NamedTuple):
    """One step: what is done, where, and whether it was."""

    text: str
    address: str
    is_done: bool


def first_steps() -> list[Step]:
    """Return the steps to the first information that is published; none once all of them were gone."""
    home = AgencyPage.objects.order_by("pk").first()
    top = Site.objects.get(is_default_site=True).root_page_id
    steps = [
        Step("登记行政机关（名称、代号）", _form("agency"), _any(Agency)),
        Step("登记内设机构，其中一个是政府信息公开工作机构", _form("office"), _any(Designation)),
        Step("登记人员账号，密码当面告知本人", _form("person"), Person.objects.filter(is_superuser=False).exists()),
        Step("登记任职：谁担任承办人、校对人、一审、二审、三审和其他岗位", _form("appointment"), _has_reviewers()),
        Step("建机关主页，网址短名填机关的代号", reverse("wagtailadmin_pages:add_subpage", args=[top]), bool(home)),
        Step(
            "在机关主页下建栏目；栏目里有了公开的信息，公众才看得到它",
            reverse("wagtailadmin_explore", args=[home.pk if home else top]),
            _any(SectionPage),
        ),
    ]
    return [] if all(step.is_done for step in steps) else steps


def _form(model: str) -> str:
    return reverse(f"wagtailsnippets_agencies_{model}:{'list' if model == 'office' else 'add'}")


def _any(model: type[models.Model]) -> bool:
    return bool(model._default_manager.exists())


def _has_reviewers() -> bool:
    return Appointment.objects.filter(role=Role.THIRD_REVIEWER).exists()
