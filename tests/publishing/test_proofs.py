"""Proofreading stands before the reviews: an error keeps a draft from being handed in (PLAT-82)."""

import io

import pytest
import xlsxwriter
from django.core.files.base import ContentFile

from gongkai.pages.door import Attachment
from gongkai.publishing.door import Refused
from gongkai.publishing.proofs import proofread_page
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


def test_fewer_than_five_people_in_a_cell_of_a_table_are_told_by_the_heading_over_it(people, place):
    value = {"title": "提取情况", "unit": "", "cells": "原因,提取人数\n大病,3\n购房,310", "note": ""}
    table = {"type": "table", "value": value, "id": "6a0f6b1e-0000-4000-8000-000000000003"}
    draft = a_draft(a_section(place), by=people["clerk"], body=[*body(), table])
    (found,) = proofread_page(draft)
    assert (found.rule, found.facts["words"]) == ("PRIV-SMALL-CELL", "提取人数：3")
    assert found.where.startswith(f"body.{table['id']}")
