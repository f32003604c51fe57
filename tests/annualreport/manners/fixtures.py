"""The frozen fixtures: one small file for every manner, with what a reader must make of it.

``python -m tests.annualreport.manners.fixtures`` writes those of ``PLAN`` anew. The files without
a row here were typed by hand and are never overwritten. Agencies and words are invented.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

from tests.annualreport.manners import own_json
from tests.annualreport.manners.blemishes import BLEMISHES
from tests.annualreport.manners.catalogue import MANNERS, expectations
from tests.annualreport.manners.paper import Paper, set_paper
from tests.annualreport.manners.values import truth

FOLDER = Path(__file__).resolve().parents[1] / "fixtures"

# name, manner, form, agency, year, blemishes
PLAN: tuple[tuple[str, str, str, str, int, Sequence[str]], ...] = (
    ("merged-cells", "html_official", "format_2021", "云泽市水务局", 2022, ()),
    (
        "moving-border",
        "html_moving_border",
        "format_2019_trial",
        "青岚市财政局",
        2019,
        ("blank_cells", "signed_changes"),
    ),
    ("saved-by-word", "html_from_word", "format_2021", "临川县教育体育局", 2023, ("thousands",)),
    ("layout-tables", "html_in_layout_tables", "format_2021", "望江自治县人民政府", 2024, ("units",)),
    ("two-pages", "html_broken_over_pages", "format_2021", "南坪市住房公积金管理中心", 2023, ("repeated_groups",)),
    ("captions-apart", "html_captions_outside", "format_2019_trial", "白塔区人民政府办公室", 2020, ("units",)),
    ("gb18030", "html_gb18030", "format_2021", "海州市市场监督管理局", 2021, ("other_single_row",)),
    ("typed-headings", "docx_typed", "format_2021", "云泽市民政局", 2022, ("label_variants",)),
    ("counted-headings", "docx_automatic", "format_2019_trial", "青岚市交通运输局", 2020, ("dashes",)),
    ("tracked-changes", "docx_tracked", "format_2021", "临川县自然资源局", 2024, ()),
    ("ruled-pages", "pdf_ruled", "format_2021", "南坪市人力资源和社会保障局", 2023, ()),
    ("proper-bars", "markdown", "format_2021", "望江自治县司法局", 2022, ("traditional",)),
    ("shifting-bars", "shifting_bars", "format_2021", "白塔区应急管理局", 2023, ("local_rows",)),
    ("trailing-bars", "trailing_bars", "format_2019_trial", "海州市住房公积金管理中心", 2020, ("units", "cut_headers")),
    ("leading-bars", "leading_bars", "format_2021", "云泽市文化和旅游局", 2022, ("blank_cells",)),
    ("bare-lines", "bare_lines", "format_2021", "青岚市林业局", 2021, ("enumerators",)),
    ("spaced-lines", "spaced_lines", "format_2021", "临川县统计局", 2025, ("page_numbers",)),
    ("wrapped-lines", "wrapped_lines", "format_2021", "南坪市审计局", 2024, ("readings",)),
    (
        "browser-copy",
        "browser_copy",
        "format_2019_trial",
        "望江自治县卫生健康局",
        2019,
        ("blank_cells", "signed_changes"),
    ),
    ("glued-digits", "glued", "format_2021", "白塔区住房和城乡建设局", 2024, ("spaces_in_words",)),
)


def _paper(agency: str, year: int, form_id: str, blemishes: Sequence[str], rng: Random) -> Paper:
    figures = truth(rng, form_id)
    figures.agency, figures.year = agency, year
    paper = set_paper(figures, rng)
    paper.title = [f"{agency}{year}年政府信息公开工作年度报告"]
    for name, spoil in BLEMISHES.items():
        if name in blemishes:
            spoil(paper, rng)
    return paper


def _expected(paper: Paper, manner: str, file: str) -> dict[str, Any]:
    """Return what the file means, in the shape of the samples' hand-read files; `may` lists what need not be read."""
    want = expectations(paper, MANNERS[manner])
    printed = own_json.tables(paper)
    return {
        "file": file,
        "agency": paper.truth.agency,
        "year": paper.truth.year,
        "format": paper.truth.form.id,
        "tables": printed,
        "may": [str(place) for place, one in want.items() if one.value is not None and not one.must],
    }


def write() -> None:
    """Write every fixture of the plan and its expected values."""
    for at, (name, manner, form_id, agency, year, blemishes) in enumerate(PLAN):
        rng = Random(9000 + at)
        paper = _paper(agency, year, form_id, blemishes, rng)
        file = f"{name}.{MANNERS[manner].suffix}"
        (FOLDER / file).write_bytes(MANNERS[manner].render(paper, rng))
        text = json.dumps(_expected(paper, manner, file), ensure_ascii=False, indent=1)
        (FOLDER / f"{file}.expected.json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    write()
