"""A folder of records is taken in as a whole, or not at all with every bad row named."""

from __future__ import annotations

import signal
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage

from gongkai.agencies.door import (
    RECORD_KINDS,
    Agency,
    LogEntry,
    NotTakenIn,
    Office,
    Tally,
    TallyKind,
    figure_of,
    take_in,
    tally_records,
    total_of,
)
from gongkai.agencies.evidence import EVIDENCE_MAX_BYTES
from tests.agencies.examples import a_person

pytestmark = pytest.mark.django_db

DAYS = (date(2019, 5, 15), date(2026, 11, 27))
LAW = "《条例》第二十条第（九）项"
CATALOGUE = TallyKind("procurement.catalogue", "采购目录", "项", "目录中的品目", LAW, *DAYS, standing=True)
TALLIES = tally_records(
    [
        CATALOGUE,
        TallyKind("procurement.projects", "采购项目数量", "项", "集中采购的项目", LAW, *DAYS),
        TallyKind("procurement.amount", "采购总金额", "元", "集中采购的金额", LAW, *DAYS, whole=False),
    ]
)
KINDS = (*RECORD_KINDS, TALLIES)
AT = datetime(2026, 11, 27, 2, tzinfo=UTC)

AGENCIES = "代号,机关全称,简称,所在地\nyunhu,云湖市住房公积金管理中心,云湖公积金,云湖市\n"
OFFICES = """agency,name,kind,since,address,hours,telephone
yunhu,办公室,科室,2015-01-01,云湖市湖滨路1号,工作日9:00—17:00,0000-0000000
"""
TALLY = "agency,kind,since,day,value,source\nyunhu,procurement.projects,2020-01-01,2020-12-31,20,政府采购系统\n"


def folder(tmp_path: Path, **files: str) -> Path:
    for name, text in files.items():
        (tmp_path / f"{name}.csv").write_text(text, "utf-8")
    return tmp_path


def taken(place: Path, **options):
    person = options.pop("by", None) or a_person("loader")
    return take_in(place, KINDS, by=person, at=AT, source="云湖中心旧系统", **options)


def faults_of(place: Path, **options):
    with pytest.raises(NotTakenIn) as refused:
        taken(place, **options)
    return [(fault.file, fault.row, fault.column, fault.message) for fault in refused.value.faults]


def test_files_are_entered_in_the_order_in_which_they_stand_on_each_other(tmp_path):
    taking = taken(folder(tmp_path, agencies=AGENCIES, offices=OFFICES, tallies=TALLY))
    assert taking.entered == {"agencies": 1, "offices": 1, "tallies": 1}
    assert Office.objects.get().agency == Agency.objects.get(slug="yunhu")


def test_the_act_is_on_the_log_with_the_digest_of_each_file(tmp_path):
    taken(folder(tmp_path, agencies=AGENCIES))
    entry = LogEntry.objects.get(act="take_in")
    assert entry.facts["source"] == "云湖中心旧系统"
    assert entry.facts["entered"] == {"agencies": 1}
    assert len(entry.facts["files"]["agencies.csv"]) == 64


def test_one_bad_row_keeps_everything_out_and_every_bad_row_is_named(tmp_path):
    bad = OFFICES + "yunhu,财务科,科,2015-13-01,某路,工作日,1\nnirgends,窗口,营业网点,2015-01-01,某路,工作日,1\n"
    found = faults_of(folder(tmp_path, agencies=AGENCIES, offices=bad))
    assert [(file, row, column) for file, row, column, _ in found] == [
        ("offices.csv", 3, "类别"),
        ("offices.csv", 3, "起始日期"),
        ("offices.csv", 4, "行政机关"),
    ]
    assert not Agency.objects.exists()
    assert not LogEntry.objects.filter(act="take_in").exists()


def test_the_same_records_again_change_nothing(tmp_path):
    place, person = folder(tmp_path, agencies=AGENCIES, tallies=TALLY), a_person("loader")
    taken(place, by=person)
    (place / "agencies.csv").write_text(AGENCIES.replace("代号", "slug"), "utf-8")  # written differently, the same said
    again = taken(place, by=person)
    assert (again.entered, again.known) == ({}, {"agencies": 1, "tallies": 1})
    assert Tally.objects.count() == 1


