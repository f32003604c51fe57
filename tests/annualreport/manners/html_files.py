"""HTML as the official template, Word and content management systems make it."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.annualreport.manners import layout, prose
from tests.annualreport.manners.layout import Span, Table
from tests.annualreport.manners.paper import Block, Paper

CellWriter = Callable[[Span], str]
_TORN = "</span><span style=\"font-family:宋体;mso-bidi-font-family:'Times New Roman'\">"
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def _spans(span: Span) -> str:
    wide = f' colspan="{span.cols}"' if span.cols > 1 else ""
    return wide + (f' rowspan="{span.rows}"' if span.rows > 1 else "")


def plain_cell(span: Span) -> str:
    """Return a cell as the official template prints it."""
    inner = f'<p align="center">{span.text}</p>' if span.text else "&nbsp;"
    return f'<td nowrap="nowrap" style="width:49px;"{_spans(span)}>{inner}</td>'


def word_cell(rng: Random) -> CellWriter:
    """Return a writer of cells as Word saves them: nested spans, mso styles, digits torn apart."""

    def write(span: Span) -> str:
        text = span.text
        if span.cell and text.isdigit() and rng.random() < 0.3:
            text = text.translate(FULL_WIDTH)
        if len(text) > 1 and rng.random() < 0.5:
            cut = rng.randint(1, len(text) - 1)
            text = f"{text[:cut]}{_TORN}{text[cut:]}"
        text = text or "&nbsp;"
        return (
            f'<td valign=center{_spans(span)} style="border:1.0000pt solid windowtext;mso-border-alt:.5pt" >\n'
            f'  <p class=MsoNormal align=center style="mso-pagination:widow-control"><span lang="EN-US">'
            f"<span style=\"mso-spacerun:'yes'\">{text}</span></span><span><o:p></o:p></span></p>\n</td>"
        )

    return write


def table_html(table: Table, cell: CellWriter = plain_cell, attributes: str = 'border="1" cellspacing="0"') -> str:
    """Return one table as HTML."""
    rows = "".join("<tr>" + "".join(map(cell, row)) + "</tr>\n" for row in table)
    return f"<table {attributes}><tbody>{rows}</tbody></table>\n"


def _wrap(paper: Paper, inner: str, charset: str = "utf-8") -> bytes:
    head = f'<meta charset="{charset}"><title>{paper.title[-1]}</title>'
    page = f"<!DOCTYPE html>\n<html><head>{head}</head><body>{inner}</body></html>"
    return page.encode("gb18030" if charset != "utf-8" else "utf-8")


def _p(text: str, extra: str = "") -> str:
    return f"<p{extra}>{text}</p>\n" if text else ""


def page(paper: Paper, tables: Callable[[list[Block]], str], rng: Random) -> str:
    """Return the page's inner HTML; `tables` turns a section's blocks into HTML."""
    parts = [_p(line, ' style="text-align:center"') for line in paper.title]
    parts += [_p(paper.dateline), _p(paper.preamble)]
    beside = prose.asides(paper.truth, rng) if rng.random() < 0.5 else {}
    for section in paper.truth.form.sections:
        heading = paper.headings.get(section.id, "")
        parts.append(rng.choice((_p(heading), _p(f"<strong>{heading}</strong>" if heading else ""))))
        parts += [_p(text) for text in paper.texts[section.id]]
        parts.append(_p(beside.get(section.id, "")))
        blocks = paper.blocks_of(section.id)
        if blocks:
            parts.append(tables(blocks))
        parts += ['<p><img src="/u/1.png" alt=""></p>' for block in blocks if block.picture]
    return "".join(parts)


def official(paper: Paper, rng: Random) -> bytes:
    """Render with merged cells exactly as the official template."""

    def tables(blocks: list[Block]) -> str:
        grids = layout.section_tables(blocks, "repeat_groups" in paper.habits)
        return "".join(table_html(numbered(grid, paper, rng)) for grid in grids)

    return _wrap(paper, page(paper, tables, rng))


def numbered(grid: Table, paper: Paper, rng: Random) -> Table:
    """Return the table with page numbers between its rows, where the paper has that habit."""
    if "page_numbers" not in paper.habits or len(grid) < 6:
        return grid
    at = rng.randint(3, len(grid) - 1)
    columns = sum(span.cols for span in grid[0])
    number = rng.choice(("- 3 -", "— 4 —", "第3页", "第 3 页 共 8 页"))
    shadow = len(layout.expanded(grid)[at]) - sum(span.cols for span in grid[at])
    return grid[:at] + [[Span(number, columns)]] + grid[at:] if shadow == 0 else grid


def moving_border(paper: Paper, rng: Random) -> bytes:
    """Render section two on five columns whose inner border moves from row to row."""

    def tables(blocks: list[Block]) -> str:
        seen = [block for block in blocks if block.shown and not block.picture]
        if seen and seen[0].table.startswith("article_"):
            return table_html([row for block in seen for row in layout.proactive(block, 5, moving=rng)])
        return "".join(table_html(grid) for grid in layout.section_tables(blocks, "repeat_groups" in paper.habits))

    return _wrap(paper, page(paper, tables, rng))


_WORD_GHOST = (
    "<![if !supportMisalignedColumns]><tr height=0>" + "<td width=42 style='border:none'></td>" * 10 + "</tr><![endif]>"
)


def from_word(paper: Paper, rng: Random) -> bytes:
    """Render as Word's own HTML, with conditional comments and its invisible row."""

    def tables(blocks: list[Block]) -> str:
        grids = layout.section_tables(blocks, "repeat_groups" in paper.habits)
        made = (
            table_html(grid, word_cell(rng), "class=MsoNormalTable border=1 style='mso-padding-alt:0'")
            for grid in grids
        )
        return "".join(one.replace("</tbody>", _WORD_GHOST + "</tbody>") for one in made)

    inner = page(paper, tables, rng).replace(
        "<p>", '<p class=MsoNormal style="text-indent:32.0pt;mso-char-indent-count:2.0">'
    )
    return _wrap(paper, "<!--[if gte mso 9]><xml><w:WordDocument/></xml><![endif]-->" + inner)


