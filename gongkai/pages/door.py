"""What other rooms may ask of pages."""

from gongkai.pages.charts import Bar, Chart, Group, bar_chart, year_chart
from gongkai.pages.clearance import NotCleared, clear_import, content_hash
from gongkai.pages.models import AgencyPage, BasePage

__all__ = [
    "AgencyPage",
    "Bar",
    "BasePage",
    "Chart",
    "Group",
    "NotCleared",
    "bar_chart",
    "clear_import",
    "content_hash",
    "year_chart",
]
