"""The room's models, gathered for Django."""

from gongkai.pages.agency_page import AgencyPage
from gongkai.pages.base_page import BasePage
from gongkai.pages.kept.beside import KeptFile
from gongkai.pages.kept.rows import KeptPage
from gongkai.pages.media import Attachment, Picture, PictureRendition
from gongkai.pages.search_index import SearchEntry
from gongkai.pages.visits.daily import DailyVisitor, DailyVisits

__all__ = [
    "AgencyPage",
    "Attachment",
    "BasePage",
    "DailyVisitor",
    "DailyVisits",
    "KeptFile",
    "KeptPage",
    "Picture",
    "PictureRendition",
    "SearchEntry",
]
