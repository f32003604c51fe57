"""Cases of years before, taken in: what they say is stored, what cannot be is told at its row."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.agencies.door import NotTakenIn, take_in
from gongkai.cases.door import RECORD_KINDS, Case
from tests.agencies.examples import a_person, an_agency
from tests.cases.examples import AT, a_case

pytestmark = pytest.mark.django_db

HEAD = "agency,number,channel,arrival_date,applicant_class,description,outcome,closed_date\n"
ROW = "{},2025-0001,当面提交,2025-03-03,自然人,2024年度归集使用计划,予以公开,2025-03-20\n"


def taken(folder, by, *agencies: str):
    (folder / "cases.csv").write_text(HEAD + "".join(map(ROW.format, agencies)), "utf-8")
    return take_in(folder, RECORD_KINDS, by=by, at=AT, source="旧系统")


def test_a_number_is_given_once_by_its_agency_and_may_be_anothers_too(agency, tmp_path):
    by = a_person()
    an_agency("wanghu")
    a_case(agency, date(2025, 3, 3), number="2025-0001")
    with pytest.raises(NotTakenIn) as refused:
        taken(tmp_path, by, "wanghu", "yunhu")
    assert [(one.row, one.message) for one in refused.value.faults] == [(3, "本机关已有这个编号的办件。")]
    assert taken(tmp_path, by, "wanghu").entered == {"cases": 1}
    assert Case.objects.filter(number="2025-0001").count() == 2
