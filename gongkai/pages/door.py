"""What other rooms may ask of pages."""

from gongkai.pages.address_codes import address_code
from gongkai.pages.addresses import parts_of_address
from gongkai.pages.charts import NOT_GIVEN, Bar, Chart, Group, bar_chart, year_chart
from gongkai.pages.clearance import (
    BOOKKEEPING,
    Clearance,
    NotCleared,
    NotWithdrawn,
    Overtaken,
    clear_import,
    clear_review,
    content_hash,
    publish_cleared,
    require_nothing_happened,
    take_down,
)
from gongkai.pages.events import agency_home_shown, page_kept
from gongkai.pages.kept.files import StoredFile
from gongkai.pages.kept.following import changed
from gongkai.pages.kept.made import MadeFile
from gongkai.pages.kept.manifest import kept_differences, manifest, write_manifest
from gongkai.pages.kept.rows import KeptPage, mark_everything
from gongkai.pages.kept.serving import KeptPages
from gongkai.pages.kept.tree import open_to_all
from gongkai.pages.kept.writing import begin_where_foreign, keep_here, tree, write_everything_stale
from gongkai.pages.media import Attachment, Picture
from gongkai.pages.models import AgencyPage, BasePage
from gongkai.pages.page_roles import may_open
from gongkai.pages.places import place_of
from gongkai.pages.search_index import Searchable, fill_empty_index, index, index_everything
from gongkai.pages.search_table import newness
from gongkai.pages.search_words import number_key, words_of
from gongkai.pages.searching import MOST_COUNTED, STATES, Hits, Question, find
from gongkai.pages.shown_files import FILE_KINDS, ShownFile, files_shown_by, numbers_shown_by
from gongkai.pages.staff_files import staff_picture
from gongkai.pages.uploads import FORM_BYTES, Hashed, KeptInMemory, declared_bytes
from gongkai.pages.visibility import filled, is_public, public, walked_within, within
from gongkai.pages.visitors import HOUR, has_done_too_often
from gongkai.pages.visits.counting import note as note_visit
from gongkai.pages.visits.counting import write_noted as write_visits
from gongkai.pages.visits.figures import FIGURES, visits_of

__all__ = [
    "BOOKKEEPING",
    "FIGURES",
    "FILE_KINDS",
    "FORM_BYTES",
    "HOUR",
    "MOST_COUNTED",
    "NOT_GIVEN",
    "STATES",
    "AgencyPage",
    "Attachment",
    "Bar",
    "BasePage",
    "Chart",
    "Clearance",
    "Group",
    "Hashed",
    "Hits",
    "KeptInMemory",
    "KeptPage",
    "KeptPages",
    "MadeFile",
    "NotCleared",
    "NotWithdrawn",
    "Overtaken",
    "Picture",
    "Question",
    "Searchable",
    "ShownFile",
    "StoredFile",
    "address_code",
    "agency_home_shown",
    "bar_chart",
    "begin_where_foreign",
    "changed",
    "clear_import",
    "clear_review",
    "content_hash",
    "declared_bytes",
    "files_shown_by",
    "fill_empty_index",
    "filled",
    "find",
    "has_done_too_often",
    "index",
    "index_everything",
    "is_public",
    "keep_here",
    "kept_differences",
    "manifest",
    "mark_everything",
    "may_open",
    "newness",
    "note_visit",
    "number_key",
    "numbers_shown_by",
    "open_to_all",
    "page_kept",
    "parts_of_address",
    "place_of",
    "public",
    "publish_cleared",
    "require_nothing_happened",
    "staff_picture",
    "take_down",
    "tree",
    "visits_of",
    "walked_within",
    "within",
    "words_of",
    "write_everything_stale",
    "write_manifest",
    "write_visits",
    "year_chart",
]
