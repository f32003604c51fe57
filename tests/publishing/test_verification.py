"""What no constraint can stop, the check of what is public finds."""

import pytest
from django.core.files.base import ContentFile

from gongkai.pages.door import Attachment, BasePage
from gongkai.publishing.door import InformationPage, verify_public, withdraw
from tests.publishing.examples import AT, a_draft, a_public_page, a_section

pytestmark = pytest.mark.django_db


@pytest.fixture
def public(draft, people):
    return a_public_page(draft, people)


def found():
    return [finding.rule for finding in verify_public()]


def test_what_was_published_by_review_is_in_order(public):
    assert found() == []


def test_another_column_of_a_live_row_that_was_changed_behind_everything_is_found(public):
    BasePage.objects.filter(pk=public.pk).update(title="偷偷改过的标题")
    assert found() == ["PUBLIC-CHANGED"]


def test_a_forged_clearance_is_found(public, people, place):
    other = a_draft(a_section(place, "notice"), by=people["clerk"])
    facts = {"clearance": "review", "cleared_by": people["third"], "cleared_at": AT, "cleared_hash": "0" * 64}
    BasePage.objects.filter(pk=other.pk).update(live=True, clearance_cycle=4711, **facts)
    assert found() == ["PUBLIC-CHANGED", "PUBLIC-UNAPPROVED"]


def test_a_file_replaced_under_a_public_page_is_found(people, place, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    attachment = Attachment.objects.create(title="名单", file=ContentFile(b"name,number\n", name="list.csv"))
    block = {"type": "attachment", "value": {"file": attachment.pk, "title": "名单"}, "id": "b"}
    a_public_page(a_draft(a_section(place), by=people["clerk"], body=[block]), people)
    assert found() == []
    with attachment.file.storage.open(attachment.file.name, "wb") as stored:
        stored.write(b"other\n")
    assert found() == ["PUBLIC-CHANGED"]


@pytest.mark.parametrize(
    "changes", [{"publication_date": "2025-03-02"}, {"index_number": "pingchang/2025-C00001"}], ids=["date", "number"]
)
def test_a_forged_date_or_number_is_found(public, changes):
    InformationPage.objects.filter(pk=public.pk).update(**changes)
    assert found() == ["PUBLIC-REDATED"]


def test_a_page_that_vanished_without_a_withdrawal_is_found(public):
    nothing = {"clearance": "", "clearance_cycle": None, "cleared_hash": "", "cleared_by": None, "cleared_at": None}
    BasePage.objects.filter(pk=public.pk).update(live=False, **nothing)
    assert found() == ["PUBLIC-VANISHED"]


def test_a_withdrawn_page_is_in_order(public, people):
    withdraw(public.pk, "数据有误", by=people["head"], at=AT)
    assert found() == []
