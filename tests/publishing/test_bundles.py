"""政策+解读+办事: a document, its explainers and its guides linked, approved and published together (PLAT-50…53)."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from gongkai.agencies.door import Person
from gongkai.publishing.door import (
    FIGURES,
    Decision,
    ExplainerPage,
    ExplainerTerm,
    ExplainerWaiver,
    Happening,
    NormativeDocumentPage,
    Refused,
    ServiceGuidePage,
    Submission,
    decide,
    explainers_due,
    record_validity,
    submit,
    waive,
    withdraw,
)
from gongkai.publishing.submissions import Review, State
from gongkai.publishing.validity import Act
from tests.publishing.examples import (
    AT,
    CLEARED,
    SHANGHAI,
    a_document,
    a_public_page,
    a_section,
    a_service_guide,
    an_explainer,
    approved,
    handed_in,
    proofread,
)

pytestmark = pytest.mark.django_db


def rules_of(refusal):
    return {finding.rule for finding in refusal.value.findings}


@pytest.fixture
def section(place):
    return a_section(place)


@pytest.fixture
def bundle(section, people):
    """Return a document with an explainer and a service guide, all proofread."""
    document = a_document(section, by=people["clerk"])
    pages = (
        document,
        an_explainer(document, by=people["clerk"]),
        a_service_guide(document, section, by=people["clerk"]),
    )
    return [proofread(page) for page in pages]


def public_document(section, people, at=AT, **facts):
    return a_public_page(a_document(section, by=people["clerk"], **facts), people, at=at)


def test_plat_e_2_a_document_without_explainer_and_waiver_is_not_handed_in(section, people):
    document = proofread(a_document(section, by=people["clerk"]))
    with pytest.raises(Refused) as refusal:
        submit(document.pk, by=people["clerk"], at=AT)
    assert rules_of(refusal) == {"SUBMIT-EXPLAINER"}
    waive(document.pk, "not_needed", "上级已有解读。", by=people["head"], at=AT)
    assert submit(document.pk, by=people["clerk"], at=AT).round_due == 1


def test_a_reprint_is_explained_by_its_maker(section, people):
    document = proofread(a_document(section, by=people["clerk"], is_ours=False, maker="某省人民政府"))
    assert submit(document.pk, by=people["clerk"], at=AT).round_due == 1


def test_a_waiver_is_decided_by_head_or_leader_with_a_reason(section, people):
    document = a_document(section, by=people["clerk"])
    with pytest.raises(Refused) as refusal:
        waive(document.pk, "not_needed", "不需要。", by=people["clerk"], at=AT)
    assert rules_of(refusal) == {"WAIVER-ROLE"}
    with pytest.raises(Refused) as refusal:
        waive(document.pk, "not_needed", " ", by=people["leader"], at=AT)
    assert rules_of(refusal) == {"WAIVER-REASON"}
    assert not ExplainerWaiver.objects.exists()


def test_all_three_are_handed_in_decided_and_public_in_one_act(bundle, people):
    document, explainer, guide = bundle
    submission = submit(document.pk, by=people["clerk"], at=AT)
    assert {one.page_id for one in submission.companions.all()} == {explainer.pk, guide.pk}
    approved(submission, people)
    assert all(type(page).objects.get(pk=page.pk).live for page in bundle)
    assert Review.objects.count() == 9


def test_a_reviewer_who_did_not_see_all_of_it_decides_nothing(bundle, people):
    submission = submit(bundle[0].pk, by=people["clerk"], at=AT)
    decision = Decision(approve=True, seen_hash=submission.content_hash, **CLEARED)
    with pytest.raises(Refused) as refusal:
        decide(submission.pk, 1, decision, by=people["first"], at=AT)
    assert rules_of(refusal) == {"REVIEW-STALE"}
    assert not Review.objects.exists()


def test_a_companion_is_not_decided_alone(bundle, people):
    submission = submit(bundle[0].pk, by=people["clerk"], at=AT)
    companion = submission.companions.first()
    decision = Decision(approve=True, seen_hash=companion.content_hash, **CLEARED)
    with pytest.raises(Refused) as refusal:
        decide(companion.pk, 1, decision, by=people["first"], at=AT)
    assert rules_of(refusal) == {"BUNDLE-TOGETHER"}
    assert [told["advice"] for told in refusal.value.told()] == [f"到《{bundle[0].title}》的页面送审、审核。"]


def test_an_explainer_is_not_handed_in_before_its_document(bundle, people):
    with pytest.raises(Refused) as refusal:
        submit(bundle[1].pk, by=people["clerk"], at=AT)
    assert rules_of(refusal) == {"BUNDLE-TOGETHER"}


def test_an_unfit_companion_keeps_the_document_back_and_is_named(section, people):
    document = a_document(section, by=people["clerk"])
    a_service_guide(document, section, by=people["clerk"], fee="")
    an_explainer(document, by=people["clerk"])
    proofread(document)
    with pytest.raises(Refused) as refusal:
        submit(document.pk, by=people["clerk"], at=AT)
    assert rules_of(refusal) == {"BUNDLE-MEMBER"}
    assert "《〈住房公积金提取管理办法〉解读》" in str(refusal.value)
    assert not Submission.objects.exists()


def test_a_guide_that_lacks_an_element_says_which(section, people):
    guide = proofread(a_service_guide(None, section, by=people["clerk"], fee="", hours=""))
    with pytest.raises(Refused) as refusal:
        submit(guide.pk, by=people["clerk"], at=AT)
    assert {finding.facts["element"] for finding in refusal.value.findings} == {"收费标准", "办理时间"}


@pytest.mark.parametrize("edited", [0, 1, 2])
def test_an_edit_of_any_voids_the_approvals_of_all(bundle, people, edited):
    submission = approved(submit(bundle[0].pk, by=people["clerk"], at=AT), people, rounds=2)
    bundle[edited].summary = "审核中被改过。"
    bundle[edited].save_revision(user=people["clerk"])
    states = {one.state for one in Submission.objects.all()}
    assert states == {State.CLOSED}
    assert not submission.page.specific.live


def test_a_return_returns_all(bundle, people):
    submission = submit(bundle[0].pk, by=people["clerk"], at=AT)
    seen = tuple(one.content_hash for one in submission.companions.order_by("pk"))
    decision = Decision(approve=False, seen_hash=submission.content_hash, seen_with=seen, reason="解读照抄原文。")
    decide(submission.pk, 1, decision, by=people["first"], at=AT)
    assert {one.state for one in Submission.objects.all()} == {State.RETURNED}


def test_plat_e_3_each_page_links_to_the_others(bundle, people, client):
    approved(submit(bundle[0].pk, by=people["clerk"], at=AT), people)
    pages = [model.objects.get() for model in (NormativeDocumentPage, ExplainerPage, ServiceGuidePage)]
    for page in pages:
        text = client.get(page.get_url()).content.decode()
        assert all(f'href="{other.get_url()}"' in text for other in pages if other != page)


def test_a_guide_says_where_the_service_is_given(bundle, people, client):
    approved(submit(bundle[0].pk, by=people["clerk"], at=AT), people)
    guide = ServiceGuidePage.objects.get()
    assert "平畅市政务服务中心一楼" in client.get(guide.get_url()).content.decode()
    assert "平畅市政务服务中心一楼" in guide.make_preview_request().content.decode()


def test_what_rests_on_a_repealed_document_says_so(bundle, people, client):
    approved(submit(bundle[0].pk, by=people["clerk"], at=AT), people)
    document, *companions = (model.objects.get() for model in (NormativeDocumentPage, ExplainerPage, ServiceGuidePage))
    assert all("已废止" not in client.get(page.get_url()).content.decode() for page in companions)
    words = "2026年3月20日《关于废止部分文件的决定》（某政发〔2026〕9号）"
    what = Happening(act=Act.REPEALED, effective_date=AT.date(), by_text=words)
    record_validity(document.pk, what, by=people["head"], at=AT)
    for page in companions:
        text = client.get(page.get_url()).content.decode()
        assert f'<strong>已废止：</strong>本页所依据的《<a href="{document.get_url()}">' in text


def test_a_draft_explainer_is_not_linked(section, people, client):
    document = public_document(section, people)
    explainer = an_explainer(document, by=people["clerk"])
    assert explainer.title not in client.get(document.get_url()).content.decode()


def test_plat_e_3_who_takes_one_down_is_asked_for_the_others(bundle, people):
    approved(submit(bundle[0].pk, by=people["clerk"], at=AT), people)
    document, _, guide = bundle
    with pytest.raises(Refused) as refusal:
        withdraw(document.pk, "依据有误。", by=people["head"], at=AT)
    assert rules_of(refusal) == {"WITHDRAW-BUNDLE"}
    withdraw(guide.pk, "事项取消。", by=people["head"], at=AT, mates="keep")
    assert ExplainerPage.objects.get().live
    withdraw(document.pk, "依据有误。", by=people["head"], at=AT, mates="too")
    assert not ExplainerPage.objects.get().live
    assert not ServiceGuidePage.objects.get().live


# -- the term ---------------------------------------------------------------------------------------


DAY = date(2026, 4, 30)


def at(day):
    return datetime(day.year, day.month, day.day, 10, tzinfo=SHANGHAI)


def test_plat_e_1_three_working_days_after_publication_leave_out_the_may_holidays(section, people, place):
    day = date(2026, 4, 30)  # PLAT-51 test 1
    document = public_document(section, people, at(day), issue_date=date(2026, 4, 28), effective_date=day)
    waiver(document, people, "later")
    (due,) = explainers_due(place.agency)
    assert (due.document.pk, due.due_date) == (document.pk, date(2026, 5, 8))


def test_an_agency_that_counts_three_natural_days_from_the_issue_has_its_own_term(section, people, place):
    ExplainerTerm.objects.create(
        agency=place.agency, since=date(2026, 1, 1), starts="issued", amount=3, unit="natural_day", basis="本市规定"
    )
    document = public_document(section, people, at(DAY), issue_date=date(2026, 4, 28), effective_date=DAY)
    waiver(document, people, "later")
    assert [due.due_date for due in explainers_due(place.agency)] == [date(2026, 5, 1)]


def test_what_needs_no_explainer_is_not_waited_for(section, people, place):
    public_document(section, people)
    assert not list(explainers_due(place.agency))


def test_a_published_explainer_ends_the_waiting(section, people, place):
    document = public_document(section, people)
    waiver(document, people, "later")
    assert len(list(explainers_due(place.agency))) == 1
    a_public_page(an_explainer(document, by=people["clerk"]), people)
    assert not list(explainers_due(place.agency))


def waiver(document, people, kind):
    return waive(document.pk, kind, "随后解读。", by=people["head"], at=AT)


# -- the pages --------------------------------------------------------------------------------------


def test_the_review_page_shows_all_and_takes_one_decision(bundle, people, client, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)
    submission = submit(bundle[0].pk, by=people["clerk"], at=AT)
    client.force_login(Person.objects.get(pk=people["first"].pk))
    text = client.get("/admin/reviews/").content.decode()
    assert "待我审核（1）" in text
    text = client.get(f"/admin/reviews/{submission.pk}/").content.decode()
    assert "背景和依据。" in text
    assert "当场审核" in text
    seen = " ".join(one.content_hash for one in submission.companions.order_by("pk"))
    assert seen in text
    beside = submission.companions.first()
    text = client.get(f"/admin/reviews/{beside.pk}/").content.decode()
    assert f'href="/admin/reviews/{submission.pk}/">到文件的审核页' in text
    assert 'name="verdict"' not in text
    form = {"seen_hash": submission.content_hash, "seen_with": seen, "verdict": "approve", "reason": ""}
    client.post(f"/admin/reviews/{submission.pk}/", form | dict.fromkeys(CLEARED, "on"))
    assert Review.objects.count() == 3


def test_the_head_waives_on_a_page_of_its_own(section, people, client, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)
    document = a_document(section, by=people["clerk"])
    client.force_login(Person.objects.get(pk=people["head"].pk))
    address = f"/admin/reviews/waiver/{document.pk}/"
    assert client.post(address, {"kind": "later", "reason": ""}).status_code == 409
    client.post(address, {"kind": "later", "reason": "图解三日内完成。"})
    assert ExplainerWaiver.objects.get().reason == "图解三日内完成。"


def test_a_submission_alone_is_a_bundle_of_one(draft, people):
    assert approved(handed_in(draft, people), people).state == State.PUBLISHED


# -- the figure -------------------------------------------------------------------------------------


def test_coverage_counts_the_explained_among_those_that_need_it(section, people, place):
    (coverage,) = [figure for figure in FIGURES if figure.id == "publishing.explainer_coverage"]
    year = (place.agency, date(2026, 1, 1), date(2026, 12, 31))
    assert coverage.value(*year) is None
    public_document(section, people, slug="freed")
    documents = [public_document(section, people, slug=f"needs-{number}") for number in range(3)]
    for document in documents:
        waiver(document, people, "later")
    assert coverage.value(*year) == 0
    a_public_page(an_explainer(documents[0], by=people["clerk"]), people)
    assert coverage.value(*year) == Decimal("33.3")
    assert coverage.records(*year).count() == 3
