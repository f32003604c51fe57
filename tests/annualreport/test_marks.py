"""What a person justified stays justified: in another file, after other text, until a figure or the words change."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.annualreport import RULES, check, from_dict, read, to_dict, write
from gongkai.annualreport.model import Report
from gongkai.findings import Finding, Mark, settle
from tests.annualreport.building import clean_report, saying, with_cells, with_text
from tests.annualreport.manners.catalogue import MANNERS, compatible, print_out
from tests.annualreport.manners.values import truth

NOON = datetime(2024, 1, 20, 4, tzinfo=UTC)
BREAKDOWN = "全年公开信息133条，其中水质月报12条、停水通知100条、其他20条。"
SAYINGS = (  # each contradicts a clean report, or itself, or tells too much
    BREAKDOWN,
    "全年收到政府信息公开申请7件。",
    "全年予以公开3件。",
    "全年被申请行政复议2件。",
    "全年制发行政规范性文件4件。",
    "现场咨询请拨打13800138000。",
    "有关方案于2023年11月31日印发。",
    "门户网站全年发布信息512条。门户网站全年发布信息498条。",
    "XX年XX月开展培训。",
    "身份证号11010519491231002X不应出现。",
)
CELLS = (
    "applications.new_received.total",
    "applications.granted.natural_person",
    "applications.carried_over_out.other_organization",
    "review_litigation.cases.reconsideration_total",
    "article_20_1.administrative_normative_documents.issued_this_year",
)


def fingerprints(report: Report, previous: Report | None = None) -> dict[str, Finding]:
    return {RULES.fingerprint(finding): finding for finding in check(report, previous)}


def fingerprint_of(rule: str, report: Report) -> str:
    (found,) = (fingerprint for fingerprint, finding in fingerprints(report).items() if finding.rule == rule)
    return found


# -- what keeps it ---------------------------------------------------------------------------------


@st.composite
def blemished_reports(draw: st.DrawFn) -> Report:
    """Draw a report in which some cells and sentences are wrong, and perhaps published late or by nobody."""
    cells = draw(st.dictionaries(st.sampled_from(CELLS), st.integers(1, 999) | st.just("-"), max_size=4))
    report = with_cells(clean_report(agency=draw(st.sampled_from(("清河市住房公积金管理中心", "清河市水务局")))), cells)
    said = "".join(draw(st.lists(st.sampled_from(SAYINGS), max_size=4, unique=True)))
    report = with_text(report, overall_situation=report.text("overall_situation") + "\n（六）其他。" + said)
    published = draw(st.sampled_from((None, date(2024, 1, 20), date(2024, 2, 20))))
    return replace(report, publication_date=published)


@given(blemished_reports())
@settings(max_examples=25)
def test_a_report_has_the_same_fingerprints_in_html_docx_and_pdf(report: Report) -> None:
    as_html, as_docx, as_pdf = (fingerprints(read(write(report, kind))) for kind in ("html", "docx", "pdf"))
    assert set(as_html) == set(as_docx) == set(as_pdf)


def test_the_sayings_of_the_property_fire_many_rules() -> None:
    fired = {finding.rule for words in SAYINGS for finding in check(saying(words))}
    assert len(fired) >= len(SAYINGS)


def test_what_offices_do_to_a_report_has_the_same_fingerprints_in_every_file_that_is_read_alike() -> None:
    """What one file leaves unread another may show: findings on reading may differ, and nothing else."""
    alike = 0
    for seed in range(24):
        in_html, in_docx, in_pdf = (read(data) for data in _the_same_paper(seed))
        assert _told_of_the_document(in_html) == _told_of_the_document(in_docx)
        if _values(in_pdf) == _values(in_html):
            alike += 1
            assert _told_of_the_document(in_pdf) == _told_of_the_document(in_html)
    assert alike > 12


def _the_same_paper(seed: int) -> list[bytes]:
    """Return one report with two blemishes as HTML, DOCX and PDF."""
    manners = [MANNERS[name] for name in ("html_official", "docx_typed", "pdf_ruled")]
    kinds = sorted(frozenset.intersection(*(manner.takes for manner in manners)))
    chosen = Random(seed).sample(kinds, 2)
    blemishes = chosen if all(compatible(manner, chosen) for manner in manners) else chosen[:1]
    papers = []
    for manner in manners:
        rng = Random(f"paper/{seed}")
        papers.append(print_out(truth(rng), manner, seed, blemishes, rng).data)
    return papers


def _told_of_the_document(report: Report) -> set[str]:
    """Return the fingerprints of what is said of its tables; each generator writes prose of its own."""
    aside = ("READ-", "SUM-UNVERIFIED", "TEXT-")
    return {mark for mark, finding in fingerprints(report).items() if not finding.rule.startswith(aside)}


def _values(report: Report) -> list[object]:
    return [(place, cell.value) for place, cell in report.cells()]


def test_a_mark_on_words_survives_when_text_is_put_before_them() -> None:
    report = saying(BREAKDOWN)
    longer = with_text(report, overall_situation="新写的一段。\n" + report.text("overall_situation"))
    assert fingerprint_of("TEXT-BREAKDOWN", longer) == fingerprint_of("TEXT-BREAKDOWN", report)


def test_the_json_of_a_report_carries_findings_of_the_same_fingerprint() -> None:
    report = saying(BREAKDOWN, {"applications.granted.total": 3})
    again = from_dict(json.loads(json.dumps(to_dict(report))))
    assert set(fingerprints(again)) == set(fingerprints(report))
    assert all(RULES.tell(finding)["fingerprint"] == mark for mark, finding in fingerprints(report).items())


def test_figures_count_by_their_value_and_words_without_their_spaces() -> None:
    said = [("T4-PENDING", 5, "前  8 件"), ("T4-PENDING", Decimal("5.0"), "前8件"), ("T4-PENDING", "5", "前８件")]
    assert len({RULES.fingerprint(Finding(rule, "", {"before": n, "now": words})) for rule, n, words in said}) == 1


def test_another_process_with_another_hash_seed_makes_the_same() -> None:
    finding = Finding("T4-PENDING", "review_litigation.cases", {"before": 5, "now": 3})
    program = (
        "from gongkai.annualreport import RULES; from gongkai.findings import Finding;"
        "print(RULES.fingerprint(Finding('T4-PENDING', 'review_litigation.cases', {'now': 3, 'before': 5})))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7"}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == RULES.fingerprint(finding)


# -- what changes it -------------------------------------------------------------------------------


def test_a_changed_figure_in_the_words_makes_it_another_finding() -> None:
    assert fingerprint_of("TEXT-BREAKDOWN", saying(BREAKDOWN)) != fingerprint_of(
        "TEXT-BREAKDOWN", saying(BREAKDOWN.replace("12条", "11条"))
    )


def test_a_changed_figure_in_the_table_makes_it_another_finding() -> None:
    words, cell = "全年制发行政规范性文件4件。", "article_20_1.administrative_normative_documents.issued_this_year"
    assert fingerprint_of("TEXT-DOCUMENTS", saying(words, {cell: 5})) != fingerprint_of(
        "TEXT-DOCUMENTS", saying(words, {cell: 6})
    )


def test_the_same_words_in_another_section_are_another_finding() -> None:
    there = with_text(clean_report(), other_matters=BREAKDOWN)
    assert fingerprint_of("TEXT-BREAKDOWN", saying(BREAKDOWN)) != fingerprint_of("TEXT-BREAKDOWN", there)


def test_every_decisive_fact_is_one_that_its_findings_have() -> None:
    for words in SAYINGS:
        for finding in check(saying(words, {"applications.granted.total": "-"})):
            assert set(RULES[finding.rule].decisive) <= set(finding.facts), finding.rule


# -- settling --------------------------------------------------------------------------------------


def a_mark(finding: Finding, why: str = "口径不同，已核对台账", at: datetime = NOON) -> Mark:
    return Mark(RULES.fingerprint(finding), why, "李四", at)


WARNING = Finding("T4-PENDING", "review_litigation.cases.reconsideration_pending", {"before": 5, "now": 3})
NOTICE = Finding("BASIS-MISSING", "text.preamble")
ERROR = Finding("T3-BALANCE", "applications.new_received.total", {"left": 12, "right": 11})


def test_marks_divide_findings_into_open_and_justified_and_keep_their_order() -> None:
    mark = a_mark(WARNING)
    left = settle([ERROR, WARNING, NOTICE], [mark], RULES)
    assert (left.open, left.justified, left.stale) == ((ERROR, NOTICE), ((WARNING, mark),), ())


def test_a_mark_whose_figure_changed_is_stale_and_the_finding_open() -> None:
    now = replace(WARNING, facts={"before": 5, "now": 2})
    left = settle([now], [a_mark(WARNING)], RULES)
    assert (left.open, left.justified, left.stale) == ((now,), (), (a_mark(WARNING),))


def test_an_error_is_never_justified() -> None:
    left = settle([ERROR], [a_mark(ERROR)], RULES)
    assert (left.open, left.justified, left.stale) == ((ERROR,), (), (a_mark(ERROR),))


def test_of_two_marks_on_one_finding_the_latest_counts_and_neither_is_stale() -> None:
    first, second = a_mark(NOTICE), a_mark(NOTICE, "按要求从简", NOON + timedelta(days=1))
    left = settle([NOTICE], [second, first], RULES)
    assert left.justified == ((NOTICE, second),)
    assert left.stale == ()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"fingerprint": "T3-BALANCE"}, "fingerprint"),
        ({"justification": " "}, "justification"),
        ({"by": ""}, "by"),
        ({"at": NOON.replace(tzinfo=None)}, "at"),
    ],
)
def test_a_mark_that_says_nothing_is_refused(changes: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=f"^{said}$"):
        replace(a_mark(NOTICE), **changes)
