"""`gongkai statute clock` and `gongkai statute fee`: the JSON, the exit codes, and what people see."""

import json

import pytest

CASE = {
    "received": {"channel": "internet", "date": "2025-09-17", "confirmed": "2025-09-19"},
    "today": "2025-10-15",
    "events": [
        {"act": "request_correction", "date": "2025-09-26", "received_by_applicant": "2025-09-28"},
        {"act": "correction_received", "date": "2025-10-13"},
    ],
}


@pytest.fixture
def case(tmp_path):
    """Write a case to a file: case(**changes of its keys)."""

    def _case(**changes):
        path = tmp_path / "办件.json"
        path.write_text(json.dumps(CASE | changes, ensure_ascii=False), "utf-8")
        return path

    return _case


def test_the_clock_of_a_case_as_json(run, case):
    done = run("statute", "clock", case(), "--json")
    told = json.loads(done.out)
    assert (done.code, done.err) == (0, "")
    assert (told["state"], told["due_date"], told["days_left"]) == ("processing", "2025-11-10", 18)
    assert told["findings"] == []


def test_people_see_the_state_the_due_date_and_every_day(run, case):
    out = run("statute", "clock", case()).out
    assert "办理中" in out
    assert "2025-11-10" in out
    assert "还剩" in out
    assert "18 个工作日" in out
    assert "休息日，不计入期限" in out


def test_an_event_the_law_does_not_allow_is_code_1_with_the_state_before(run, case):
    events = [*CASE["events"], {"act": "request_correction", "date": "2025-10-14"}]
    done = run("statute", "clock", case(events=events), "--json")
    told = json.loads(done.out)
    assert done.code == 1
    assert (told["state"], told["due_date"]) == ("processing", "2025-11-10")
    (finding,) = told["findings"]
    assert (finding["rule"], finding["where"]) == ("CLOCK-CORRECTION-TWICE", "events[2].act")
    assert set(finding) >= {"rule", "severity", "where", "facts", "message", "law", "advice"}
    out = run("statute", "clock", case(events=events)).out
    assert "已经告知过补正" in out
    assert "第3条记录" in out


def test_an_event_without_a_date_is_code_1(run, case):
    done = run("statute", "clock", case(events=[{"act": "reply"}]), "--json")
    assert done.code == 1
    assert json.loads(done.out)["findings"][0]["rule"] == "CLOCK-KEY-MISSING"


def test_an_overdue_case_is_no_fault_of_the_file_the_code_is_0(run, case):
    done = run("statute", "clock", case(today="2025-11-12"), "--json")
    told = json.loads(done.out)
    assert (done.code, told["days_left"]) == (0, -2)
    assert "已逾期" in run("statute", "clock", case(today="2025-11-12")).out
    assert [(finding["rule"], finding["severity"]) for finding in told["findings"]] == [("CLOCK-OVERDUE", "warning")]


def test_without_a_day_the_clock_is_read_today_and_never_before_the_last_event(run, case, monkeypatch):
    from datetime import date

    from gongkai.cli import statute

    path = case(today=None)
    monkeypatch.setattr(statute, "_today", lambda: date(2025, 10, 17))
    assert json.loads(run("statute", "clock", path, "--json").out)["days_left"] == 16
    monkeypatch.setattr(statute, "_today", lambda: date(2024, 1, 1))
    assert json.loads(run("statute", "clock", path, "--json").out)["days_left"] == 20


@pytest.mark.parametrize(
    ("content", "place", "sentence"),
    [
        (b'{"received": ', "1:14", "第 1 行第 14 个字符处有误"),
        (b"", "1:1", "不是完好的 JSON"),
        (b"\xff\xfe\x00", "file", "不是 UTF-8 文本"),
        (b"[" * 100_000, "file", "嵌套太深"),
        (b"[]", "全文", "全文应当是一个对象"),
        (b'{"received": {"channel": "fax", "date": "soon"}}', "received.date", "应当是形如 2025-09-19 的日期"),
    ],
)
def test_a_file_that_is_no_case_is_code_2_and_says_where(run, tmp_path, content, place, sentence):
    path = tmp_path / "case.json"
    path.write_bytes(content)
    done = run("statute", "clock", path, "--json")
    assert done.code == 2
    (finding,) = json.loads(done.out)["findings"]
    assert finding["where"] == place
    assert sentence in finding["message"]
    assert sentence in done.err


def test_a_file_that_is_not_there_or_a_folder_is_code_2(run, tmp_path):
    assert run("statute", "clock", tmp_path / "no.json").code == 2
    assert "没有这个文件" in run("statute", "clock", tmp_path / "no.json").err
    assert "这是一个目录" in run("statute", "clock", tmp_path).err


def test_a_setting_that_no_agency_may_make_is_code_1(run, case):
    done = run("statute", "clock", case(settings={"reply": 60}), "--json")
    assert done.code == 1
    assert "不是机关可以自行设置的事项" in json.loads(done.out)["findings"][0]["message"]
    assert run("statute", "clock", case(settings={"extensions": 2})).code == 0


# -- fee -------------------------------------------------------------------------------------------


def test_a_number_of_thousands_of_digits_is_told_as_unreadable(run, tmp_path):
    path = tmp_path / "case.json"
    path.write_text('{"settings": {"x": ' + "1" * 5000 + "}}", "utf-8")
    done = run("statute", "clock", path)
    assert done.code == 2
    assert "几千位长的数字" in done.err


def test_the_fee_of_a_month_as_json(run):
    done = run("statute", "fee", "--scheme", "per_item", "--count", 31, "--month", "2026-03", "--json")
    told = json.loads(done.out)
    assert (done.code, told["amount_yuan"]) == (0, "2200")
    assert [part["amount_yuan"] for part in told["brackets"]] == ["0", "2000", "200"]
    assert "109号" in told["law"]


def test_the_fee_of_an_application_by_pages(run):
    done = run("statute", "fee", "--scheme", "per_volume", "--pages", 68, "--json")
    assert (done.code, json.loads(done.out)["amount_yuan"]) == (0, "380")
    assert "31—68页" in run("statute", "fee", "--scheme", "per_volume", "--pages", 68).out


def test_a_month_before_the_fee_was_law_is_refused_with_code_1(run):
    done = run("statute", "fee", "--scheme", "per_item", "--count", 31, "--month", "2020-12", "--json")
    assert done.code == 1
    assert json.loads(done.out)["findings"][0]["rule"] == "FEE-REFUSED"
    assert run("statute", "fee", "--scheme", "per_item", "--count", 31, "--month", "2021-01").code == 0


def test_a_negative_number_is_typed_wrongly(run):
    assert run("statute", "fee", "--scheme", "per_item", "--count", -1, "--json").code == 2


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--scheme", "per_item", "--pages", 3), "per_item 要写 --count，不写 --pages"),
        (("--scheme", "per_item", "--count", 3, "--pages", 3), "一件申请只能选一种计收方式"),
        (("--scheme", "per_volume"), "per_volume 要写 --pages"),
        (("--scheme", "per_day", "--count", 3), "没有“per_day”这种计收方式"),
        (("--scheme", "per_item", "--count", 3, "--month", "2026-13"), "不是月份"),
        (("--count", 3), "缺少 --scheme"),
    ],
)
def test_a_fee_typed_wrongly_is_code_2_with_a_sentence(run, arguments, sentence):
    done = run("statute", "fee", *arguments)
    assert done.code == 2
    assert sentence in done.err
