"""An agency with its people, sections and drafts, as the tests of this room write them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from gongkai.agencies.door import Agency, Appointment, Person, Role
from gongkai.pages.door import AgencyPage, BasePage, content_hash
from gongkai.publishing.bundles import companions_of
from gongkai.publishing.door import (
    Decision,
    ExplainerPage,
    InformationPage,
    NormativeDocumentPage,
    Review,
    SectionPage,
    ServiceGuidePage,
    Submission,
    decide,
    finish_round,
    round_due,
    submit,
    waive,
)
from gongkai.publishing.proofs import errors_of
from tests.yearend.examples import LONG_AGO, a_place

SHANGHAI = ZoneInfo("Asia/Shanghai")
AT = datetime(2026, 3, 2, 10, 0, tzinfo=SHANGHAI)
PEOPLE = {
    "clerk": Role.CLERK,
    "first": Role.FIRST_REVIEWER,
    "second": Role.SECOND_REVIEWER,
    "third": Role.THIRD_REVIEWER,
    "head": Role.DISCLOSURE_OFFICE_HEAD,
    "leader": Role.LEADER,
}
CLEARED = {"secrecy_cleared": True, "sensitivity_cleared": True, "personal_data_cleared": True}


def a_person(name: str, agency: Agency | None = None, *roles: str, since: date = LONG_AGO) -> Person:
    """Return somebody with these roles in `agency` from a day on; the same name is the same person."""
    person, _ = Person.objects.get_or_create(username=name, defaults={"last_name": name})
    for role in roles:
        Appointment.objects.get_or_create(person=person, agency=agency, role=role, since=since)
    return person


def staff(agency: Agency) -> dict[str, Person]:
    """Return one person for each role of PEOPLE."""
    return {name: a_person(f"{name}-{agency.slug}", agency, role) for name, role in PEOPLE.items()}


def a_section(place: AgencyPage | None = None, statistical_class: str = "policy", **changes: Any) -> SectionPage:
    """Return a section below an agency's place."""
    facts = {"title": "政策文件", "slug": f"section-{statistical_class}", "statistical_class": statistical_class}
    return (place or a_place()).add_child(instance=SectionPage(**{**facts, **changes}))


def body(text: str = "全文如下。") -> list[dict[str, Any]]:
    """Return a body of one paragraph, as the editor stores it."""
    return [{"type": "text", "value": f"<p>{text}</p>", "id": "6a0f6b1e-0000-4000-8000-000000000001"}]


def information(**changes: Any) -> InformationPage:
    """Return an unsaved piece of information, complete."""
    facts = {
        "title": "关于调整住房公积金贷款额度的通知",
        "slug": "loan-limit",
        "summary": "自2026年4月1日起，双缴存职工家庭贷款最高额度调整为80万元。",
        "body": body(),
        "issue_date": date(2026, 2, 26),
        "live": False,
    }
    return InformationPage(**{**facts, **changes})


def a_draft(section: BasePage | None = None, *, by: Person | None = None, **changes: Any) -> InformationPage:
    """Return a draft with one version, saved by `by`."""
    page = (section or a_section()).add_child(instance=information(**changes))
    page.save_revision(user=by)
    return page


def a_document(section: BasePage | None = None, *, by: Person | None = None, **changes: Any) -> NormativeDocumentPage:
    """Return a draft of a normative document with one version."""
    facts = {
        "title": "住房公积金提取管理办法",
        "slug": "withdrawal-rules",
        "summary": "规定提取的条件、材料和程序。",
        "body": body(),
        "issue_date": date(2026, 2, 26),
        "document_number": "平公积金〔2026〕3号",
        "maker": "平畅市住房公积金管理中心",
        "effective_date": date(2026, 4, 1),
        "live": False,
    }
    page = (section or a_section()).add_child(instance=NormativeDocumentPage(**{**facts, **changes}))
    page.save_revision(user=by)
    return page


def an_explainer(document: NormativeDocumentPage, *, by: Person | None = None, **changes: Any) -> ExplainerPage:
    """Return a draft that explains `document`, with one version."""
    facts = {
        "title": "《住房公积金提取管理办法》解读",
        "slug": "withdrawal-rules-explained",
        "summary": "说明背景、依据和主要变化。",
        "body": body("背景和依据。"),
        "issue_date": date(2026, 2, 26),
        "explains": document,
        "live": False,
    }
    page = document.get_parent().add_child(instance=ExplainerPage(**{**facts, **changes}))
    page.save_revision(user=by)
    return page


def a_service_guide(
    document: NormativeDocumentPage | None, section: BasePage, *, by: Person | None = None, **changes: Any
) -> ServiceGuidePage:
    """Return a draft of a complete service guide, with one version."""
    facts = {
        "title": "租房提取住房公积金",
        "slug": "rent-withdrawal",
        "summary": "租房提取的条件、材料和流程。",
        "body": body("窗口受理，当场审核。"),
        "issue_date": date(2026, 2, 26),
        "rests_on": document,
        "legal_basis": "《住房公积金管理条例》",
        "conditions": "连续足额缴存三个月，本人及配偶在本市无自有住房且租赁住房。",
        "materials": "居民身份证",
        "place": "平畅市政务服务中心一楼",
        "organ": "平畅市住房公积金管理中心",
        "fee": "不收费",
        "hours": "工作日 9:00—17:00",
        "telephone": "12329",
        "live": False,
    }
    page = section.add_child(instance=ServiceGuidePage(**{**facts, **changes}))
    page.save_revision(user=by)
    return page


def proofread(page: Any, *, at: datetime = AT) -> Any:
    """Return the page after the proof rounds its newest version still waits for."""
    readers = [a_person(f"{name}-{page.agency.slug}", page.agency, Role.PROOFREADER) for name in ("reader", "other")]
    for _ in (1, 2, 3):
        content = page.get_latest_revision_as_object()
        if (due := round_due(page, content)) is None:
            break
        finish_round(page.pk, content_hash(content), by=readers[due % 2], at=at)
    return page


def handed_in(page: Any, people: dict[str, Person], *, at: datetime = AT, **more: Any) -> Submission:
    """Return the page's new submission, proofread three times."""
    if isinstance(page, NormativeDocumentPage) and not companions_of(page):
        waive(page.pk, "not_needed", "上级文件已有解读。", by=people["head"], at=at)
    if page.get_latest_revision() and not list(errors_of(page.get_latest_revision_as_object())):
        proofread(page, at=at)
    return submit(page.pk, by=people["clerk"], at=at, **more)


def approval(submission: Submission, number: int, people: dict[str, Person], *, at: datetime = AT) -> Review:
    """Return the approval of one round by the person of that round."""
    acts = CLEARED if number == 1 else {}
    companions = tuple(one.content_hash for one in submission.companions.order_by("pk"))
    decision = Decision(approve=True, seen_hash=submission.content_hash, seen_with=companions, **acts)
    return decide(submission.pk, number, decision, by=people[("first", "second", "third")[number - 1]], at=at)


def approved(submission: Submission, people: dict[str, Person], *, rounds: int = 3, at: datetime = AT) -> Submission:
    """Return the submission after its first `rounds` approvals."""
    for number in range(1, rounds + 1):
        approval(submission, number, people, at=at)
    return Submission.objects.get(pk=submission.pk)


def a_public_page(page: Any, people: dict[str, Person], *, at: datetime = AT, **more: Any) -> Any:
    """Return the page after three rounds, public."""
    approved(handed_in(page, people, at=at, **more), people, at=at)
    return type(page).objects.get(pk=page.pk)
