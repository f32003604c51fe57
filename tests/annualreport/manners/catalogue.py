"""The manners, by name, and how to make a file of one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from gongkai.annualreport.model import Place
from tests.annualreport.manners import docx_files, glued, html_files, own_json, pdf_files, text_files
from tests.annualreport.manners.blemishes import BLEMISHES
from tests.annualreport.manners.judging import Expected
from tests.annualreport.manners.paper import Paper, Print, set_paper
from tests.annualreport.manners.values import OTHER_PARTS, Truth, truth

Renderer = Callable[[Paper, Random], bytes]
_WORDS = frozenset(
    {
        "other_single_row",
        "label_variants",
        "typing_errors",
        "enumerators",
        "readings",
        "spaces_in_words",
        "traditional",
        "missing_headings",
        "renumbered_headings",
        "varied_titles",
    }
)
_CELLS = frozenset({"dashes", "units", "thousands", "signed_changes", "full_width_digits"})
_ROWS = frozenset(
    {
        "blank_cells",
        "lost_values",
        "lost_rows",
        "local_rows",
        "reordered_columns",
        "pictures",
        "cut_headers",
        "page_numbers",
    }
)
_ALL = _WORDS | _CELLS | _ROWS | {"repeated_groups"}
# Blemishes that cancel each other's sense: together they leave nothing decidable, or nothing to see.
_QUARRELS = (
    {"cut_headers", "reordered_columns"},
    {"typing_errors", "label_variants", "enumerators"},
    {"readings", "traditional", "typing_errors"},
)


@dataclass(frozen=True)
class Manner:
    """A way to publish.

    `flat`: the table's lines are gone; `blank_kept`: an empty cell leaves a trace; `decidable`:
    a reader has to read it at all; `placed`: its cells stand somewhere one can point to;
    `takes`: the blemishes that make sense for it.
    """

    name: str
    render: Renderer
    suffix: str
    flat: bool = False
    blank_kept: bool = True
    decidable: bool = True
    placed: bool = True
    takes: frozenset[str] = _ALL


@dataclass(frozen=True)
class Sample:
    """A file with what it means."""

    manner: str
    seed: int
    blemishes: tuple[str, ...]
    data: bytes
    expected: dict[Place, Expected]
    truth: Truth
    paper: Paper

    def __str__(self) -> str:
        """Return a name for test output."""
        return "-".join((self.manner, str(self.seed), *self.blemishes))


_LINES = _ALL - {"pictures"}
_FLAT = _LINES - {"page_numbers"}
_GRID = _ALL - {"page_numbers"}
_PAGES = _FLAT - {"lost_values"}  # a ruled page has no row that is one cell short

MANNERS = {
    manner.name: manner
    for manner in (
        Manner("html_official", html_files.official, "html"),
        Manner("html_moving_border", html_files.moving_border, "html", takes=_GRID),
        Manner("html_from_word", html_files.from_word, "html", takes=_GRID),
        Manner("html_in_layout_tables", html_files.in_layout_tables, "html", takes=_GRID),
        Manner("html_broken_over_pages", html_files.broken_over_pages, "html", takes=_GRID - {"lost_rows"}),
        Manner("html_captions_outside", html_files.captions_outside, "html", takes=_GRID),
        Manner("html_gb18030", html_files.in_gb18030, "html", takes=_GRID - {"readings"}),
        Manner("docx_typed", docx_files.typed, "docx", takes=_FLAT),
        Manner("docx_automatic", docx_files.automatic, "docx", takes=_FLAT),
        Manner("docx_tracked", docx_files.tracked, "docx", takes=_FLAT),
        Manner("pdf_ruled", pdf_files.ruled, "pdf", takes=_PAGES),
        Manner("pdf_unruled", pdf_files.unruled, "pdf", flat=True, blank_kept=False, decidable=False, takes=_PAGES),
        Manner("markdown", text_files.markdown, "md", takes=_FLAT),
        Manner("shifting_bars", text_files.shifting_bars, "txt", flat=True, blank_kept=False, takes=_FLAT),
        Manner("trailing_bars", text_files.trailing_bars, "txt", flat=True, takes=_FLAT),
        Manner("leading_bars", text_files.leading_bars, "txt", flat=True, takes=_FLAT),
        Manner("bare_lines", text_files.bare_lines, "txt", flat=True, blank_kept=False, takes=_LINES),
        Manner("spaced_lines", text_files.spaced_lines, "txt", flat=True, blank_kept=False, takes=_LINES),
        Manner("wrapped_lines", text_files.wrapped_lines, "txt", flat=True, blank_kept=False, takes=_LINES),
        Manner("browser_copy", text_files.browser_copy, "txt", flat=True, takes=_LINES),
        Manner("text_gb18030", text_files.in_gb18030, "txt", flat=True, takes=_LINES - {"readings"}),
        Manner("text_utf16", text_files.in_utf16, "txt", flat=True, takes=_FLAT),
        Manner("own_json", own_json.render, "json", placed=False, takes=frozenset({"blank_cells", "other_single_row"})),
        Manner("glued", glued.render, "txt", flat=True, blank_kept=False, takes=_WORDS | {"reordered_columns"}),
    )
}


def expectations(paper: Paper, manner: Manner) -> dict[Place, Expected]:
    """Return what may be said of each place of the form, and of each place this paper prints besides."""
    expected = {place: Expected(None, must=False) for place in _places(paper.truth)}
    for cell in paper.cells():
        if cell.place:
            expected[cell.place] = _expected(cell, manner)
    return expected


def _expected(cell: Print, manner: Manner) -> Expected:
    told_apart = (cell.flat or not manner.flat) and (manner.blank_kept or not cell.beside_blank)
    return Expected(cell.value, cell.must and told_apart and manner.decidable)


def _places(truth: Truth) -> list[Place]:
    """Return every place of the form; of rows that exclude each other, those this report prints."""
    skipped = OTHER_PARTS if truth.single_other else ()
    return [
        Place(table.id, row.id, column.id)
        for table in truth.form.tables.values()
        for row in table.rows
        for column in table.columns
        if row.id not in skipped
    ]


def compatible(manner: Manner, blemishes: Sequence[str]) -> bool:
    """Tell whether these blemishes make sense together in this manner."""
    chosen = set(blemishes)
    return chosen <= manner.takes and all(len(chosen & quarrel) < 2 for quarrel in _QUARRELS)


def make(name: str, seed: int, blemishes: Sequence[str] = (), form_id: str | None = None) -> Sample:
    """Return a file of that manner with those blemishes; the same arguments give the same file."""
    manner = MANNERS[name]
    rng = Random(f"{name}/{seed}/{form_id}")
    figures = truth(rng, form_id, calm=seed % 7 == 3)
    return print_out(figures, manner, seed, blemishes, rng)


def print_out(figures: Truth, manner: Manner, seed: int, blemishes: Sequence[str], rng: Random) -> Sample:
    """Return the file that these figures make in that manner."""
    paper = set_paper(figures, rng)
    for name, spoil in BLEMISHES.items():
        if name in blemishes:
            spoil(paper, rng)
    data = manner.render(paper, rng)
    return Sample(manner.name, seed, tuple(blemishes), data, expectations(paper, manner), figures, paper)


def draw(name: str, seed: int) -> Sample:
    """Return a file of that manner with up to three blemishes drawn from `seed`."""
    manner = MANNERS[name]
    rng = Random(f"blemishes/{name}/{seed}")
    while True:
        chosen = rng.sample(sorted(manner.takes), min(len(manner.takes), rng.choice((0, 1, 1, 2, 3))))
        if compatible(manner, chosen):
            return make(name, seed, chosen)