def in_layout_tables(paper: Paper, rng: Random) -> bytes:
    """Render with the report's tables inside the tables that lay out the page."""

    def tables(blocks: list[Block]) -> str:
        grids = layout.section_tables(blocks, "repeat_groups" in paper.habits)
        cells = "".join(f"<tr><td>{table_html(grid)}</td></tr>" for grid in grids)
        return f'<table width="100%"><tr><td>&nbsp;</td></tr>{cells}</table>'

    menu = "<td><a href='/'>首页</a><br><a href='/zwgk/'>政务公开</a></td>"
    body = page(paper, tables, rng)
    return _wrap(
        paper,
        f"<table><tr><td colspan=2>{paper.truth.agency}</td></tr><tr>{menu}<td><div>{body}</div></td></tr></table>",
    )


def captions_outside(paper: Paper, rng: Random) -> bytes:
    """Render each block of section two as a table of its own, its caption in a paragraph above or a caption element."""
    style = rng.choice(("paragraph", "element"))

    def one(block: Block) -> str:
        grid = layout.proactive(block, 1 + len(block.columns), caption=False)
        if style == "paragraph":
            return _p(block.caption) + table_html(grid)
        return table_html(grid).replace("<tbody>", f"<caption>{block.caption}</caption><tbody>")

    def tables(blocks: list[Block]) -> str:
        seen = [block for block in blocks if block.shown and not block.picture]
        if seen and seen[0].table.startswith("article_"):
            return "".join(map(one, seen))
        return "".join(table_html(grid) for grid in layout.section_tables(blocks, "repeat_groups" in paper.habits))

    return _wrap(paper, page(paper, tables, rng))


def _pieces(block: Block, paper: Paper, rng: Random) -> list[Table]:
    """Return the table of applications broken over pages, its header and group labels repeated or not."""
    cuts = sorted(rng.sample(range(2, len(block.lines) - 1), rng.choice((1, 2))))
    repeat = "repeat_groups" in paper.habits
    pieces, header = [], rng.random() < 0.5
    for begin, end in zip([0, *cuts], [*cuts, len(block.lines)], strict=True):
        head = layout.applications(block)[:3] if begin == 0 or header else []
        pieces.append(head + layout.body(block.lines[begin:end], repeat))
    if rng.random() < 0.5:
        for piece in pieces[1:]:
            _forget_groups(piece, block)
    return pieces


def _forget_groups(piece: Table, block: Block) -> None:
    """Leave the group cells of a piece's first row empty, as a page break does."""
    groups = {group for line in block.lines for group in line.groups}
    first = next(row for row in piece if row[-1].cell)
    for span in first:
        if span.text in groups:
            span.text = ""


def broken_over_pages(paper: Paper, rng: Random) -> bytes:
    """Render with the table of applications in two or three tables, a page number between them."""

    def tables(blocks: list[Block]) -> str:
        seen = [block for block in blocks if block.shown and not block.picture]
        if seen and seen[0].table == "applications":
            between = rng.choice(("", _p("- 3 -"), _p("—2—")))
            return between.join(map(table_html, _pieces(seen[0], paper, rng)))
        return "".join(table_html(grid) for grid in layout.section_tables(blocks))

    return _wrap(paper, page(paper, tables, rng))


def in_gb18030(paper: Paper, rng: Random) -> bytes:
    """Render as the official template in GB18030, declared as gb2312."""

    def tables(blocks: list[Block]) -> str:
        return "".join(map(table_html, layout.section_tables(blocks, "repeat_groups" in paper.habits)))

    return _wrap(paper, page(paper, tables, rng), "gb2312")
