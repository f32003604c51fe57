"""Proofreading stands before the reviews: an error keeps a draft from being handed in (PLAT-82)."""

import io

import pytest
import xlsxwriter
from django.core.files.base import ContentFile

from gongkai.pages.door import Attachment
from gongkai.publishing.door import Refused
from tests.publishing.examples import a_draft, a_section, body, handed_in

pytestmark = pytest.mark.django_db


def refused(page, people):
    with pytest.raises(Refused) as refusal:
        handed_in(page, people)
    return refusal.value.findings


def test_an_id_number_in_the_text_stops_it_and_is_not_repeated(people, place):
    draft = a_draft(a_section(place), by=people["clerk"], body=body("经办人身份证号11010519491231002X。"))
    findings = refused(draft, people)
    assert {finding.facts["rule"] for finding in findings} == {"PRIV-ID"}
    assert "11010519491231002X" not in str(findings)
    draft.body = body("经办人已登记。")
    draft.save_revision(user=people["clerk"])
    assert handed_in(draft, people).round_due == 1


def test_eighteen_digits_that_are_no_id_stop_nothing(people, place):
    draft = a_draft(a_section(place), by=people["clerk"], body=body("批次110105194912310021已入账。"))
    assert handed_in(draft, people).round_due == 1


def test_plat_h_1_a_spreadsheet_with_a_hidden_sheet_of_employees_is_blocked(people, place, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    block = {"type": "attachment", "value": {"file": a_workbook().pk, "title": "名单"}, "id": "b"}
    draft = a_draft(a_section(place), by=people["clerk"], body=[block])
    assert "FILE-HIDDEN-SHEET" in {finding.facts.get("rule") for finding in refused(draft, people)}


def a_workbook():
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as workbook:
        workbook.add_worksheet("公开").write(0, 0, "合计")
        hidden = workbook.add_worksheet("员工")
        hidden.write(0, 0, "张三")
        hidden.hide()
    return Attachment.objects.create(title="名单.xlsx", file=ContentFile(written.getvalue(), name="list.xlsx"))
