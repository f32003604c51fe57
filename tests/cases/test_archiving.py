"""Putting cases away: when, for how long, and exactly what; and what the package tells."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from datetime import date

import pytest
from django.utils import timezone

from gongkai.agencies.door import LogEntry, Role
from gongkai.cases.archive_package import package_of
from gongkai.cases.archiving import archive, take_out, to_archive
from gongkai.cases.case_files import Attached, Direction, keep
from gongkai.cases.door import Dispute, verify_cases, write_draft
from gongkai.cases.models import Archive, ExtensionProposal, ReleaseReview
from gongkai.cases.refusals import Refused
from gongkai.cases.working_file import Note
from tests.agencies.examples import a_person, appoint
from tests.cases.examples import AT, TODAY, a_case, do, leading_to
from tests.yearend.examples import a_place

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today_is_fixed")]


@pytest.fixture
def served(agency):
    case = a_case(agency, date(2026, 11, 9), applicant_name="欧阳某")
    keep(case, [Attached("委托书.pdf", "pdf", b"%PDF-1.7")], Direction.RECEIVED, at=AT, by=None, event=None)
    do(case, "reply", date(2026, 11, 20), outcome="R2_provide")
    return do(case, "serve", date(2026, 11, 20), method="electronic")


def put_away(case, clerk):
    return archive(case.pk, note="", by=clerk, at=AT, today=TODAY)


def unpacked(data):
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_what_is_over_waits_for_the_archive_and_what_is_not_does_not(agency, served, clerk):
    withdrawn = do(a_case(agency, date(2026, 11, 9)), "withdraw", date(2026, 11, 23))
    replied = do(a_case(agency, date(2026, 11, 9)), "reply", TODAY, outcome="R2_provide")
    a_case(agency, date(2026, 11, 9))
    assert list(to_archive([agency])) == [served, withdrawn]
    put_away(served, clerk)
    assert list(to_archive([agency])) == [withdrawn]
    with pytest.raises(Refused):
        put_away(replied, clerk)


def test_it_is_kept_for_ten_full_years_and_for_thirty_where_there_was_a_dispute(agency, served, clerk):
    assert put_away(served, clerk).keep_until == date(2036, 12, 31)
    disputed = do(a_case(agency, date(2026, 11, 9)), "withdraw", TODAY)
    said = {"reference": "某复〔2026〕1号", "route": "reconsideration", "body": "某市人民政府"}
    dispute = Dispute.objects.create(agency=agency, case=disputed, filed_date=date(2026, 11, 20), **said)
    with pytest.raises(Refused, match="还没有审结"):
        put_away(disputed, clerk)
    dispute.instances.create(begun_date=date(2026, 11, 20), result="terminated", closed_date=TODAY)
    assert put_away(disputed, clerk).keep_until == date(2056, 12, 31)


def test_the_package_tells_everything_and_its_manifest_names_every_byte(served, clerk):
    ExtensionProposal.objects.create(case=served, workdays=5, reason="材料较多", by=clerk, at=AT)
    ReleaseReview.objects.create(draft=served.drafts.get(), digest="0" * 64, by=clerk, at=AT)
    row = put_away(served, clerk)
    made = take_out(row, reason="移交档案室", by=clerk, at=AT, today=TODAY)
    files = unpacked(made.data)
    manifest = json.loads(files.pop("manifest.json"))
    assert {one["name"]: one["sha256"] for one in manifest["files"]} == {
        name: hashlib.sha256(data).hexdigest() for name, data in files.items()
    }
    assert json.loads(files["application.json"])["applicant_name"] == "欧阳某"
    assert [one["act"] for one in json.loads(files["events.json"])] == ["reply", "serve", "archive"]
    (proposed,) = json.loads(files["extension-proposals.json"])
    assert (proposed["reason"], proposed["decision"]) == ("材料较多", None)
    assert [one["by_id"] for one in json.loads(files["release-reviews.json"])] == [clerk.pk]
    assert "writer-consent.json" not in files
    (file,) = (name for name in files if name.startswith("files/received/"))
    assert files[file] == b"%PDF-1.7"


def test_the_package_is_readable_by_people_and_says_which_files_the_applicant_got(agency, clerk):
    case = a_case(agency, date(2026, 11, 9), applicant_name="欧阳某", description="2025年度<计划>")
    draft = {"answers": leading_to("R2_provide"), "recorded": {"provision": "随附"}, "text": "随附。"}
    hidden = Attached("没有给出去.txt", "text", b"x")
    write_draft(case.pk, draft, files=[hidden], by=clerk, at=AT, today=TODAY)
    do(case, "reply", date(2026, 11, 20), outcome="R2_provide")
    case.files.filter(name="没有给出去.txt").update(event=None)
    given = keep(case, [Attached("计划.txt", "text", b"y")], Direction.GIVEN, at=AT, by=clerk, event=case.events.get())
    do(case, "serve", date(2026, 11, 20), method="electronic")
    files = unpacked(package_of(case, until=AT).data)
    page = files["卷内目录和办理单.html"].decode()
    assert f"files/given/{given[0].pk}-计划.txt" in files
    (unseen,) = (name for name in files if "没有给出去" in name)
    assert unseen.startswith("files/drafts/")
    for words in ("欧阳某", "自然人", "2025年度&lt;计划&gt;", "作出答复", "第 1 稿：予以公开", "已随答复提供给申请人"):
        assert words in page
    assert "答复稿的附件，没有提供给申请人" in page
    assert f"<td>{unseen}</td>" in page


def test_what_is_written_later_does_not_change_what_was_put_away(served, clerk):
    row = put_away(served, clerk)
    later = timezone.now()
    Note.objects.create(case=served, by=clerk, at=later, text="归档之后的记录")
    made = take_out(row, reason="核对", by=clerk, at=later, today=TODAY)
    assert made.digest == row.digest
    assert package_of(served, until=later).digest != row.digest
    assert LogEntry.objects.filter(act="case_archive_package").latest("pk").facts["unchanged"] is True
    assert list(verify_cases()) == []


def test_many_are_put_away_at_once_and_a_package_needs_a_reason(as_clerk, agency, served):
    other = do(a_case(agency, date(2026, 11, 9)), "withdraw", TODAY)
    shown = as_clerk.get("/admin/cases/archive/").content.decode()
    assert f'id="case{other.pk}" checked>' in shown
    assert f'id="case{served.pk}">' in shown  # may still be disputed
    assert "2027-01-19 以前还可以申请复议" in shown
    assert as_clerk.post("/admin/cases/archive/many/", {}).status_code == 409
    as_clerk.post("/admin/cases/archive/many/", {"case": [served.pk, other.pk], "note": "一并归档"})
    assert Archive.objects.count() == 2
    address = f"/admin/cases/{served.pk}/archive-package/"
    refused = as_clerk.post(address, {"reason": " "})
    assert refused.status_code == 400
    assert "请写明为什么要下载" in refused.content.decode()
    given = as_clerk.post(address, {"reason": "移交档案室"})
    assert given.headers["Content-Type"] == "application/zip"
    assert "manifest.json" in unpacked(given.content)
    assert LogEntry.objects.get(act="case_archive_package").reason == "移交档案室"


def test_another_agencys_archive_is_not_there(as_clerk, served):
    elsewhere = a_place("other").agency
    person = appoint(a_person("stranger"), Role.CLERK, elsewhere)
    case = do(a_case(elsewhere, date(2026, 11, 9)), "withdraw", TODAY)
    put_away(case, person)
    assert as_clerk.post(f"/admin/cases/{case.pk}/archive-package/", {"reason": "看看"}).status_code == 404
    assert case.number not in str(as_clerk.get("/admin/cases/archive/").context["page_of_archives"].object_list)
