"""What an agency settles for itself in the back office: index numbers, the explainer's term, its flagged terms."""

from __future__ import annotations

from django import forms
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, Panel
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.permissions import register_permission_policy
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from gongkai.agencies.door import OwnRowForm, OwnRows, OwnRowsPolicy, Role
from gongkai.publishing.flagged_terms import FlaggedTerm
from gongkai.publishing.index_numbers import NumberPattern
from gongkai.publishing.own_terms import OwnTerm
from gongkai.publishing.setting_forms import NumberPatternForm
from gongkai.publishing.supply.places import ReadingPlace
from gongkai.publishing.waivers import ExplainerTerm

_ADMINISTRATORS = (Role.ADMINISTRATOR,)
_OFFICE = (Role.ADMINISTRATOR, Role.DISCLOSURE_OFFICE_HEAD)
_BY_ADMINISTRATOR = {"view": _OFFICE, "add": _ADMINISTRATORS, "change": _ADMINISTRATORS}
_BY_OFFICE = {"view": _OFFICE, "add": _OFFICE, "change": _OFFICE}

# Nobody deletes any of these rows: what was judged by them must stay explained.
for _model, _acts in (
    (NumberPattern, _BY_ADMINISTRATOR),
    (ExplainerTerm, _BY_ADMINISTRATOR),
    (OwnTerm, _BY_ADMINISTRATOR),
    (ReadingPlace, _BY_OFFICE),
    (FlaggedTerm, _BY_OFFICE),
):
    register_permission_policy(_model, OwnRowsPolicy(_model, agency="agency", acts=_acts))


def _fields(*names: str) -> list[Panel]:
    return [FieldPanel(name) for name in names]


_AGENCY = FieldPanel("agency", widget=forms.Select)


class NumberPatternViewSet(OwnRows, SnippetViewSet):
    """How index numbers look."""

    model = NumberPattern
    icon = "list-ol"
    menu_label = "索引号格式"
    list_display = ["pattern", Column("example", label="编出来的样子"), "statistical_class", "agency", "since"]
    inspect_view_fields = ["agency", "pattern", "example", "statistical_class", "since"]
    edit_handler = ObjectList(
        [_AGENCY, *_fields("pattern", "statistical_class", "since")], base_form_class=NumberPatternForm
    )


class ExplainerTermViewSet(OwnRows, SnippetViewSet):
    """How long an agency gives itself to explain a document."""

    model = ExplainerTerm
    icon = "date"
    menu_label = "解读期限"
    list_display = [Column("__str__", label="期限"), "agency", "since", "basis"]
    inspect_view_fields = ["agency", "starts", "amount", "unit", "since", "basis"]
    edit_handler = ObjectList(
        [_AGENCY, *_fields("starts", "amount", "unit", "since", "basis")], base_form_class=OwnRowForm
    )


class OwnTermViewSet(OwnRows, SnippetViewSet):
    """How long an agency gives itself for what the law gives no length."""

    model = OwnTerm
    icon = "date"
    menu_label = "办理期限"
    list_display = [Column("__str__", label="期限"), "agency", "since", "basis"]
    inspect_view_fields = ["agency", "limit", "amount", "unit", "since", "basis"]
    edit_handler = ObjectList(
        [_AGENCY, *_fields("limit", "amount", "unit", "since", "basis")], base_form_class=OwnRowForm
    )


class ReadingPlaceViewSet(OwnRows, SnippetViewSet):
    """Where the public reads an agency's information, and what is brought there."""

    model = ReadingPlace
    icon = "home"
    menu_label = "查阅场所"
    list_display = ["name", "kind", BooleanColumn("receives", label="按月提供"), "agency", "since", "until"]
    list_filter = ["kind"]
    search_fields = ["name", "address"]
    inspect_view_fields = ["agency", "kind", "name", "address", "hours", "telephone", "receives", "since", "until"]
    edit_handler = ObjectList(
        [_AGENCY, *_fields("kind", "name", "address", "hours", "telephone", "receives", "since", "until")],
        base_form_class=OwnRowForm,
    )


class FlaggedTermViewSet(OwnRows, SnippetViewSet):
    """Which terms an agency flags beside the shipped lists."""

    model = FlaggedTerm
    icon = "warning"
    menu_label = "错敏词"
    list_display = [
        "wrong",
        "right",
        "kind",
        BooleanColumn("allowed", label="可以使用"),
        "wrong_since",
        "wrong_until",
        "agency",
    ]
    list_filter = ["kind"]
    search_fields = ["wrong", "right", "note"]
    inspect_view_fields = [
        *("agency", "wrong", "right", "kind", "allowed"),
        *("wrong_since", "wrong_until", "unless", "after", "note"),
    ]
    edit_handler = ObjectList(
        [
            _AGENCY,
            *_fields("wrong", "right", "kind", "allowed"),
            MultiFieldPanel(_fields("wrong_since", "wrong_until"), "适用于哪些日子的文件"),
            MultiFieldPanel(_fields("unless", "after"), "例外"),
            *_fields("note"),
        ],
        base_form_class=OwnRowForm,
    )


class SettingsGroup(SnippetViewSetGroup):
    """The menu 规则和名单."""

    items = (NumberPatternViewSet, ExplainerTermViewSet, OwnTermViewSet, FlaggedTermViewSet, ReadingPlaceViewSet)
    menu_label = "规则和名单"
    menu_icon = "cogs"
    menu_order = 710
