"""报告体检: a stranger's file is read, shown and forgotten."""

import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from selectolax.lexbor import LexborHTMLParser

from gongkai.agencies.door import client_address
from gongkai.annualreport import RULES
from gongkai.findings import Finding
from gongkai.pages.door import KeptInMemory
from gongkai.portal import admission, reading, receiving
from tests.portal.conftest import AGENCY, NOT_READ
from tests.samples import SAMPLES, needs_samples
from tests.yearend.examples import a_report


def a_file(data=b"report", name="report.html"):
    return SimpleUploadedFile(name, data)


def send(client, data=b"report", name="report.html", **more):
    return client.post("/check/", {"file": a_file(data, name), **more})


def text_of(answer, selector):
    node = LexborHTMLParser(answer.content).css_first(selector)
    return node.text() if node else ""


def test_the_form_says_what_may_be_sent_how_large_and_that_nothing_is_kept(client):
    text = client.get("/check/").content.decode()
    for words in ("DOCX", "PDF", "不超过 20 MB", "不保存"):
        assert words in text


def test_a_clean_report_is_called_so_in_one_sentence(client, engine):
    answer = send(client)
    assert answer.status_code == 200
    assert "没有发现错误" in text_of(answer, ".verdict")
    assert AGENCY in text_of(answer, ".document-head")


def test_errors_are_counted_explained_and_lead_to_their_cell(client, engine):
    engine.findings = [
        {
            "rule": "T3-BALANCE",
            "severity": "error",
            "where": "applications.carried_over_out.total",
            "facts": {},
            "message": "两边相差 1 件。",
            "law": "国办公开办函〔2021〕30号",
            "advice": "请逐列核对。",
        }
    ]
    answer = send(client)
    assert "发现 1 处错误" in text_of(answer, ".verdict")
    finding = text_of(answer, ".finding")
    for words in ("✕", "错误", "两边相差 1 件。", "国办公开办函〔2021〕30号", "请逐列核对。", "四、结转下年度继续办理"):
        assert words in finding
    tree = LexborHTMLParser(answer.content)
    cell = tree.css_first("#at-applications-carried_over_out-total")
    assert cell.css_first("a").attributes["href"] == "#finding-1"
    assert tree.css_first(".finding dd a").attributes["href"] == "#at-applications-carried_over_out-total"


def test_each_cell_tells_where_it_came_from(client, engine):
    report = a_report(AGENCY)
    report["provenance"] = {
        "applications.granted.total": {"how": "inferred", "raw": "120", "unit": "", "source": {"table": 5, "row": 3}}
    }
    engine.reports[b"traced"] = report
    answer = send(client, b"traced")
    trace = [node.text() for node in LexborHTMLParser(answer.content).css(".trace-table tr")]
    assert any("（一）予以公开 / 总计" in line and "推算" in line and "第5个表格第3行" in line for line in trace)
    assert "推算" in text_of(answer, ".legend")
    assert "推算" in text_of(answer, "#at-applications-granted-total")


def test_a_file_that_cannot_be_read_is_never_called_clean(client, engine):
    answer = send(client, b"locked")
    assert "未能读出" in text_of(answer, ".verdict")
    assert "没有发现错误" not in answer.content.decode()
    assert "打开密码" in text_of(answer, ".finding")
    assert "读出的报告" not in answer.content.decode()


def test_a_reader_is_asked_for_another_file_and_not_to_install_a_program(client, engine, monkeypatch):
    scan = RULES.tell(Finding("READ-NEEDS-OCR"))
    assert "apt-get" in scan["advice"], "the office reads how"
    answer = {"file": "a.pdf", "status": "unreadable", "report": None, "findings": [scan]}
    monkeypatch.setattr(reading, "read_apart", lambda *_, **__: answer)
    text = send(client, b"scan").content.decode()
    assert "请改用有文字的 PDF、DOCX" in text
    assert "apt-get" not in text


def test_what_a_stranger_wrote_is_shown_as_text(client, engine):
    engine.reports[b"hostile"] = a_report(
        "<script>alert(1)</script>", preamble="<img src=x onerror=alert(1)>", notes=["</details><b>"]
    )
    text = send(client, b"hostile", name="<b>x</b>.html").content.decode()
    assert "<script>alert" not in text
    assert "<img src=x" not in text
    assert "</details><b>" not in text
    assert "<b>x</b>" not in text


