"""What is like the words of an application is found by an index of titles, which follows what is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.cases import title_index
from gongkai.cases.similar import likely_found
from gongkai.cases.title_index import TitleIndex, pairs_of
from tests.publishing.examples import a_draft, a_section

WORDS = ("归集", "使用计划", "2025年", "增值收益", "分配方案", "会议", "关于", "管理中心", "A4")
WANTED = "请公开2025年归集使用计划"


@pytest.fixture
def section(db):
    return a_section()


def likeness(title: str, wanted: set[str]) -> float:
    pairs = set(pairs_of(title))
    return len(pairs & wanted) / len(pairs) if pairs else 0.0


@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=5).map("".join), max_size=40), st.sampled_from(WORDS))
def test_the_index_finds_what_reading_every_title_finds(titles, word):
    rows, wanted = list(enumerate(titles, 1)), set(pairs_of(WANTED + word))
    index = TitleIndex()
    index.add(rows)
    ranked = sorted(((likeness(title, wanted), pk) for pk, title in rows), reverse=True)
    assert index.likest(wanted, 5) == [pk for like, pk in ranked[:5] if like >= 0.34]
    assert index.newest == len(rows)


def test_pairs_that_stand_in_every_title_tell_nothing():
    assert set(pairs_of("关于归集的通知")) == {"于归", "归集", "集的", "的通"}


@pytest.mark.django_db
def test_what_is_written_renamed_or_deleted_is_followed(section, monkeypatch):
    agency = section.agency
    first = a_draft(section, title="2025年归集使用计划")
    assert likely_found(agency, WANTED) == [first]
    second = a_draft(section, slug="second", title="2025年归集使用计划的说明")
    assert likely_found(agency, WANTED) == [first, second]
    first.delete()
    assert likely_found(agency, WANTED) == [second]
    second.title = "年度审计结果"
    second.save()
    monkeypatch.setattr(title_index, "_SECONDS", 0)  # what was edited is seen once the index is old
    assert likely_found(agency, WANTED) == []


@pytest.mark.django_db
def test_once_it_is_made_a_look_reads_no_titles(section, django_assert_num_queries):
    a_draft(section, title="2025年归集使用计划")
    likely_found(section.agency, WANTED)
    with django_assert_num_queries(2):  # whether anything was added, and the pages that are shown
        likely_found(section.agency, WANTED)
