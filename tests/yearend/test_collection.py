"""A competent department's collection: who sent which, who is late, files taken in, returned, added up."""

from __future__ import annotations

import csv
import hashlib
import io
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from gongkai import annualreport
from gongkai.agencies.door import Relation, RelationKind, Role
from gongkai.annualreport import How
from gongkai.annualreport.sandbox import examined
from gongkai.yearend.collecting import answer
from gongkai.yearend.collection import collect, unread_cells
from gongkai.yearend.collection_files import CELLS, FINDINGS, FileOfCollection
from gongkai.yearend.collection_sums import findings_about, total_of
from gongkai.yearend.door import Refused
from gongkai.yearend.due_dates import Given, due_for, set_local_due
from gongkai.yearend.intake import Intake
from gongkai.yearend.receiving import Named, ReceivedReport, Upload, receive
from tests.annualreport.building import clean_report, with_cells
from tests.publishing.examples import a_person
from tests.yearend.examples import LONG_AGO, a_published_report, an_agency

pytestmark = pytest.mark.django_db

AT = datetime(2026, 2, 3, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
TODAY, DAY, YEAR = AT.date(), date(2026, 1, 20), 2025
NEW = "applications.new_received.total"


@pytest.fixture
def department():
    return an_agency("yunze-office", name="云泽市人民政府办公室", short_name="市政府办")


@pytest.fixture
def officer(department):
    return a_person("officer", department, Role.SUPERVISOR)


def below(department, slug: str, since: date = LONG_AGO, **changes):
    agency = an_agency(slug, **changes)
    kind = RelationKind.DISCLOSURE_SUPERVISOR
    Relation.objects.create(agency=agency, kind=kind, other=department, since=since)
    return agency


def upload(agency, cells=None, year: int = YEAR, kind: str = "html", name: str = "") -> Upload:
    """Return a file of a report as another software may have written it, read as strangers' files are."""
    report = with_cells(clean_report(year=year, agency=name or agency.name), cells or {})
    data = annualreport.write(report, kind)
    return read(data, f"报告.{kind}")


def read(data: bytes, name: str) -> Upload:
    return Upload(name, data, examined(data, name))


def taken_in(department, officer, agency, cells=None, *, day: date = DAY, **about) -> ReceivedReport:
    return receive(department, Named(agency, YEAR, day), upload(agency, cells, **about), by=officer, at=AT)


def rules_of(refusal) -> list[str]:
    return [finding.rule for finding in refusal.value.findings]


def test_a_report_that_is_not_kept_leaves_no_file_behind(department, officer, tmp_path, settings, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    agency = below(department, "yunhu")

    def fails(*_: object, **__: object) -> None:
        raise OSError

    with monkeypatch.context() as broken, pytest.raises(OSError):
        broken.setattr("gongkai.yearend.receiving.record", fails)
        taken_in(department, officer, agency)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert taken_in(department, officer, agency).is_untouched


def collection(department, today: date = TODAY, year: int = YEAR):
    return collect(department, year, today=today)


# -- who sent it, and when -------------------------------------------------------------------------


def test_who_has_sent_the_report_and_who_is_late(department, officer):
    early, late, none = (below(department, slug) for slug in ("early", "late", "none"))
    taken_in(department, officer, early)
    taken_in(department, officer, late, day=date(2026, 2, 2))
    states = {one.agency: one.state for one in collection(department).entries}
    assert states == {
        early: ("", "按时报送"),
        late: ("warning", "迟报 2 天"),
        none: ("error", "逾期未报送，已 3 天"),
    }
    assert dict(collection(department, today=date(2026, 1, 31)).tally())["overdue"] == []


def test_an_earlier_local_day_counts_and_the_newest_row_of_it(department, officer):
    agency = below(department, "early")
    notice = Given(YEAR, date(2026, 1, 26), date(2026, 1, 28), "云政办〔2026〕1号")
    set_local_due(department, notice, by=officer, at=AT)
    taken_in(department, officer, agency, day=date(2026, 1, 27))
    (entry,) = collection(department).entries
    assert (entry.days_late, entry.submit_by, entry.due.publish_date) == (1, date(2026, 1, 26), date(2026, 1, 28))
    assert "云政办〔2026〕1号" in entry.due.laws
    set_local_due(department, Given(YEAR, None, None, "通知撤回"), by=officer, at=AT)
    assert due_for([department.pk], YEAR).publish_date == date(2026, 1, 31)
    assert due_for([department.pk], YEAR + 1).publish_date == date(2027, 1, 31)


def test_a_local_day_is_never_later_than_the_laws(department, officer):
    below(department, "early")
    with pytest.raises(Refused) as refusal:
        set_local_due(department, Given(YEAR, None, date(2026, 2, 28), "某通知"), by=officer, at=AT)
    assert rules_of(refusal) == ["COLLECT-DUE-LATER"]


def test_asked_for_are_those_supervised_on_the_day_the_reports_are_due(department):
    below(department, "since-march", since=date(2026, 3, 1))
    left = below(department, "left")
    Relation.objects.create(agency=left, kind=RelationKind.DISCLOSURE_SUPERVISOR, since=date(2026, 3, 1))
    assert [one.agency for one in collection(department, today=date(2026, 6, 1)).entries] == [left]


# -- files of other software -----------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["html", "docx", "pdf", "md"])
def test_a_report_of_other_software_is_kept_with_its_hash_and_where_each_cell_stood(department, officer, kind):
    agency = below(department, "early")
    row = taken_in(department, officer, agency, {"applications.granted.total": 7}, kind=kind)
    report = annualreport.from_dict(row.report)
    cell = report.cell("applications", "granted", "total")
    assert (cell.value, cell.how) == (7, How.READ)
    assert str(cell.source)
    assert hashlib.sha256(row.file.read()).hexdigest() == row.digest
    assert row.is_untouched


def test_a_cell_that_cannot_be_read_stays_empty_and_is_named(department, officer):
    agency = below(department, "early")
    told = upload(agency)
    data = told.data.replace(b">0<", ">约3至5件<".encode(), 1)
    row = receive(department, Named(agency, YEAR, DAY), read(data, "a.html"), by=officer, at=AT)
    report = annualreport.from_dict(row.report)
    (named,) = unread_cells(report)
    lost = [place for place, cell in report.cells() if cell.how is How.UNREAD]
    assert named
    assert report.value(*lost[0]) is None


def test_the_file_must_be_the_agencys_of_the_year_and_new(department, officer):
    agency, other = below(department, "early"), below(department, "other")
    for named, told, rule in (
        (Named(agency, YEAR, DAY), upload(agency, year=2024), "COLLECT-YEAR"),
        (Named(agency, YEAR, DAY), upload(other), "COLLECT-AGENCY"),
        (Named(agency, YEAR, TODAY + timedelta(days=1)), upload(agency), "COLLECT-DAY"),
        (Named(agency, YEAR, date(2025, 12, 31)), upload(agency), "COLLECT-DAY"),
        (Named(agency, YEAR, DAY), read(b"x", "a.html"), "COLLECT-UNREADABLE"),
    ):  # fmt: skip
        with pytest.raises(Refused) as refusal:
            receive(department, named, told, by=officer, at=AT)
        assert rules_of(refusal) == [rule]
    assert not ReceivedReport.objects.exists()
    receive(department, Named(agency, YEAR, DAY, other_name=True), upload(agency, name="某局"), by=officer, at=AT)
    with pytest.raises(Refused) as twice:
        receive(department, Named(agency, YEAR, DAY, other_name=True), upload(agency, name="某局"), by=officer, at=AT)
    assert rules_of(twice) == ["COLLECT-TWICE"]


def test_there_is_no_report_on_a_year_that_has_not_ended_by_whatever_way(department, officer, client):
    agency = below(department, "early")
    with pytest.raises(Refused) as door:
        receive(department, Named(agency, TODAY.year, DAY), upload(agency, year=TODAY.year), by=officer, at=AT)
    with pytest.raises(Refused) as folder:
        Intake(department, TODAY.year, DAY, by=officer, at=AT)
    assert rules_of(door) == rules_of(folder) == ["COLLECT-YEAR-OPEN"]
    client.force_login(officer)
    now = timezone.localdate().year
    waiting = client.get(reverse("yearend:collection_receive", args=[department.slug, now]))
    assert f"{now}年还没有结束" in waiting.content.decode()
    assert b"multipart/form-data" not in waiting.content
    for name in ("collection_receive", "collection_of", "collection_due", "collection_rollup"):
        assert client.get(reverse(f"yearend:{name}", args=[department.slug, now + 4])).status_code == 404
    for name, given in (("collection", {"department": department.slug}), ("reports", {"agency": "early"})):
        answer = client.get(reverse(f"yearend:{name}"), given | {"year": str(now + 4)})
        assert (answer.status_code, f"{now + 4}年还没有到" in answer.content.decode()) == (400, True)


def test_the_overview_counts_what_could_not_be_read_as_the_reports_own_page_does(department, officer, client):
    agency = below(department, "early")
    data = upload(agency, {"applications.granted.total": 3}).data.replace(b">0<", ">约3至5件<".encode(), 1)
    receive(department, Named(agency, YEAR, DAY), read(data, "a.html"), by=officer, at=AT)
    (entry,) = collection(department).entries
    client.force_login(officer)
    own = client.get(reverse("yearend:collection_agency", args=[department.slug, YEAR, agency.slug])).context["view"]
    assert entry.verdict == own.verdict
    assert entry.verdict.errors
    assert entry.verdict.unread
    told = client.get(reverse("yearend:collection_of", args=[department.slug, YEAR])).content.decode()
    assert f"错误 {entry.verdict.errors} " in told
    assert f"未能读出 {entry.verdict.unread} " in told


def test_only_the_departments_people_take_in_and_only_from_below(department, officer):
    agency, foreign = below(department, "early"), an_agency("foreign")
    clerk = a_person("clerk", agency, Role.CLERK)
    for named, by, rule in ((agency, clerk, "COLLECT-ROLE"), (foreign, officer, "COLLECT-NOT-BELOW")):
        with pytest.raises(Refused) as refusal:
            receive(department, Named(named, YEAR, DAY), upload(named), by=by, at=AT)
        assert rules_of(refusal) == [rule]


# -- returned, cleared -----------------------------------------------------------------------------


def test_a_report_is_returned_with_comments_sent_again_and_cleared(department, officer):
    agency = below(department, "early")
    row = taken_in(department, officer, agency)
    with pytest.raises(ValidationError):
        answer(row, "returned", " ", of=department, by=officer, at=AT)
    answer(row, "returned", "表三自然人一栏与总计不符。", of=department, by=officer, at=AT)
    assert collection(department).entries[0].state == ("warning", "已退回，待重新报送")
    again = taken_in(department, officer, agency, {"applications.granted.total": 1})
    assert collection(department).entries[0].is_returned is False
    answer(again, "cleared", "其余各格在下一年更正。", of=department, by=officer, at=AT)
    assert collection(department).entries[0].state == ("", "审核通过")
    with pytest.raises(Refused) as refusal:
        answer(again, "returned", "再看看", of=department, by=officer, at=AT)
    assert rules_of(refusal) == ["COLLECT-CLEARED"]


def test_nobody_but_the_department_answers(department, officer):
    row = taken_in(department, officer, below(department, "early"))
    with pytest.raises(Refused) as refusal:
        answer(row, "cleared", "", of=department, by=a_person("clerk", row.agency, Role.CLERK), at=AT)
    assert rules_of(refusal) == ["COLLECT-ROLE"]
    with pytest.raises(Refused) as other:
        answer(row, "submitted", "", of=department, by=officer, at=AT)
    assert rules_of(other) == ["COLLECT-ANSWER"]


# -- added up --------------------------------------------------------------------------------------


def test_a_file_taken_in_for_the_wrong_agency_counts_for_nothing_once_that_is_recorded(department, officer):
    agency = below(department, "early")
    row = taken_in(department, officer, agency)
    with pytest.raises(ValidationError):
        answer(row, "mistaken", " ", of=department, by=officer, at=AT)
    answer(row, "mistaken", "应为另一机关的报告。", of=department, by=officer, at=AT)
    assert collection(department).entries[0].held is None
    again = taken_in(department, officer, agency)
    assert collection(department).entries[0].held.row == again


def test_the_sum_names_who_is_missing_and_what_was_not_read(department, officer):
    here, other = below(department, "here"), below(department, "other")
    missing = below(department, "missing")
    taken_in(department, officer, here, {NEW: 70})
    taken_in(department, officer, other, {NEW: 50})
    total = total_of(collection(department))
    assert total.report().value("applications", "new_received", "total") == 120
    assert total.missing == (missing.name,)


def test_the_departments_own_report_is_not_less_than_those_below(department, officer):
    taken_in(department, officer, below(department, "here"), {NEW: 70})
    own = {NEW: 60, "applications.new_received.natural_person": 60}
    taken_in(department, officer, department, own, name=department.name)
    now = collection(department)
    assert [one.agency.slug for one in now.entries] == ["here"]  # its own report is not added
    found = findings_about(total_of(now), now.own.read())
    assert [one.where for one in found if one.rule == "ROLLUP-BELOW"] == [NEW]


def test_without_a_report_there_is_no_sum(department):
    below(department, "missing")
    assert total_of(collection(department)) is None


def test_a_published_report_counts_without_having_been_sent(department):
    page = a_published_report(year=YEAR)
    Relation.objects.create(
        agency=page.agency, kind=RelationKind.DISCLOSURE_SUPERVISOR, other=department, since=LONG_AGO
    )
    (entry,) = collection(department).entries
    assert (entry.state[1], entry.published) == ("已公开，未登记报送", date(2026, 1, 25))
    assert entry.verdict


# -- files -----------------------------------------------------------------------------------------


def test_every_cell_of_the_collection_is_a_row_of_the_csv_and_of_the_parquet_file(department, officer):
    import polars

    agency = below(department, "here", name="=云泽市水务局")
    named, told = Named(agency, YEAR, DAY, other_name=True), upload(agency, {NEW: 70}, name="水务局")
    row = receive(department, named, told, by=officer, at=AT)
    lines = list(csv.DictReader(io.StringIO("".join(FileOfCollection(collection(department), CELLS).lines())[1:])))
    cells = {(one["table"], one["row"], one["column"]): one for one in lines}
    assert cells["applications", "new_received", "total"]["value"] == "70"
    assert {one["agency"] for one in lines} == {"'=云泽市水务局"}  # never a formula
    assert {one["file"] for one in lines} == {row.file_name}
    with FileOfCollection(collection(department), CELLS).parquet() as file:
        assert polars.read_parquet(file).height == len(lines)
    with FileOfCollection(collection(department), FINDINGS).parquet() as file:
        assert set(polars.read_parquet(file)["rule"]) >= {"T3-ROW-SUM"}


# -- pages -----------------------------------------------------------------------------------------


def address(name: str, department, *more) -> str:
    return reverse(f"yearend:{name}", args=[department.slug, YEAR, *more])


def test_a_report_with_errors_is_cleared_only_with_a_word_why(department, officer, client):
    agency = below(department, "here")
    taken_in(department, officer, agency, {NEW: 70, "applications.granted.total": 5})
    page = address("collection_agency", department, "here")
    client.force_login(officer)
    refused = client.post(page, {"kind": "cleared", "note": " "})
    assert refused.status_code == 400
    assert "仍然通过的，请写明为什么" in refused.context["form"].errors["note"][0]
    assert client.post(page, {"kind": "cleared", "note": "原件如此，已请该单位另行更正。"}).status_code == 302
    text = client.get(page).content.decode()
    assert "原件如此" in text
    assert 'value="cleared"' not in text
    assert client.post(page, {"kind": "mistaken", "note": "应为另一个机关的。"}).status_code == 302
    assert "误存，不作数：应为另一个机关的。" in client.get(page).content.decode()


def test_the_sum_as_a_file_says_what_it_is_who_is_in_it_and_who_is_missing(department, officer, client):
    taken_in(department, officer, below(department, "here"), {NEW: 70})
    below(department, "late")
    client.force_login(officer)
    text = client.get(address("collection_rollup_file", department, "md")).content.decode()
    assert "年政府信息公开工作年度报告汇总表" in text
    assert f"不是{department.name}自己的年度报告" in text
    assert "相加的是：here" in text
    assert "还没有报告、没有加进来的有1个机关：late" in text
    assert "三、收到和处理政府信息公开申请情况" in text


def test_the_pages_of_a_collection_answer_and_are_for_the_department_alone(department, officer, client):
    here, other = below(department, "here"), below(department, "other")
    taken_in(department, officer, here, {NEW: 70})
    taken_in(department, officer, other, {NEW: 50})
    pages = [
        *(address(f"collection_{one}", department) for one in ("of", "receive", "due", "rollup", "conspicuous")),
        address("collection_years", department),
        address("collection_beside", department) + "?one=here&other=other",
        address("collection_agency", department, "here"),
        address("collection_rollup_file", department, "json"),
        address("collection_rollup_file", department, "docx"),
        address("collection_file", department, "findings", "csv"),
        address("collection_file", department, "cells", "parquet"),
        reverse("yearend:collection_received_file", args=[ReceivedReport.objects.first().pk]),
    ]  # fmt: skip
    client.force_login(officer)
    assert {client.get(page).status_code for page in pages} == {200}
    for stranger in (a_person("clerk", here, Role.CLERK), a_person("elsewhere", an_agency("far"), Role.SUPERVISOR)):
        client.force_login(stranger)
        assert {client.get(page).status_code for page in pages} <= {302, 403, 404}


def test_a_page_of_the_collection_checks_its_own_reports_and_the_chart_names_who_sent_none_before(
    department, officer, client, monkeypatch
):
    agencies = [below(department, slug) for slug in ("first", "second", "third")]
    for number, agency in enumerate(agencies):
        taken_in(department, officer, agency, {NEW: 70 + number})
    checked = []
    monkeypatch.setattr("gongkai.yearend.collection_views.AGENCIES_A_PAGE", 2)
    monkeypatch.setattr("gongkai.yearend.collection.cache.get", lambda key: None)
    monkeypatch.setattr("gongkai.yearend.collection.inspect", lambda report, before: checked.append(report) or [])
    client.force_login(officer)
    page = client.get(address("collection_of", department), {"p": "2"})
    assert [one.agency for one in page.context["entries"]] == agencies[2:]
    assert [report["agency"] for report in checked] == [agencies[2].name]
    assert page.context["chart"].rows[0] == (agencies[2].short_name, "72", "未报送")
    assert "3 个机关共新收申请 213 件" in page.content.decode()
    over_years = client.get(address("collection_years", department)).context["chart"]
    assert over_years.rows[-2:] == ((str(YEAR - 1), "未报送"), (str(YEAR), "213"))


UNREAD_OR_NOT_WHOLE = [
    ("md", b"1?", "未填", "各机关的新收申请数都没有填写，或者未能读取。"),
    ("json", b'"12.5"', "12.5", "1 个机关共新收申请 12.5 件，yunhu中心最多。"),
]


@pytest.mark.parametrize(("kind", "sent", "drawn", "reading"), UNREAD_OR_NOT_WHOLE)
def test_a_count_that_is_not_read_or_no_whole_number_keeps_nobody_from_the_collection(
    department, officer, client, kind, sent, drawn, reading
):
    agency = below(department, "yunhu")
    data = upload(agency, {NEW: 777777}, kind=kind).data.replace(b" 777777", b" " + sent)
    receive(department, Named(agency, YEAR, DAY), read(data, f"报告.{kind}"), by=officer, at=AT)
    client.force_login(officer)
    chart = client.get(address("collection_of", department)).context["chart"]
    assert (chart.rows, chart.reading) == (((agency.short_name, drawn, "未报送"),), reading)


def test_agencies_are_found_by_their_name_and_by_what_is_to_be_done_about_them(department, officer, client):
    first, second, third = (below(department, slug) for slug in ("first", "second", "third"))
    taken_in(department, officer, second)
    taken_in(department, officer, third, day=date(2026, 2, 2))
    client.force_login(officer)

    def listed(**asked: str):
        page = client.get(address("collection_of", department), asked)
        assert page.status_code == 200
        return [one.agency for one in page.context["entries"]]

    assert listed() == [first, second, third]
    assert listed(name="second") == [second]
    assert listed(state="missing") == [first]
    assert listed(state="late", name="third") == [third]
    assert listed(state="returned") == []
    wrong = client.get(address("collection_of", department), {"state": "nobody"})
    assert wrong.status_code == 400
    assert "请从列表中选" in wrong.content.decode()


def test_a_file_is_taken_in_by_the_page_and_a_refusal_stands_beside_its_field(department, officer, client):
    agency, other = below(department, "here"), below(department, "other")
    client.force_login(officer)
    data = upload(agency).data

    def sent(slug: str):
        file = SimpleUploadedFile("报告.html", data)
        return client.post(
            address("collection_receive", department), {"agency": slug, "day": "2026-01-20", "file": file}
        )

    refused = sent(other.slug)
    assert refused.status_code == 400
    assert "文件写明是" in refused.context["form"].errors["agency"][0]
    assert sent(agency.slug).status_code == 302
    page = client.get(address("collection_agency", department, agency.slug)).content.decode()
    assert hashlib.sha256(data).hexdigest() in page


def test_a_report_is_returned_by_the_page_and_not_without_a_word(department, officer, client):
    row = taken_in(department, officer, below(department, "here"))
    client.force_login(officer)
    page = address("collection_agency", department, "here")
    assert client.post(page, {"kind": "returned", "note": ""}).status_code == 400
    assert client.post(page, {"kind": "returned", "note": "请核对表三。"}).status_code == 302
    assert [step.note for step in row.steps.all()] == ["请核对表三。"]
    assert "请核对表三。" in client.get(page).content.decode()