def test_without_a_file_the_form_says_so_beside_the_field_and_keeps_its_explanations(client, engine):
    answer = client.post("/check/")
    assert answer.status_code == 400
    assert "还没有选择文件" in text_of(answer, "#id_file-error")
    assert "DOCX" in text_of(answer, "#id_file-hint")
    field = LexborHTMLParser(answer.content).css_first("#id_file")
    assert field.attributes["aria-invalid"] == "true"
    assert "id_file-error" in field.attributes["aria-describedby"]
    assert engine.asked == []


def test_an_empty_file_is_named_as_empty(client, engine):
    assert "空的" in text_of(send(client, b""), "#id_file-error")
    assert engine.asked == []


def test_a_file_over_the_limit_is_not_read(client, engine, settings):
    settings.CHECK_MAX_BYTES = 1024 * 1024
    answer = send(client, b"x" * (1024 * 1024 + 1))
    assert answer.status_code == 400
    assert "超过 1 MB" in text_of(answer, "#id_file-error")
    assert engine.asked == []


def test_a_file_of_just_the_limit_is_read(client, engine, settings):
    settings.CHECK_MAX_BYTES = 1024 * 1024
    assert send(client, b"x" * 1024 * 1024).status_code == 200


def test_a_request_that_declares_too_much_is_refused_before_it_is_read(client, engine, settings, monkeypatch):
    settings.CHECK_MAX_BYTES = 1024 * 1024
    monkeypatch.setattr(KeptInMemory, "new_file", lambda *_: pytest.fail("the file was read"))
    answer = send(client, b"x" * (3 * 1024 * 1024))
    assert answer.status_code == 413
    assert "超过 1 MB" in text_of(answer, "[role=alert]")


def test_nothing_is_written_to_disk_by_the_upload(client, engine, tmp_path, settings):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 0
    assert send(client, b"report " * 100_000).status_code == 200
    assert list(tmp_path.iterdir()) == []


def test_the_result_is_not_to_be_stored_by_anybody(client, engine):
    assert "no-store" in send(client).headers["Cache-Control"]


def test_last_years_report_is_compared(client, engine):
    before = a_report(AGENCY, 2022)
    before["tables"]["applications"]["carried_over_out"] |= {"natural_person": 2, "total": 2}
    engine.reports[b"before"] = before
    answer = send(client, previous=a_file(b"before", "2022.html"))
    assert "2022.html" in text_of(answer, ".document-head")
    assert "T3-CARRY" in {node.text() for node in LexborHTMLParser(answer.content).css(".rule-id")}
    assert "发现" in text_of(answer, ".verdict")


def test_a_last_years_report_that_cannot_be_read_does_not_hide_this_years(client, engine):
    answer = send(client, previous=a_file(b"locked", "2022.pdf"))
    assert "2022.pdf" in text_of(answer, ".notice")
    assert NOT_READ["message"] in text_of(answer, ".notice")
    assert "没有发现错误，但上一年的报告没有用上" in text_of(answer, ".verdict--warning")


def test_the_verdict_says_that_another_agencys_report_is_no_last_year(client, engine):
    engine.reports[b"other"] = a_report("别处住房公积金管理中心", 2022)
    answer = send(client, previous=a_file(b"other", "2022.html"))
    assert "没有用来核对" in text_of(answer, ".document-head")
    assert "PREV-AGENCY" in {node.text() for node in LexborHTMLParser(answer.content).css(".rule-id")}
    assert "上一年的报告没有用上" in text_of(answer, ".verdict")


def test_the_verdict_says_nothing_of_last_year_where_none_was_sent_or_it_was_used(client, engine):
    engine.reports[b"before"] = a_report(AGENCY, 2022)
    for answer in (send(client), send(client, previous=a_file(b"before", "2022.html"))):
        assert "上一年" not in text_of(answer, ".verdict")


