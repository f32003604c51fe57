"""The review pages in the back office: queue, difference, findings, decision; in words, kept input, least rights."""

import re

import pytest

from gongkai.agencies.door import Person, Role
from gongkai.pages.door import BasePage
from gongkai.publishing import made_once
from gongkai.publishing.blocks import BodyBlock
from gongkai.publishing.door import InformationPage, Submission
from gongkai.publishing.submissions import State
from tests.publishing.examples import (
    AT,
    a_document,
    a_draft,
    a_person,
    a_public_page,
    a_section,
    approved,
    body,
    handed_in,
    proofread,
    staff,
)
from tests.yearend.examples import a_place

pytestmark = pytest.mark.django_db

COMMENTS = [f"comments-{name}_FORMS" for name in ("TOTAL", "INITIAL")]
CLEARED = {"secrecy_cleared": "on", "sensitivity_cleared": "on", "personal_data_cleared": "on"}


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """Let the pages' clock stand at the moment of the tests."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)


def as_(client, person):
    client.force_login(Person.objects.get(pk=person.pk))
    return client


def text_of(answer):
    return answer.content.decode()


def decision(submission, verdict="approve", **more):
    return {"seen_hash": submission.content_hash, "verdict": verdict, "reason": "", **more}


def test_a_draft_is_handed_in_reviewed_by_three_and_public_all_by_these_pages(draft, people, client):
    proofread(draft)
    answer = as_(client, people["clerk"]).post(f"/admin/reviews/submit/{draft.pk}/", {"correction": ""}, follow=True)
    assert "已送审，现在待一审" in text_of(answer)
    submission = Submission.objects.get()
    for name, acts in (("first", CLEARED), ("second", {}), ("third", {})):
        page = as_(client, people[name]).get("/admin/reviews/")
        assert "待我审核（1）" in text_of(page)
        answer = client.post(f"/admin/reviews/{submission.pk}/", decision(submission, **acts), follow=True)
    assert "三审通过，已公开" in text_of(answer)
    assert BasePage.objects.get(pk=draft.pk).live


def test_the_queue_shows_what_waits_for_the_person_and_nothing_of_other_agencies(draft, people, client):
    handed_in(draft, people)
    elsewhere = staff(a_place("other").agency)
    assert draft.title in text_of(as_(client, people["first"]).get("/admin/reviews/"))
    assert "待我审核（0）" in text_of(as_(client, people["second"]).get("/admin/reviews/"))
    assert draft.title not in text_of(as_(client, elsewhere["first"]).get("/admin/reviews/"))


def test_what_one_wrote_does_not_wait_for_oneself(draft, people, place, client):
    a_person(people["clerk"].username, place.agency, Role.FIRST_REVIEWER)
    submission = handed_in(draft, people)
    assert "待我审核（0）" in text_of(as_(client, people["clerk"]).get("/admin/reviews/"))
    assert 'value="approve"' not in text_of(client.get(f"/admin/reviews/{submission.pk}/"))


@pytest.mark.parametrize("way", ["reviews/{submission}", "reviews/submit/{page}", "reviews/withdraw/{page}"])
def test_people_of_another_agency_see_none_of_it(draft, people, client, way):
    submission = handed_in(draft, people)
    stranger = as_(client, staff(a_place("other").agency)["third"])
    address = "/admin/" + way.format(submission=submission.pk, page=draft.pk) + "/"
    assert draft.title not in text_of(stranger.get(address, follow=True))
    stranger.post(address, decision(submission, reason="x"))
    assert Submission.objects.get().state == State.FIRST


def test_strangers_are_sent_to_sign_in(draft, people, client):
    submission = handed_in(draft, people)
    assert "/admin/login/" in client.get(f"/admin/reviews/{submission.pk}/").headers["Location"]


def test_a_round_without_its_acts_is_refused_in_words_and_keeps_what_was_written(draft, people, client):
    submission = handed_in(draft, people)
    form = decision(submission, secrecy_cleared="on", reason="已核对附件")
    answer = as_(client, people["first"]).post(f"/admin/reviews/{submission.pk}/", form)
    text = text_of(answer)
    assert answer.status_code == 409
    assert "还缺：涉敏审查、个人信息审查" in text
    assert "已核对附件" in text
    assert Submission.objects.get().round_due == 1


def test_a_decision_on_what_was_edited_meanwhile_is_refused_and_the_cycle_is_void(draft, people, client):
    submission = approved(handed_in(draft, people), people, rounds=1)
    form = decision(submission)
    as_(client, people["second"]).get(f"/admin/reviews/{submission.pk}/")
    draft.summary = "审核中被改过。"
    draft.save_revision(user=people["clerk"])
    text = text_of(client.post(f"/admin/reviews/{submission.pk}/", form))
    assert "没有办成" in text
    assert "已作废" in text
    assert "内容有修改" in text
    assert Submission.objects.get().state == State.CLOSED


def test_the_reviewer_reads_what_changed_against_what_is_public(draft, people, client):
    page = a_public_page(draft, people)
    page.summary = "自2026年4月1日起，双缴存职工家庭贷款最高额度调整为90万元。"
    page.save_revision(user=people["clerk"])
    submission = handed_in(page, people, correction="额度误写，现更正。")
    text = text_of(as_(client, people["first"]).get(f"/admin/reviews/{submission.pk}/"))
    assert "<del>8</del><ins>9</ins>" in text
    assert "额度误写，现更正。" in text
    folded = text.index("没有改动的部分")
    assert text.index("<ins>9</ins>") < folded < text.index("全文如下。"), "what changed stands first"


def test_what_is_shown_is_escaped(place, people, client):
    draft = a_draft(a_section(place), by=people["clerk"], summary="<script>alert(1)</script>")
    submission = handed_in(draft, people)
    text = text_of(as_(client, people["first"]).get(f"/admin/reviews/{submission.pk}/"))
    assert "<script>alert(1)</script>" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_what_proofreading_found_stands_beside_the_draft_and_stops_it(place, people, client):
    draft = a_draft(a_section(place), by=people["clerk"], body=body("身份证号11010519491231002X。"))
    answer = as_(client, people["clerk"]).post(f"/admin/reviews/submit/{draft.pk}/", {"correction": ""})
    assert answer.status_code == 409
    assert "须改正" in text_of(answer)
    assert not Submission.objects.exists()


def test_a_return_with_its_reason_reaches_the_clerk(draft, people, client):
    submission = handed_in(draft, people)
    form = decision(submission, "return", reason="第二段的日期不对")
    as_(client, people["first"]).post(f"/admin/reviews/{submission.pk}/", form)
    text = text_of(as_(client, people["clerk"]).get(f"/admin/reviews/{submission.pk}/"))
    assert "一审退回" in text
    assert "第二段的日期不对" in text


def test_a_reason_that_is_too_long_is_told_and_kept_whole(draft, people, client):
    submission = handed_in(draft, people)
    long = decision(submission, "return", reason="第二段的日期不对。" * 200)
    text = text_of(as_(client, people["first"]).post(f"/admin/reviews/{submission.pk}/", long))
    assert "意见：最多 1000 个字，现有 1800 个字。" in text
    assert "第二段的日期不对。" * 200 in text
    assert "maxlength" not in text
    assert Submission.objects.get().state == State.FIRST


def test_the_clerk_takes_it_back(draft, people, client):
    submission = handed_in(draft, people)
    review = f"/admin/reviews/{submission.pk}/"
    assert "撤回送审" not in text_of(as_(client, people["first"]).get(review))
    assert "撤回送审。" in text_of(client.post(f"{review}recall/", follow=True)), "who may not reads who may"
    assert "撤回送审" in text_of(as_(client, people["clerk"]).get(review))
    client.post(f"{review}recall/")
    assert Submission.objects.get().state == State.CLOSED


def test_the_head_takes_a_public_page_down_with_a_reason(draft, people, client):
    page = a_public_page(draft, people)
    head = as_(client, people["head"])
    assert "没有办成" in text_of(head.post(f"/admin/reviews/withdraw/{page.pk}/", {"reason": ""}))
    head.post(f"/admin/reviews/withdraw/{page.pk}/", {"reason": "数据有误"})
    assert not InformationPage.objects.get(pk=page.pk).live


def test_who_may_not_act_reads_who_may_and_finds_no_form(draft, place, people, client):
    page = a_public_page(draft, people)
    clerk = as_(client, people["clerk"])
    document = a_document(a_section(place, slug="documents"), by=people["clerk"])
    for act, number in (("withdraw", page.pk), ("pin", page.pk), ("waiver", document.pk)):
        text = text_of(clerk.get(f"/admin/reviews/{act}/{number}/"))
        assert "公开工作机构负责人或者分管领导决定；您" in text
        assert 'name="reason"' not in text
    assert 'name="reason"' in text_of(as_(client, people["leader"]).get(f"/admin/reviews/withdraw/{page.pk}/"))


def test_who_decided_an_earlier_round_reads_why_this_one_is_not_his(draft, people, client):
    submission = approved(handed_in(draft, people), people, rounds=1)
    a_person(people["first"].username, draft.agency, Role.SECOND_REVIEWER)
    text = text_of(as_(client, people["first"]).get(f"/admin/reviews/{submission.pk}/"))
    assert "二审不由您作出" in text
    assert "已经审过前面的审次" in text
    assert "不由您作出" not in text_of(as_(client, people["second"]).get(f"/admin/reviews/{submission.pk}/"))


def test_a_page_that_is_not_reviewed_is_not_handed_in(place, client):
    client.force_login(Person.objects.create_superuser("root"))
    assert client.get(f"/admin/reviews/submit/{place.pk}/", follow=True).request["PATH_INFO"] == "/admin/"


def test_the_editor_leads_to_handing_in_and_offers_no_publishing(draft, client):
    client.force_login(Person.objects.create_superuser("root"))
    text = text_of(client.get(f"/admin/pages/{draft.pk}/edit/"))
    assert f"/admin/reviews/submit/{draft.pk}/" in text
    assert 'name="action-publish"' not in text


def test_the_editor_of_a_new_item_offers_no_publishing_and_keeps_what_was_sent_to_be_published(draft, people, client):
    add = f"/admin/pages/add/publishing/informationpage/{draft.get_parent().pk}/"
    head = as_(client, people["head"])
    assert 'name="action-publish"' not in text_of(head.get(add))
    form = {"title": "写好的一条", "issue_date": "2026-03-02", "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0}
    body = {"body-count": 0, "slug": "written", "action-publish": "1"}
    told = text_of(head.post(add, form | body, follow=True))
    assert "已按草稿保存" in told
    kept = InformationPage.objects.get(slug="written")
    assert (kept.title, kept.live) == ("写好的一条", False)


def test_the_editor_saves_an_unfinished_draft(draft, client):
    client.force_login(Person.objects.create_superuser("root"))
    add = f"/admin/pages/add/publishing/informationpage/{draft.get_parent().pk}/"
    form = {
        "title": "未完的草稿",
        "issue_date": "2026-03-02",
        "body-count": 0,
        "genre": "general",
        "origin": "self_made",
    }
    form |= {
        "attribute": "proactive",
        "origin": "self_made",
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
        "slug": "unfinished",
    }
    assert client.post(add, form).status_code == 302
    assert not InformationPage.objects.get(slug="unfinished").live


def test_the_editor_says_how_long_a_text_may_be_and_cuts_nothing(draft, people, client):
    address = f"/admin/pages/{draft.pk}/edit/"
    shown = text_of(as_(client, people["clerk"]).get(address))
    assert "最多 500 个字。" in shown
    assert not re.search(r"<(input|textarea)[^>]*name=.(title|summary).[^>]*maxlength", shown)
    answer = client.post(address, {"title": "长" * 300, "summary": "概" * 3000, "body-count": "0"})
    told = answer.context["form"].errors
    assert told["title"] == ["最多 255 个字，现有 300 个字。"]
    assert told["summary"] == ["最多 500 个字，现有 3000 个字。"]
    assert "概" * 3000 in text_of(answer), "nothing typed is lost"
    assert "maxlength" not in BodyBlock().child_blocks["table"].child_blocks["title"].field.widget.attrs


def test_a_new_page_that_is_saved_twice_at_once_is_one_page_with_the_later_words(place, people, client, monkeypatch):
    section = a_section(place)
    address = f"/admin/pages/add/publishing/informationpage/{section.pk}/"
    shown = text_of(as_(client, people["clerk"]).get(address))
    key = re.search(r'name="new_page" value="([0-9a-f-]{36})"', shown)[1]
    form = {
        "title": "自动保存的",
        "body-count": "0",
        "genre": "general",
        "origin": "self_made",
        "attribute": "proactive",
    }
    form |= {"attribute": "proactive", "issue_date": "2026-03-02", "new_page": key, **dict.fromkeys(COMMENTS, "0")}
    json = client.post(address, form, headers={"Accept": "application/json"}).json()
    assert client.post(address, form | {"title": "手动保存的"}).url.startswith(f"/admin/pages/{json['pk']}/edit/")
    (page,) = InformationPage.objects.all()
    assert page.get_latest_revision_as_object().title == "手动保存的"
    found, real = [None], made_once._made
    monkeypatch.setattr(made_once, "_made", lambda *told: found.pop() if found else real(*told))
    assert client.post(address, form | {"title": "同时保存的"}).status_code == 302, "neither saw the other begin"
    (page,) = InformationPage.objects.all()
    assert page.get_latest_revision_as_object().title == "同时保存的"
    client.post(address, form | {"new_page": "no key", "title": "另一篇"})
    assert client.post(address, form | {"new_page": "", "title": "另一篇"}).status_code == 302
    assert InformationPage.objects.count() == 2


def test_acts_on_many_pages_at_once_are_offered_to_nobody(draft, people, client):
    listed = text_of(as_(client, people["clerk"]).get(f"/admin/pages/{draft.get_parent().pk}/"))
    assert draft.title in listed
    assert "bulk-action-checkbox" not in listed
    assert "data-bulk-action-button" not in listed


def test_the_editor_counts_nothing_that_it_did_not_look_at(draft, people, client):
    shown = text_of(as_(client, people["clerk"]).get(f"/admin/pages/{draft.pk}/edit/"))
    assert "校对发现（错别字、敏感信息、链接、附件里的内容）在编辑页标题下面" in shown
    assert "guide.wagtail.org" not in shown
    assert "data-content-word-count" not in shown


def test_a_chinese_title_needs_no_slug(draft, client):
    client.force_login(Person.objects.create_superuser("root"))
    add = f"/admin/pages/add/publishing/informationpage/{draft.get_parent().pk}/"
    form = {"title": "没有短名的草稿", "slug": "", "issue_date": "2026-03-02", "body-count": 0, "genre": "general"}
    form |= {"origin": "self_made", "attribute": "proactive", "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0}
    assert client.post(add, form).status_code == 302
    assert InformationPage.objects.get(title="没有短名的草稿").slug.startswith("20260302-")