def test_another_content_under_the_same_key_is_a_fault_that_names_both(tmp_path):
    place, person = folder(tmp_path, agencies=AGENCIES), a_person("loader")
    taken(place, by=person)
    ((file, row, _, message),) = faults_of(folder(place, agencies=AGENCIES.replace("云湖公积金", "云湖")), by=person)
    assert (file, row) == ("agencies.csv", 2)
    assert "agencies.csv 第2行" in message
    assert Agency.objects.get().short_name == "云湖公积金"


def test_two_rows_of_one_file_with_one_key_are_told_apart(tmp_path):
    twice = AGENCIES + AGENCIES.splitlines()[1].replace("云湖公积金", "云湖") + "\n"
    ((_, row, _, message),) = faults_of(folder(tmp_path, agencies=twice))
    assert row == 3
    assert "标识相同、内容不同" in message


def test_a_blank_agency_is_the_one_named_on_the_command_line(tmp_path):
    place = folder(tmp_path, agencies=AGENCIES, tallies=TALLY.replace("agency,", "").replace("yunhu,", ""))
    taken(place, agency="yunhu")
    assert Tally.objects.get().agency.slug == "yunhu"


def test_a_dry_run_stores_nothing_and_finds_the_same_faults(tmp_path):
    taking = taken(folder(tmp_path, agencies=AGENCIES), dry_run=True)
    assert taking.entered == {"agencies": 1}
    assert not Agency.objects.exists()


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("agencies", AGENCIES.replace("简称", "别名"), "没有这一列"),
        ("letters", AGENCIES, "文件名不是任何一种记录"),
        ("agencies", "", "空的"),
    ],
)
def test_a_file_that_is_no_kind_of_record_is_refused_in_words(tmp_path, name, text, says):
    assert any(says in message for *_, message in faults_of(folder(tmp_path, **{name: text})))


def test_the_kinds_of_record_are_listed_once_however_many_files_are_none(tmp_path):
    first, second, *_ = faults_of(folder(tmp_path, letters=AGENCIES, mails=AGENCIES))
    assert "tallies（统计数）" in first[3]
    assert second[3] == "文件名不是任何一种记录。记录的种类和格式见上。"


def test_an_empty_folder_is_refused(tmp_path):
    assert "没有可以导入" in faults_of(tmp_path)[0][3]


def test_a_tally_in_parts_of_a_whole_thing_or_below_nought_is_refused(tmp_path):
    for value, says in (("20.5", "应为整数"), ("-1", "不能是负数")):
        found = faults_of(
            folder(tmp_path, agencies=AGENCIES, tallies=TALLY.replace(",20,", f",{value},")), by=a_person(value)
        )
        assert [(column, says in message) for _, _, column, message in found] == [("数值", True)]


def test_tallies_are_added_up_and_no_tally_is_not_nought(tmp_path):
    more = TALLY + "yunhu,采购总金额,2020-01-01,2020-06-30,4000000.50,政府采购系统\n"
    taken(
        folder(
            tmp_path,
            agencies=AGENCIES,
            tallies=more + "yunhu,采购总金额,2020-07-01,2020-12-31,987096.50,政府采购系统\n",
        )
    )
    agency = Agency.objects.get()
    year = (date(2020, 1, 1), date(2020, 12, 31))
    assert total_of(Tally.objects.counting("procurement.amount", agency, *year)) == Decimal(4987097)
    assert total_of(Tally.objects.counting("licensing.decisions", agency, *year)) is None


def test_a_corrected_tally_no_longer_counts(tmp_path):
    taken(folder(tmp_path, agencies=AGENCIES, tallies=TALLY))
    wrong = Tally.objects.get()
    Tally.objects.create(
        agency=wrong.agency, kind=wrong.kind, since=wrong.since, day=wrong.day, value=21, source="更正", corrects=wrong
    )
    year = (date(2020, 1, 1), date(2020, 12, 31))
    assert total_of(Tally.objects.counting(wrong.kind, wrong.agency, *year)) == 21