def test_a_figure_that_was_not_read_is_no_pass_though_last_years_report_was_sent_too(client, engine):
    report = a_report(AGENCY)
    report["tables"]["applications"]["granted"]["total"] = None
    report["provenance"] = {"applications.granted.total": {"how": "unread", "raw": "约3"}}
    report["findings"] = [{"rule": "READ-CELL-UNREAD", "where": "applications.granted.total", "facts": {"raw": "约3"}}]
    engine.reports[b"doubtful"] = report
    answer = send(client, b"doubtful", previous=a_file(b"before", "2022.html"))
    assert "2022.html" in text_of(answer, ".document-head")
    assert "没有发现错误" not in text_of(answer, ".verdict")
    assert "1" in text_of(answer, ".verdict")


def test_texts_beyond_all_measure_are_not_compared_here(client, engine):
    report = a_report(AGENCY)
    report["sections"][0]["text"] = "长" * 50_000
    engine.reports[b"long"] = report
    answer = send(client, b"long", previous=a_file(b"before", "2022.html"))
    assert "没有与上一年的报告比较" in text_of(answer, ".notice")


def test_a_form_of_another_site_is_refused(engine):
    strict = Client(enforce_csrf_checks=True)
    answer = send(strict)
    assert answer.status_code == 403
    assert "页面已过期" in answer.content.decode()
    assert engine.asked == []


def test_a_form_of_ours_is_taken(engine):
    strict = Client(enforce_csrf_checks=True)
    page = LexborHTMLParser(strict.get("/check/").content)
    token = page.css_first("[name=csrfmiddlewaretoken]").attributes["value"]
    assert send(strict, csrfmiddlewaretoken=token).status_code == 200


def test_one_address_may_not_send_without_end(client, engine, settings):
    settings.CHECK_PER_HOUR = 3
    assert [send(client).status_code for _ in range(4)] == [200, 200, 200, 429]
    answer = send(client)
    assert answer.headers["Retry-After"]
    assert "请稍后再来" in text_of(answer, "[role=alert]")
    assert client.post("/check/", {"file": a_file()}, REMOTE_ADDR="192.0.2.7").status_code == 200


def test_behind_our_proxy_the_address_is_the_one_the_proxy_saw(rf, settings):
    request = rf.get("/check/", headers={"X-Forwarded-For": "203.0.113.9, 192.0.2.1"}, REMOTE_ADDR="127.0.0.1")
    assert client_address(request) == "127.0.0.1"
    settings.BEHIND_PROXY = True
    assert client_address(request) == "192.0.2.1"


def test_when_all_places_are_taken_the_answer_is_kind_and_says_when_to_come_back(client, engine, settings, monkeypatch):
    settings.CHECK_AT_ONCE = 1
    monkeypatch.setattr(admission, "WAIT_SECONDS", 0.01)
    admission._places.cache_clear()
    taken, done = threading.Event(), threading.Event()

    def hold():
        with admission.place_to_read():
            taken.set()
            done.wait(10)

    holder = threading.Thread(target=hold)
    holder.start()
    try:
        assert taken.wait(10)
        answer = send(client)
    finally:
        done.set()
        holder.join()
        admission._places.cache_clear()
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, str(receiving.RETRY_SECONDS))
    assert "没有留下" in text_of(answer, "[role=alert]")
    assert engine.asked == []


def test_other_methods_are_refused(client):
    assert client.put("/check/").status_code == 405


@pytest.mark.django_db
def test_a_report_of_our_own_json_passes_through_the_real_reading_process(client):
    import json

    answer = send(client, json.dumps(a_report(AGENCY)).encode(), "report.json")
    assert AGENCY in text_of(answer, ".document-head")
    assert text_of(answer, ".legend")


@needs_samples
@pytest.mark.parametrize("sample", ["yiyang-2020.txt", "shanghai-office-2019.html", "hongze-2024.pdf"])
def test_real_files_are_read_by_upload(client, sample):
    answer = send(client, (SAMPLES / sample).read_bytes(), sample)
    assert answer.status_code == 200
    assert "没有发现错误" in text_of(answer, ".verdict")


@pytest.mark.parametrize("data", [b"\x00\x01\x02" * 999, b"PK\x03\x04garbage", b"%PDF-1.7 garbage"])
def test_nonsense_is_answered_with_a_reason(client, data):
    answer = send(client, data, "x.bin")
    assert answer.status_code == 200
    assert "未能读出" in text_of(answer, ".verdict")
    assert len(text_of(answer, ".finding-message")) > 10
