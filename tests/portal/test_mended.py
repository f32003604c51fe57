"""The mended form: made from what the page carries, and from nothing else."""

import io
import time

import pytest
from django.core import signing
from django.test import Client
from python_calamine import CalamineWorkbook
from selectolax.lexbor import LexborHTMLParser

from gongkai import annualreport
from gongkai.portal import admission, mended
from tests.annualreport.fund import IN_WORDS
from tests.portal.conftest import AGENCY
from tests.portal.test_check import send, text_of
from tests.yearend.examples import a_report


@pytest.fixture
def wrong():
    """A report whose row of what was granted has a wrong total, and whose licences were not read."""
    report = a_report(AGENCY)
    rows = report["tables"]["applications"]
    for row in ("new_received", "granted", "processed_total"):
        rows[row] |= {"natural_person": 9, "total": 9}
    rows["granted"]["total"] = 8
    report["tables"]["article_20_5"]["administrative_licensing"]["decisions_this_year"] = None
    place = "article_20_5.administrative_licensing.decisions_this_year"
    report["provenance"] = {place: {"how": "unread", "raw": "约三"}}
    return report


@pytest.fixture
def result(client, engine, wrong):
    """The page that answers the upload of that report."""
    engine.reports[b"wrong"] = wrong
    return send(client, b"wrong")


def carried(answer):
    return LexborHTMLParser(answer.content).css_first("[name=report]").attributes["value"]


def ask(client, answer, kind, **more):
    return client.post("/check/mended/", {"report": carried(answer), "kind": kind, **more})


def test_the_result_says_what_can_be_mended_and_offers_the_files(result):
    told = text_of(result, ".mended")
    assert "（一）予以公开 · 总计：原件是 8，按勾稽关系只能是 9" in told
    buttons = [node.attributes["value"] for node in LexborHTMLParser(result.content).css(".buttons button")]
    assert buttons == [kind for kind, _ in mended.BUTTONS]


def test_a_report_without_fault_has_nothing_to_mend(client, engine):
    assert "没有要改的格" in text_of(send(client), ".mended")


def test_the_word_document_is_the_mended_report(client, result):
    answer = ask(client, result, "docx")
    assert answer.status_code == 200
    read = annualreport.read(answer.content, "mended.docx")
    assert (read.agency, read.year) == (AGENCY, 2023)
    assert read.value("applications", "new_received", "total") == 9
    assert "只能是 9" in read.preamble
    assert "%EF%BC%88%E4%BD%93%E6%A3%80%E6%94%B9%E5%90%8E%EF%BC%89.docx" in answer.headers["Content-Disposition"]
    assert "no-store" in answer.headers["Cache-Control"]


def test_the_workbook_opens_and_says_what_was_changed(client, result):
    book = CalamineWorkbook.from_filelike(io.BytesIO(ask(client, result, "xlsx").content))
    assert any("只能是 9" in row[0] for row in book.get_sheet_by_index(0).to_python())


@pytest.mark.parametrize(("kind", "total"), [("csv", 9), ("csv-as-read", 8)])
def test_the_csv_is_mended_or_as_it_was_read(client, result, kind, total):
    read = annualreport.read(ask(client, result, kind).content, "report.csv")
    assert read.value("applications", "granted", "total") == total
    assert read.value("article_20_5", "administrative_licensing", "decisions_this_year") is None


def test_the_tables_stand_ready_to_be_copied(result):
    pasted = text_of(result, "#pasted")
    granted = next(line for line in pasted.splitlines() if "（一）予以公开" in line)
    assert granted.split("\t")[-7:] == ["9", "0", "0", "0", "0", "0", "8"]


def test_what_was_changed_on_the_way_is_not_opened(client, result):
    value = carried(result)
    for changed in (value[:-3] + "abc", "", "x", value.replace(":", "", 1)):
        answer = client.post("/check/mended/", {"report": changed, "kind": "docx"})
        assert answer.status_code == 400
        assert "重新提交报告" in answer.content.decode()


def test_what_another_part_of_the_site_signed_is_not_opened(client):
    other = signing.dumps(a_report(AGENCY), salt="another", compress=True)
    assert client.post("/check/mended/", {"report": other, "kind": "docx"}).status_code == 400


def test_after_a_day_the_button_no_longer_works(client, result, monkeypatch):
    now = time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + mended.DAY + 5)
    assert ask(client, result, "docx").status_code == 400


def test_a_format_that_is_not_offered_is_refused(client, result):
    answer = ask(client, result, "exe")
    assert answer.status_code == 400
    assert "没有这种格式" in answer.content.decode()


def test_only_a_form_of_ours_is_answered(engine, wrong):
    strict = Client(enforce_csrf_checks=True)
    token = LexborHTMLParser(strict.get("/check/").content).css_first("[name=csrfmiddlewaretoken]").attributes["value"]
    page = send(strict, csrfmiddlewaretoken=token)
    assert strict.post("/check/mended/", {"report": carried(page), "kind": "csv"}).status_code == 403
    assert ask(strict, page, "csv", csrfmiddlewaretoken=token).status_code == 200
    assert strict.get("/check/mended/").status_code == 405


def test_downloads_count_like_uploads(client, result, settings):
    settings.CHECK_PER_HOUR = 2
    assert [ask(client, result, "csv").status_code for _ in range(2)] == [200, 429]


def test_when_all_places_are_taken_the_answer_says_when_to_come_back(client, result, monkeypatch):
    def full():
        raise admission.Busy

    monkeypatch.setattr(mended, "place_to_read", full)
    answer = ask(client, result, "docx")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")


def test_a_report_too_long_for_a_page_is_told_so(client, engine, monkeypatch):
    monkeypatch.setattr(mended, "LARGEST", 100)
    answer = send(client)
    assert "报告太长" in text_of(answer, ".mended")
    assert LexborHTMLParser(answer.content).css_first("[name=report]") is None


def test_what_the_page_carries_stays_small(result):
    assert len(carried(result)) < 20_000


def test_a_report_in_running_text_is_shown_with_its_figures_to_copy_and_is_not_mended(client, engine):
    engine.reports[b"fund"] = annualreport.to_dict(annualreport.read(IN_WORDS))
    answer = send(client, b"fund")
    assert "缴存总额（亿元）" in text_of(answer, ".statutory--operations")
    pasted = text_of(answer, "#pasted")
    assert "缴存总额（亿元）\t523.40" in pasted
    assert not LexborHTMLParser(answer.content).css(".mended form")
    assert "按勾稽关系" not in text_of(answer, ".mended")
