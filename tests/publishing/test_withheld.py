"""What is withheld comes back on its day: kept back with a reason, or no longer (Reg. art. 18, REQ-10)."""

from datetime import date, datetime

import pytest

from gongkai.agencies.door import entries_about
from gongkai.publishing.acts import subject
from gongkai.publishing.door import Attribute, InformationPage, Refused, WithheldReview, review_withheld, withheld_by
from gongkai.publishing.queues import QUEUES
from gongkai.statute import Calendar
from tests.publishing.examples import SHANGHAI, a_draft, a_section, handed_in, staff
from tests.yearend.examples import a_place

pytestmark = pytest.mark.django_db

AT = datetime(2026, 2, 10, 10, 0, tzinfo=SHANGHAI)
WITHHELD = {
    "attribute": Attribute.WITHHELD,
    "attribute_reason": "尚在讨论的过程稿。",
    "ground": "process_draft",
    "withheld_date": date(2025, 3, 10),
    "issue_date": date(2025, 3, 3),
}


@pytest.fixture
def withheld(place, people):
    return a_draft(a_section(place), by=people["clerk"], title="额度测算过程稿", **WITHHELD)


def refused(act):
    with pytest.raises(Refused) as refusal:
        act()
    return [finding.rule for finding in refusal.value.findings]


def due(agency, at):
    queue = next(one for one in QUEUES if one.id == "publishing.withheld")
    return [(one.what, one.due_date) for one in queue.find([agency], at)]


def test_it_is_due_after_twelve_months_and_comes_onto_the_desk_a_month_before(withheld):
    at = datetime(2026, 2, 9, 10, 0, tzinfo=SHANGHAI)
    assert [one.due_date for one in withheld_by([withheld.agency])] == [date(2026, 3, 10)]
    assert due(withheld.agency, at) == []
    assert due(withheld.agency, AT) == [("评估是否继续不予公开：《额度测算过程稿》", date(2026, 3, 10))]


def test_what_is_kept_back_comes_again_a_year_after_the_decision(withheld, people):
    review_withheld(withheld.pk, "keep", "测算仍在进行。", by=people["head"], at=AT)
    page = InformationPage.objects.get(pk=withheld.pk)
    assert (page.attribute, page.withheld_review_date) == (Attribute.WITHHELD, date(2027, 2, 10))
    (listed,) = withheld_by([page.agency])
    assert (listed.decided_date, listed.reviewed_date) == (page.withheld_date, date(2026, 2, 10))
    assert listed.due_date == date(2027, 2, 10)
    assert due(page.agency, AT) == []


def test_what_is_to_be_public_has_twenty_working_days_from_the_decision(withheld, people):
    review_withheld(withheld.pk, "publish", "办法已经印发。", by=people["leader"], at=AT)
    page = InformationPage.objects.get(pk=withheld.pk)
    content = page.get_latest_revision_as_object()
    for version in (page, content):
        assert (version.attribute, version.ground, version.withheld_date) == (Attribute.PROACTIVE, "", None)
        assert version.due_date(Calendar()).date == date(2026, 3, 16)
    assert not page.live
    assert handed_in(page, people, at=AT).page_id == page.pk
    assert withheld_by([page.agency]) == []


def test_what_is_for_applicants_from_now_on_keeps_the_reason_and_is_no_draft_to_publish(withheld, people):
    review_withheld(withheld.pk, "on_application", "只对个别单位有意义。", by=people["head"], at=AT)
    page = InformationPage.objects.get(pk=withheld.pk)
    assert (page.attribute, page.attribute_reason) == (Attribute.ON_APPLICATION, "只对个别单位有意义。")
    page.full_clean()


def test_it_is_decided_by_the_head_or_the_leader_with_a_reason_and_once(withheld, people):
    assert refused(lambda: review_withheld(withheld.pk, "keep", "理由", by=people["clerk"], at=AT)) == ["WITHHELD-ROLE"]
    assert refused(lambda: review_withheld(withheld.pk, "keep", " ", by=people["head"], at=AT)) == ["WITHHELD-REASON"]
    review_withheld(withheld.pk, "publish", "可以公开。", by=people["head"], at=AT)
    assert refused(lambda: review_withheld(withheld.pk, "keep", "再看", by=people["head"], at=AT)) == ["WITHHELD-NOT"]
    assert WithheldReview.objects.count() == 1


def test_the_decision_stands_on_the_log(withheld, people):
    review_withheld(withheld.pk, "keep", "测算仍在进行。", by=people["head"], at=AT)
    entry = entries_about(subject(withheld)).last()
    assert (entry.act_label, entry.reason) == ("不予公开的定期评估", "测算仍在进行。")


def test_its_page_keeps_what_was_typed_and_lists_nothing_of_other_agencies(withheld, people, client):
    client.force_login(people["head"])
    assert "额度测算过程稿" in client.get("/admin/reviews/withheld/").content.decode()
    address = f"/admin/reviews/withheld/{withheld.pk}/"
    answer = client.post(address, {"outcome": "", "reason": "仍在讨论"})
    assert (answer.status_code, "请选择评估结果。" in answer.content.decode()) == (400, True)
    assert "仍在讨论</textarea>" in answer.content.decode()
    client.post(address, {"outcome": "keep", "reason": "仍在讨论"}, follow=True)
    assert WithheldReview.objects.get().reason == "仍在讨论"
    client.force_login(staff(a_place("other").agency)["head"])
    assert "额度测算过程稿" not in client.get("/admin/reviews/withheld/").content.decode()
    assert client.get(address).status_code in (302, 403)