def test_a_standing_tally_is_the_newest_one_and_not_a_sum(tmp_path):
    rows = "agency,kind,since,day,value,source\n" + "".join(
        f"yunhu,procurement.catalogue,{day},{day},{value},采购目录\n"
        for day, value in (("2019-12-31", 8), ("2020-12-31", 9))
    )
    taken(folder(tmp_path, agencies=AGENCIES, tallies=rows))
    figure, agency = figure_of(CATALOGUE), Agency.objects.get()
    assert [figure.value(agency, date(year, 1, 1), date(year, 12, 31)) for year in (2018, 2019, 2020, 2021)] == [
        None,
        8,
        9,
        9,
    ]


# -- files beside records --------------------------------------------------------------------------

WITH_FILE = TALLY.replace("source\n", "source,evidence\n").replace("系统\n", "系统,清单.pdf\n")


@pytest.fixture
def media(tmp_path_factory, settings) -> Path:
    """A folder of stored files of this test's own."""
    settings.MEDIA_ROOT = tmp_path_factory.mktemp("media")
    return Path(settings.MEDIA_ROOT)


def beside(place: Path, data: bytes = b"%PDF-1.4\n%%EOF\n", name: str = "清单.pdf") -> Path:
    (place / "attachments").mkdir()
    (place / "attachments" / name).write_bytes(data)
    return place


def stored(media: Path) -> list[Path]:
    return [path for path in media.rglob("*") if path.is_file()]


def test_a_tally_comes_with_the_file_behind_it(tmp_path, media):
    taken(folder(beside(tmp_path), agencies=AGENCIES, tallies=WITH_FILE))
    assert Tally.objects.get().evidence.read().startswith(b"%PDF")
    assert len(stored(media)) == 1


@pytest.mark.parametrize(
    ("data", "name", "told"),
    [
        (b"%PDF-1.4\n", "别的.pdf", "文件夹 attachments 里没有“清单.pdf”。"),
        (b"\x89PNG\r\n\x1a\n", "清单.pdf", "与扩展名不符"),
        (b"%PDF-1.4\n" + b"0" * EVIDENCE_MAX_BYTES, "清单.pdf", "超过20MB"),
    ],
)
def test_a_file_that_cannot_stand_behind_a_tally_is_told_at_its_row(tmp_path, media, data, name, told):
    place = folder(beside(tmp_path, data, name), agencies=AGENCIES, tallies=WITH_FILE)
    ((file, row, column, message),) = faults_of(place)
    assert (file, row, column) == ("tallies.csv", 2, "佐证材料")
    assert told in message
    assert stored(media) == []


def test_a_name_that_no_file_system_takes_is_told_as_a_file_that_is_not_there(tmp_path):
    place = folder(beside(tmp_path), agencies=AGENCIES, tallies=WITH_FILE.replace("清单.pdf", f"{'𠮷' * 76}.pdf"))
    assert [message[:7] for *_, message in faults_of(place)] == ["文件夹 att"]


def test_a_folder_that_is_refused_leaves_no_file_behind(tmp_path, media):
    bad = WITH_FILE + "yunhu,procurement.projects,2021-01-01,2021-12-31,1.5,政府采购系统,\n"
    assert len(faults_of(folder(beside(tmp_path), agencies=AGENCIES, tallies=bad))) == 1
    assert stored(media) == []


def test_a_dry_run_leaves_no_file_behind(tmp_path, media):
    taken(folder(beside(tmp_path), agencies=AGENCIES, tallies=WITH_FILE), dry_run=True)
    assert stored(media) == []


def test_ctrl_c_while_a_file_is_stored_leaves_neither_file_nor_row(tmp_path, media, monkeypatch):
    write = FileSystemStorage._save

    def interrupted(storage: FileSystemStorage, name: str, content: object) -> str:
        kept = write(storage, name, content)
        signal.raise_signal(signal.SIGINT)
        return kept

    monkeypatch.setattr(FileSystemStorage, "_save", interrupted)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a program started behind a shell's & ignores it
    with pytest.raises(KeyboardInterrupt):
        taken(folder(beside(tmp_path), agencies=AGENCIES, tallies=WITH_FILE))
    assert stored(media) == []
    assert not Tally.objects.exists()
