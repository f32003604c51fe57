"""Two uploads beside each other."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.portal.conftest import AGENCY
from tests.portal.test_check import a_file, text_of
from tests.yearend.examples import a_report


def send(client, before=b"before", after=b"after", **more):
    return client.post(
        "/check/compare/", {"before": a_file(before, "a.html"), "after": a_file(after, "b.html"), **more}
    )


@pytest.fixture
def two(engine):
    """Two years whose applications differ."""
    for name, year, figure in ((b"before", 2022, 12), (b"after", 2023, 20)):
        report = a_report(AGENCY, year)
        report["tables"]["applications"]["new_received"] |= {"natural_person": figure, "total": figure}
        engine.reports[name] = report
    return engine


def test_the_form_says_what_will_be_seen_and_that_nothing_is_kept(client):
    text = client.get("/check/compare/").content.decode()
    for words in ("第一份", "第二份", "不超过 20 MB", "不保存"):
        assert words in text
    assert 'href="/check/compare/"' in client.get("/check/").content.decode()


def test_every_changed_cell_stands_beside_its_counterpart(client, two):
    answer = send(client)
    assert answer.status_code == 200
    assert "一、本年新收政府信息公开申请数量：12 → 20（多 8，+66.7%）" in text_of(answer, ".changes")
    rows = [
        [cell.text() for cell in row.css("td")] for row in LexborHTMLParser(answer.content).css(".compared tbody tr")
    ]
    assert ["12", "20", "+8", "+66.7%"] in rows


def test_the_texts_are_compared_section_by_section(client, two):
    answer = send(client)
    table = LexborHTMLParser(answer.content).css(".compared")[-1].text()
    assert "六、其他需要报告的事项" in table
    assert "100%" in table


def test_two_reports_with_the_same_figures_have_no_change(client, engine):
    assert "没有变化" in text_of(send(client), "main")


def test_two_forms_are_compared_where_both_have_the_cell(client, two):
    two.reports[b"before"] = a_report("另一个机关", 2020, "format_2019_trial")
    answer = send(client)
    assert "格式不同" in text_of(answer, ".notice")
    assert "另一个机关" in text_of(answer, ".both")


@pytest.mark.parametrize("unread", ["before", "after"])
def test_one_that_cannot_be_read_is_named_with_the_reason(client, two, unread):
    answer = send(client, **{unread: b"locked"})
    assert "打开密码" in text_of(answer, ".finding")
    assert "未能读出" in text_of(answer, ".both")
    assert text_of(answer, ".compared") == ""


def test_texts_beyond_all_measure_are_left_out_and_the_tables_are_compared(client, two):
    two.reports[b"after"]["sections"][0]["text"] = "长" * 50_000
    answer = send(client)
    assert "只比较了表格" in text_of(answer, ".notice")
    assert "12 → 20" in text_of(answer, ".changes")


@pytest.mark.parametrize("missing", ["before", "after"])
def test_a_missing_file_is_explained_beside_its_field(client, engine, missing):
    other = "after" if missing == "before" else "before"
    answer = client.post("/check/compare/", {other: a_file()})
    assert answer.status_code == 400
    assert "还没有选择" in text_of(answer, f"#id_{missing}-error")
    assert engine.asked == []


def test_it_is_counted_and_bounded_like_a_check(client, two, settings):
    settings.CHECK_PER_HOUR = 1
    assert [send(client).status_code for _ in range(2)] == [200, 429]
    settings.CHECK_PER_HOUR, settings.CHECK_MAX_BYTES = 100, 1024 * 1024
    assert "超过 1 MB" in text_of(send(client, b"x" * (1024 * 1024 + 1)), "#id_before-error")


def test_what_strangers_wrote_is_shown_as_text(client, two):
    two.reports[b"before"] = a_report("<script>alert(1)</script>")
    text = send(client).content.decode()
    assert "<script>alert" not in text
    assert "no-store" in send(client).headers["Cache-Control"]
