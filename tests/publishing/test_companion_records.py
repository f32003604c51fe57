"""Explainers and service guides from files: beside their document, linked all ways; no way around the reviews."""

import json
from datetime import UTC, datetime

import pytest

from gongkai.agencies.door import NotTakenIn, take_in
from gongkai.publishing.door import RECORD_KINDS, ExplainerPage, NormativeDocumentPage, ServiceGuidePage, explainers_due
from tests.publishing.examples import a_draft, a_person, a_public_page, a_section, staff
from tests.yearend.examples import a_place

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 27, 2, tzinfo=UTC)
SAME = {"agency": "yunhu", "section": "section-policy", "publication_date": "2023-05-29", "body": "全文如下。"}
DOCUMENT = {
    **SAME,
    "document_number": "云公积金规〔2023〕1号",
    "title": "提取管理办法",
    "issue_date": "2023-05-20",
    "effective_date": "2023-07-01",
}
EXPLAINER = {
    **SAME,
    "reference": "J1",
    "title": "提取管理办法解读",
    "explains": "云公积金规〔2023〕1号",
    "form": "图解",
}
GUIDE = {**SAME, "reference": "B1", "title": "租房提取", "rests_on": "云公积金规〔2023〕1号", "fee": "不收费"}


@pytest.fixture
def place(db):
    place = a_place("yunhu")
    a_section(place)
    return place


def load(folder, **kinds):
    for kind, rows in kinds.items():
        text = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
        (folder / f"{kind}.jsonl").write_text(text, "utf-8")
    return take_in(folder, RECORD_KINDS, by=a_person("importer"), at=AT, source="旧网站")


def fault_of(folder, **kinds):
    with pytest.raises(NotTakenIn) as refusal:
        load(folder, **kinds)
    (fault,) = refusal.value.faults
    return fault.column, fault.message


def test_a_document_its_explainer_and_its_guide_come_in_together_and_lead_to_each_other(place, tmp_path, client):
    load(tmp_path, normative_documents=[DOCUMENT], explainers=[EXPLAINER], service_guides=[GUIDE])
    document, explainer, guide = (
        model.objects.get() for model in (NormativeDocumentPage, ExplainerPage, ServiceGuidePage)
    )
    assert (explainer.explains, explainer.form, guide.rests_on) == (document, "chart", document)
    assert (explainer.statistical_class, f"{guide.publication_date}") == ("interpretation", "2023-05-29")
    for page in (document, explainer, guide):
        shown = client.get(page.url).content.decode()
        assert [other.url in shown for other in (document, explainer, guide) if other != page] == [True, True]
    assert list(explainers_due(place.agency)) == []


def test_one_without_a_day_is_a_draft(place, tmp_path):
    load(tmp_path, normative_documents=[DOCUMENT])
    draft = {**EXPLAINER, "publication_date": None, "issue_date": "2026-11-20"}
    load(tmp_path, normative_documents=[DOCUMENT], explainers=[draft])
    page = ExplainerPage.objects.get()
    assert (page.live, page.get_latest_revision_as_object().explains.title) == (False, "提取管理办法")


def test_a_document_that_is_not_there_is_named_beside_its_column(place, tmp_path):
    column, message = fault_of(tmp_path, explainers=[EXPLAINER])
    assert (column, "没有这个文号" in message) == ("所解读的文件", True)
    assert not ExplainerPage.objects.exists()


def test_a_guide_may_rest_on_what_is_not_published_here(place, tmp_path):
    load(tmp_path, service_guides=[{**GUIDE, "rests_on": ""}])
    assert ServiceGuidePage.objects.get().rests_on is None


def test_once_the_agency_publishes_here_explainers_come_in_as_drafts_alone(place, tmp_path):
    people = staff(place.agency)
    a_public_page(a_draft(a_section(place, slug="own"), by=people["clerk"]), people)
    load(tmp_path, normative_documents=[DOCUMENT])
    late = {**EXPLAINER, "publication_date": "2026-11-26"}
    column, message = fault_of(tmp_path, normative_documents=[DOCUMENT], explainers=[late])
    assert (column, "三审" in message) == ("发布日期", True)
