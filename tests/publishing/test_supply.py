"""What is newly public goes to archive and library each month, each item once (Reg. art. 25, REQ-17)."""

import csv
import hashlib
import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from gongkai.agencies.door import LogEntry, Role
from gongkai.publishing.door import (
    FIGURES,
    QUEUES,
    InformationPage,
    ReadingPlace,
    Refused,
    open_disclosure,
    publish_imported,
    record_handover,
    verify_supplies,
    withdraw,
)
from gongkai.publishing.door import make_supply as make
from gongkai.publishing.own_terms import OwnTerm
from gongkai.publishing.supply.outstanding import unsupplied
from gongkai.publishing.supply.records import Handover, SuppliedItem, Supply
from gongkai.publishing.supply.supplying import Handed
from tests.publishing.examples import SHANGHAI, a_person, a_public_page, a_section, body, information, staff
from tests.publishing.test_files_of_pages import a_picture
from tests.yearend.examples import a_place

pytestmark = pytest.mark.django_db

MARCH = datetime(2026, 3, 2, 10, 0, tzinfo=SHANGHAI)
APRIL = datetime(2026, 4, 3, 10, 0, tzinfo=SHANGHAI)
MAY = datetime(2026, 5, 6, 10, 0, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def archive(place):
    return a_reading_place(place)


def a_reading_place(place, **changes):
    facts = {
        "agency": place.agency,
        "kind": ReadingPlace.Kind.ARCHIVE,
        "name": "平畅市档案馆",
        "address": "平畅市人民路1号",
        "hours": "工作日 9:00—17:00",
        "since": date(2026, 1, 1),
    }
    return ReadingPlace.objects.create(**{**facts, **changes})


@pytest.fixture
def notice(place, people):
    """A notice that became public in March."""
    a_section(place)
    return another(place, people, MARCH)


def another(place, people, at, **changes):
    """Return a page that became public at a moment; how is of no matter here, and an import needs no reviews."""
    page = place.get_children().get(slug="section-policy").specific.add_child(instance=information(**changes))
    day = at.date()
    publish_imported(page, publication_date=day, batch="旧站 2026-03", by=people["clerk"], at=at)
    return InformationPage.objects.get(pk=page.pk)


def opened(supply):
    """Return the files of a package by name."""
    with supply.package.open("rb") as stored, zipfile.ZipFile(stored) as package:
        return {name: package.read(name) for name in package.namelist()}


def listed(files):
    return list(csv.DictReader(io.StringIO(files["目录.csv"].decode("utf-8-sig"))))


def titles(supply):
    return [one.publication.page.title for one in supply.items.all()]


def due(agency, at):
    queue = next(one for one in QUEUES if one.id == "publishing.supplies")
    return [(one.what, one.due_date) for one in queue.find([agency], at)]


def refused(act):
    with pytest.raises(Refused) as refusal:
        act()
    return [finding.rule for finding in refusal.value.findings]


def handed(**changes):
    facts = {"way": "online", "handed_date": APRIL.date(), "received_by": "收集科", "note": "电话确认收到。"}
    return Handed(**{**facts, **changes})


def test_req_17_2_each_item_published_since_the_last_package_is_in_it_exactly_once(place, people, archive, notice):
    another(place, people, APRIL, title="四月的通知", slug="april")
    first = make(archive.pk, by=people["clerk"], at=APRIL)
    assert titles(first) == [notice.title]
    second = make(archive.pk, by=people["clerk"], at=MAY)
    assert titles(second) == ["四月的通知"]
    assert refused(lambda: make(archive.pk, by=people["clerk"], at=MAY)) == ["SUPPLY-NOTHING"]
    row = SuppliedItem(supply=second, place=archive, publication=first.items.get().publication)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_history_that_came_in_after_the_package_of_its_month_goes_in_a_second_one(place, people, archive, notice):
    make(archive.pk, by=people["clerk"], at=APRIL)
    another(place, people, MARCH, title="补录的通知", slug="late")
    assert titles(make(archive.pk, by=people["clerk"], at=APRIL)) == ["补录的通知"]


def test_what_was_corrected_since_goes_again_as_it_is_now_and_each_place_gets_its_own(place, people, archive, notice):
    make(archive.pk, by=people["clerk"], at=APRIL)
    notice.summary = "最高额度调整为85万元。"
    notice.save_revision(user=people["clerk"])
    a_public_page(notice, people, at=APRIL, correction="更正额度。")
    again = make(archive.pk, by=people["clerk"], at=MAY)
    assert [one.publication.kind for one in again.items.all()] == ["revised"]
    assert "85万元" in opened(again)["0001/正文.html"].decode()
    library = a_reading_place(place, name="平畅市图书馆", kind=ReadingPlace.Kind.LIBRARY)
    assert titles(make(library.pk, by=people["clerk"], at=MAY)) == [notice.title]


def test_what_went_before_it_was_brought_is_not_brought_and_what_went_after_is_listed(place, people, archive, notice):
    gone = another(place, people, MARCH, title="误发的通知", slug="mistake")
    withdraw(gone.pk, "内容有误。", by=people["head"], at=APRIL)
    assert titles(make(archive.pk, by=people["clerk"], at=APRIL)) == [notice.title]
    withdraw(notice.pk, "已有新规定。", by=people["head"], at=APRIL)
    later = make(archive.pk, by=people["clerk"], at=MAY)
    assert titles(later) == []
    told = opened(later)["下线清单.csv"].decode("utf-8-sig")
    assert (notice.title in told, "已有新规定。" in told, gone.title in told) == (True, True, False)
    assert refused(lambda: make(archive.pk, by=people["clerk"], at=MAY)) == ["SUPPLY-NOTHING"]


def test_a_package_is_read_alone_and_its_hashes_are_those_of_its_files(place, people, archive):
    picture = a_picture(place)
    pictured = {
        "type": "picture",
        "value": {
            "picture": picture.pk,
            "alternative_text": "营业大厅",
            "caption": "",
            "is_map": False,
            "map_review_number": "",
        },
        "id": "6a0f6b1e-0000-4000-8000-000000000009",
    }
    a_section(place)
    another(place, people, MARCH, body=[*body(), pictured], document_number="=1+1")
    files = opened(make(archive.pk, by=people["clerk"], at=APRIL))
    page = files["0001/正文.html"].decode()
    (name,) = (one for one in files if one.startswith("0001/pictures"))
    assert f'src="{name.partition("/")[2]}"' in page
    assert 'src="/' not in page
    assert 'href="/' not in page
    rows = listed(files)
    assert [row["文件"] for row in rows] == ["正文.html", name.partition("/")[2]]
    assert rows[0]["发文字号"] == "'=1+1"
    sums = dict(reversed(line.split("  ")) for line in files["SHA256SUMS.txt"].decode().splitlines())
    assert sums == {one: hashlib.sha256(data).hexdigest() for one, data in files.items() if one != "SHA256SUMS.txt"}
    assert rows[1]["SHA-256"] == sums[name]


def test_what_was_public_before_the_place_received_anything_stays_out(place, people, notice):
    late = a_reading_place(place, since=date(2026, 3, 3))
    assert list(unsupplied(late, date(2026, 3, 31))) == []
    early = a_reading_place(place, name="平畅市图书馆", since=date(2026, 3, 2))
    assert [one.page.title for one in unsupplied(early, date(2026, 3, 31))] == [notice.title]


def test_a_month_not_brought_is_on_the_desk_until_its_handover_is_recorded(place, people, archive, notice):
    agency = place.agency
    assert due(agency, MARCH) == []
    assert due(agency, APRIL) == [("向平畅市档案馆提供新公开的政府信息", date(2026, 4, 10))]
    supply = make(archive.pk, by=people["clerk"], at=APRIL)
    assert due(agency, MAY) == [("向平畅市档案馆移交新公开的政府信息", date(2026, 4, 10))]
    record_handover(supply.pk, handed(), by=people["clerk"], at=APRIL)
    assert due(agency, MAY) == []


def test_the_day_by_which_it_is_brought_is_the_agencys_own_from_a_day_on(place, archive, notice):
    facts = {"agency": place.agency, "limit": "information_supply", "basis": "本机关办法"}
    OwnTerm.objects.create(**facts, since=date(2026, 3, 31), amount=5, unit="workday")
    OwnTerm.objects.create(**facts, since=date(2026, 4, 1), amount=20, unit="natural_day")
    assert [day for _, day in due(place.agency, APRIL)] == [date(2026, 4, 8)]  # 4 to 6 April are rest days
    with pytest.raises(ValidationError) as refusal:
        OwnTerm(**facts, since=date(2026, 5, 1), amount=30_000, unit="workday").full_clean()
    assert set(refusal.value.message_dict) == {"amount"}


def test_a_handover_has_a_proof_or_says_why_not_and_a_later_row_mends_it(place, people, archive, notice):
    supply = make(archive.pk, by=people["clerk"], at=APRIL)

    def act(said, by="clerk"):
        return record_handover(supply.pk, said, by=people[by], at=APRIL)

    wrong = handed(handed_date=date(2026, 4, 2), received_by=" ", note=" ")
    assert refused(lambda: act(wrong)) == ["SUPPLY-DAY", "SUPPLY-RECEIVER", "SUPPLY-PROOF"]
    assert refused(lambda: act(handed(handed_date=date(2026, 4, 4)))) == ["SUPPLY-DAY"]
    assert refused(lambda: act(handed(), "third")) == ["SUPPLY-ROLE"]
    act(handed())
    act(handed(received_by="保管科"))
    assert Supply.objects.get().handover.received_by == "保管科"
    assert LogEntry.objects.filter(act="hand_over_supply").count() == 2


def test_the_figure_counts_what_was_handed_over_by_the_day_of_the_handover(place, people, archive, notice):
    figure = next(one for one in FIGURES if one.id == "publishing.items_supplied")
    supply = make(archive.pk, by=people["clerk"], at=APRIL)

    def count(since, until):
        return figure.value(place.agency, since, until)

    assert count(date(2026, 1, 1), date(2026, 12, 31)) == 0
    record_handover(supply.pk, handed(), by=people["clerk"], at=APRIL)
    assert count(date(2026, 4, 1), date(2026, 4, 30)) == 1
    assert count(date(2026, 3, 1), date(2026, 3, 31)) == 0
    assert figure.records(place.agency, date(2026, 4, 1), date(2026, 4, 30)).get().record_line().name.startswith("关于")


def test_verify_finds_a_package_that_was_changed_or_is_gone_and_its_page_says_so(people, archive, notice, client):
    supply = make(archive.pk, by=people["clerk"], at=APRIL)
    assert list(verify_supplies()) == []
    Path(supply.package.path).write_bytes(b"x")
    assert [one.rule for one in verify_supplies()] == ["SUPPLY-CHANGED"]
    Path(supply.package.path).unlink()
    assert [one.rule for one in verify_supplies()] == ["SUPPLY-CHANGED"]
    client.force_login(people["clerk"])
    assert "文件不在了" in client.get(reverse("publishing_supply", args=[supply.pk])).content.decode()


def test_archive_and_library_always_receive(place):
    with pytest.raises(ValidationError) as refusal:
        ReadingPlace(
            agency=place.agency, name="平畅市档案馆", address="某路", hours="工作日", since=MARCH, receives=False
        ).full_clean()
    assert "receives" in refusal.value.message_dict
    hall = a_reading_place(place, kind=ReadingPlace.Kind.SERVICE_HALL, name="政务服务中心", receives=False)
    assert refused(lambda: make(hall.pk, by=staff(place.agency)["clerk"], at=APRIL)) == ["SUPPLY-PLACE"]


def test_the_public_reads_where_the_reading_places_are(place, people, archive, notice, client):
    another(place, people, MARCH, index_number="A-1", slug="numbered")  # a section without content is not shown
    a_reading_place(place, name="已撤的查阅点", until=date(2026, 1, 2))
    section = open_disclosure(place)
    shown = client.get(section.get_url()).content.decode()
    assert ("平畅市人民路1号" in shown, "已撤的查阅点" in shown) == (True, False)


def test_the_office_makes_it_brings_it_and_records_it(place, people, archive, notice, client):
    client.force_login(people["clerk"])
    overview = reverse("publishing_supplies")
    assert notice.title in client.get(overview).content.decode()
    answer = client.post(reverse("publishing_supply_make", args=[archive.pk]))
    supply = Supply.objects.get()
    assert answer.url == reverse("publishing_supply", args=[supply.pk])
    assert f'value="{timezone.localdate():%Y-%m-%d}"' in client.get(answer.url).content.decode(), "today is proposed"
    package = b"".join(client.get(reverse("publishing_supply_package", args=[supply.pk])).streaming_content)
    assert hashlib.sha256(package).hexdigest() == supply.digest
    said = {
        "way": "disc",
        "handed_date": f"{timezone.localdate(supply.made_at):%Y-%m-%d}",
        "received_by": "",
        "note": "见回执",
    }
    wrong = client.post(answer.url, {**said, "proof": SimpleUploadedFile("回执.pdf", b"not a pdf")})
    assert wrong.status_code == 400
    for words in ("请写明对方由哪个部门接收。", "内容与扩展名不符", 'value="见回执"'):
        assert words in wrong.content.decode()
    proof = SimpleUploadedFile("回执.pdf", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF")
    assert client.post(answer.url, {**said, "received_by": "收集科", "proof": proof}).status_code == 302
    kept = client.get(reverse("publishing_supply_proof", args=[Handover.objects.get().pk]))
    assert b"".join(kept.streaming_content).startswith(b"%PDF")
    assert "收集科接收" in client.get(overview).content.decode()


def test_nobody_of_another_agency_sees_it_and_who_only_reviews_does_not_make_it(place, people, archive, notice, client):
    supply = make(archive.pk, by=people["clerk"], at=APRIL)
    client.force_login(people["third"])
    assert "制作移交包" not in client.get(reverse("publishing_supplies")).content.decode()
    assert client.post(reverse("publishing_supply_make", args=[archive.pk])).status_code == 409
    client.force_login(a_person("elsewhere", a_place("other").agency, Role.CLERK))
    for name in ("publishing_supply", "publishing_supply_package"):
        assert client.get(reverse(name, args=[supply.pk])).status_code == 404
    assert client.post(reverse("publishing_supply_make", args=[archive.pk])).status_code == 404
