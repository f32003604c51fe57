"""The room's part of the back office."""

from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from gongkai.agencies.organs import Agency


class AgencyViewSet(SnippetViewSet):
    """The agencies."""

    model = Agency
    icon = "group"
    list_display = ["name", "short_name", "slug", "city"]
    panels = [
        MultiFieldPanel([FieldPanel("name"), FieldPanel("short_name"), FieldPanel("slug"), FieldPanel("city")], "机关"),
        FieldPanel("rank"),
        FieldPanel("demonstration", read_only=True),
    ]


register_snippet(AgencyViewSet)
