"""What other rooms may ask of pages."""

from gongkai.pages.charts import Bar, Chart, Group, bar_chart, year_chart
from gongkai.pages.clearance import (
    BOOKKEEPING,
    Clearance,
    NotCleared,
    NotWithdrawn,
    clear_import,
    clear_review,
    content_hash,
    publish_cleared,
    take_down,
)
from gongkai.pages.media import Attachment, Picture
from gongkai.pages.models import AgencyPage, BasePage, filled
from gongkai.pages.places import place_of
from gongkai.pages.shown_files import files_shown_by, numbers_shown_by

__all__ = [
    "BOOKKEEPING",
    "AgencyPage",
    "Attachment",
    "Bar",
    "BasePage",
    "Chart",
    "Clearance",
    "Group",
    "NotCleared",
    "NotWithdrawn",
    "Picture",
    "bar_chart",
    "clear_import",
    "clear_review",
    "content_hash",
    "files_shown_by",
    "filled",
    "numbers_shown_by",
    "place_of",
    "publish_cleared",
    "take_down",
    "year_chart",
]
