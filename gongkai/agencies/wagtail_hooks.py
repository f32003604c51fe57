"""The room's part of the back office: agencies, offices, people, appointments, deputyships, the log."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from gongkai.agencies.appointments import Appointment, Deputyship, Role
from gongkai.agencies.forms import AgencyForm, AppointmentForm, DatedForm, DeputyshipForm, OwnRowForm, PersonForm
from gongkai.agencies.log import LogEntry
from gongkai.agencies.log_listing import FactsColumn, LogEntryView, LogFilters, SubjectColumn
from gongkai.agencies.offices import Designation, Office
from gongkai.agencies.organs import Agency, Relation
from gongkai.agencies.own_rows import OwnRows, OwnRowsPolicy, PeoplePolicy
from gongkai.agencies.people import Person
from gongkai.agencies.row_views import RowView

_ADMINISTRATORS = (Role.ADMINISTRATOR,)
_OFFICE = (Role.ADMINISTRATOR, Role.DISCLOSURE_OFFICE_HEAD)
_READERS = tuple(Role)
_EDITED = {"view": _READERS, "add": _ADMINISTRATORS, "change": _ADMINISTRATORS}
_BY_OFFICE = {"view": _READERS, "add": _OFFICE, "change": _OFFICE}
_LOG_READERS = (*_OFFICE, Role.LEADER, Role.INSPECTOR)

# Nobody deletes any of these rows: they end on a day, and what was recorded stays.
register_permission_policy(
    Agency, OwnRowsPolicy(Agency, agency="pk", acts={"view": _READERS, "change": _ADMINISTRATORS})
)
for _model, _acts in ((Office, _BY_OFFICE), (Designation, _EDITED), (Relation, _EDITED), (Appointment, _EDITED)):
    register_permission_policy(_model, OwnRowsPolicy(_model, agency="agency", acts=_acts))
register_permission_policy(Deputyship, OwnRowsPolicy(Deputyship, agency="agency", acts=_BY_OFFICE))
register_permission_policy(LogEntry, OwnRowsPolicy(LogEntry, agency="agency", acts={"view": _LOG_READERS}))
register_permission_policy(Person, PeoplePolicy(Person, agency="", acts={**_EDITED, "view": _OFFICE}))


def fields(*names: str) -> list[Panel]:
    """Return panels for these fields; a relation is chosen from a plain list."""
    return [FieldPanel(name) for name in names]


def choices(*names: str) -> list[Panel]:
    """Return panels for relations, each a plain list to choose from."""
    return [FieldPanel(name, widget=forms.Select) for name in names]


class OwnRowsViewSet(OwnRows, SnippetViewSet):
    """A listing and its forms, limited to the own rows."""


def _form(panels: list[Panel], form: type[OwnRowForm]) -> Any:
    """Return how the form is laid out: these panels, on a form of this class."""
    from wagtail.admin.panels import ObjectList

    return ObjectList(panels, base_form_class=form)


class AgencyViewSet(OwnRowsViewSet):
    """The agencies; a new one is registered by a superuser."""

    model = Agency
    icon = "home"
    menu_label = "机关"
    list_display = ["name", "short_name", "slug", "city"]
    inspect_view_fields = ["name", "short_name", "slug", "rank", "city", "demonstration"]
    edit_handler = _form(
        [
            MultiFieldPanel(fields("name", "short_name", "rank", "changed_on"), "名称和规格"),
            *fields("slug", "city"),
            FieldPanel("demonstration", read_only=True),
        ],
        AgencyForm,
    )


class OfficeViewSet(OwnRowsViewSet):
    """The offices."""

    model = Office
    icon = "group"
    menu_label = "内设机构和网点"
    list_display = ["name", "agency", "kind", "telephone", "until"]
    list_filter = ["kind"]
    inspect_view_fields = ["agency", *Office.tracked, "since", "until"]
    edit_handler = _form(
        [
            *choices("agency"),
            MultiFieldPanel(fields("kind", "name", "duties", "head"), "机构"),
            MultiFieldPanel(fields("address", "hours", "telephone", "fax", "email", "website"), "联系方式"),
            *fields("changed_on"),
            MultiFieldPanel(fields("since", "until"), "设立和撤销"),
        ],
        DatedForm,
    )


class DesignationViewSet(OwnRowsViewSet):
    """Which office is the 政府信息公开工作机构, from when."""

    model = Designation
    icon = "pick"
    menu_label = "公开工作机构"
    list_display = ["office", "agency", "since"]
    inspect_view_fields = ["agency", "office", "since"]
    edit_handler = _form([*choices("agency", "office"), *fields("since")], OwnRowForm)


class RelationViewSet(OwnRowsViewSet):
    """To whom the agency answers."""

    model = Relation
    icon = "site"
    menu_label = "隶属和监督关系"
    list_display = ["agency", "kind", Column("body", label="对方机关"), "since"]
    list_filter = ["kind"]
    inspect_view_fields = ["agency", "kind", "other", "named_body", "since"]
    edit_handler = _form(
        [*choices("agency"), *fields("kind"), *choices("other"), *fields("named_body", "since")], OwnRowForm
    )


class PersonView(RowView):
    """One account."""

    labels = {"masked_mobile": "手机号码", "is_active": "可登录"}


class PersonViewSet(OwnRowsViewSet):
    """The accounts of those who work in the own agencies."""

    model = Person
    icon = "user"
    menu_label = "人员账号"
    list_display = [
        "username",
        Column("get_full_name", label="姓名"),
        "email",
        Column("masked_mobile", label="手机号码"),
        "agency",
        BooleanColumn("is_active", label="可登录"),
        "last_login",
    ]
    inspect_view_class = PersonView
    inspect_view_fields = ["username", "last_name", "first_name", "agency", "email", "masked_mobile", "is_active"]
    search_fields = ["username", "last_name", "first_name"]
    edit_handler = _form(
        [
            *choices("agency"),
            *fields("username", "last_name", "first_name", "email", "mobile", "is_active"),
            FieldPanel("new_password"),
        ],
        PersonForm,
    )


class AppointmentViewSet(OwnRowsViewSet):
    """Who holds which role."""

    model = Appointment
    icon = "tag"
    menu_label = "任职"
    list_display = ["person", "role", "agency", "office", "since", "until"]
    list_filter = ["role"]
    inspect_view_fields = ["person", "agency", "role", "office", "since", "until"]
    edit_handler = _form(
        [*choices("agency", "person"), *fields("role"), *choices("office"), *fields("since", "until")], AppointmentForm
    )


class DeputyshipViewSet(OwnRowsViewSet):
    """Who acts for whom."""

    model = Deputyship
    icon = "resubmit"
    menu_label = "代理"
    list_display = ["absent", "deputy", "role", "agency", "since", "until", "ended_date"]
    inspect_view_fields = [
        "agency",
        "absent",
        "deputy",
        "role",
        "since",
        "until",
        "reason",
        "recorded_by",
        "recorded_at",
        "ended_date",
        "end_reason",
    ]
    edit_handler = _form(
        [
            *choices("agency", "absent", "deputy"),
            *fields("role", "since", "until", "reason"),
            MultiFieldPanel(fields("end_now", "end_reason"), "提前结束"),
        ],
        DeputyshipForm,
    )


class LogViewSet(OwnRowsViewSet):
    """The log, to read."""

    model = LogEntry
    icon = "history"
    menu_label = "操作记录"
    list_display = [
        *("at", "act_label", "by_name", "on_behalf_of"),
        SubjectColumn("subject", label="事项"),
        FactsColumn("facts", label="内容"),
        "reason",
    ]
    filterset_class = LogFilters
    search_fields = ["by_name", "act_label", "subject", "reason"]
    inspect_view_class = LogEntryView
    inspect_view_fields = [
        *("at", "act_label", "by_name", "on_behalf_of", "agency", "subject"),
        *("facts", "reason", "seq", "previous", "digest"),
    ]
    edit_handler = _form([], OwnRowForm)


class AgenciesGroup(SnippetViewSetGroup):
    """The menu 机关和人员."""

    items = (
        AgencyViewSet,
        OfficeViewSet,
        DesignationViewSet,
        RelationViewSet,
        PersonViewSet,
        AppointmentViewSet,
        DeputyshipViewSet,
        LogViewSet,
    )
    menu_label = "机关和人员"
    menu_icon = "group"
    menu_order = 700


register_snippet(AgenciesGroup)


@hooks.register("construct_settings_menu")
def hide_wagtails_own_accounts(request: HttpRequest, items: list[Any]) -> None:
    """Leave Wagtail's own list of accounts to superusers; administrators have 人员账号, limited to their agencies."""
    items[:] = [item for item in items if item.name != "users" or request.user.is_superuser]


@hooks.register("register_account_menu_item")
def second_factor_item(request: HttpRequest) -> dict[str, str]:
    """Offer the second step of signing in where somebody looks after the own account."""
    return {
        "url": reverse("second_factor:enrol"),
        "label": "两步验证",
        "help_text": "登录时除密码外再填手机上的验证码。",
    }
