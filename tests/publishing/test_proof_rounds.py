"""三校: three readings, each finding put right or justified one by one, the last of exactly what is handed in."""

import pytest
from django.core.files.base import ContentFile

from gongkai.agencies.door import Person, entries_about
from gongkai.pages.door import Attachment, content_hash
from gongkai.publishing.door import InformationPage, Refused, finish_round, justify, round_due, submit
from gongkai.publishing.drafting import drafts_due
from gongkai.publishing.proof_rounds import ProofMark, ProofRound, settled
from gongkai.publishing.proofs import BOOK
from tests.publishing.examples import AT, a_draft, a_person, a_public_page, a_section, body, handed_in, proofread
from tests.yearend.examples import a_place

pytestmark = pytest.mark.django_db

DOUBTFUL = "联系人手机13812345678，欢迎来电。"


@pytest.fixture
def doubtful(place, people):
    """Return a draft in which proofreading finds something to look at, and nothing that must go."""
    return a_draft(a_section(place), by=people["clerk"], body=body(DOUBTFUL))


def finished(page, reader):
    content = page.get_latest_revision_as_object()
    return finish_round(page.pk, content_hash(content), by=reader, at=AT)


def rules_of(refusal):
    return {finding.rule for finding in refusal.value.findings}


def open_fingerprint(page):
    (finding, *_) = settled(page, page.get_latest_revision_as_object()).open
    return BOOK.fingerprint(finding)


def test_what_was_not_proofread_three_times_is_not_handed_in(draft, people):
    finished(draft, people["clerk"])
    with pytest.raises(Refused) as refusal:
        submit(draft.pk, by=people["clerk"], at=AT)
    assert rules_of(refusal) == {"SUBMIT-PROOF-ROUNDS"}
    assert "二校还没有完成" in str(refusal.value)
    finished(draft, people["second"])
    finished(draft, people["clerk"])
    assert submit(draft.pk, by=people["clerk"], at=AT).round_due == 1


def test_nobody_reads_his_own_reading(draft, people):
    finished(draft, people["clerk"])
    with pytest.raises(Refused) as refusal:
        finished(draft, people["clerk"])
    assert rules_of(refusal) == {"PROOF-SAME-PERSON"}


def test_a_round_does_not_end_while_a_finding_is_open(doubtful, people):
    with pytest.raises(Refused) as refusal:
        finished(doubtful, people["clerk"])
    assert rules_of(refusal) == {"PROOF-OPEN"}
    justify(doubtful.pk, open_fingerprint(doubtful), "公开的值班手机。", by=people["clerk"], at=AT)
    assert finished(doubtful, people["clerk"]).justified == 1


def test_a_round_does_not_end_while_a_field_is_empty_and_the_field_is_named(place, people):
    steps = [{"type": "picture", "value": {"picture": 1, "alternative_text": "", "is_map": False}, "id": "p"}]
    draft = a_draft(a_section(place), by=people["clerk"], body=[*body("正文。"), *steps])
    with pytest.raises(Refused) as refusal:
        finished(draft, people["clerk"])
    assert rules_of(refusal) == {"SUBMIT-INCOMPLETE"}
    assert "第2块（图片）的“替代文字”没有填写。" in str(refusal.value)


def test_a_justification_holds_for_that_finding_and_for_no_other(doubtful, people):
    justify(doubtful.pk, open_fingerprint(doubtful), "公开的值班手机。", by=people["clerk"], at=AT)
    doubtful.body = body("另起一段。" + DOUBTFUL)
    doubtful.save_revision(user=people["clerk"])
    assert finished(doubtful, people["clerk"]).justified == 1
    doubtful.body = body(DOUBTFUL.replace("13812345678", "13987654321"))
    doubtful.save_revision(user=people["clerk"])
    with pytest.raises(Refused) as refusal:
        finished(doubtful, people["second"])
    assert rules_of(refusal) == {"PROOF-OPEN"}


@pytest.mark.parametrize("words", ["", "  "])
def test_a_justification_without_words_is_none(doubtful, people, words):
    with pytest.raises(Refused) as refusal:
        justify(doubtful.pk, open_fingerprint(doubtful), words, by=people["clerk"], at=AT)
    assert rules_of(refusal) == {"PROOF-REASON"}
    assert not ProofMark.objects.exists()


def test_a_justification_that_is_too_long_is_told_and_not_cut(doubtful, people):
    with pytest.raises(Refused) as refusal:
        justify(doubtful.pk, open_fingerprint(doubtful), "长" * 301, by=people["clerk"], at=AT)
    assert str(refusal.value) == "说明最多300个字，现有301个字。"


def test_an_error_is_put_right_not_explained(place, people):
    draft = a_draft(a_section(place), by=people["clerk"], body=body("身份证号11010519491231002X。"))
    with pytest.raises(Refused) as refusal:
        justify(draft.pk, open_fingerprint(draft), "本人同意。", by=people["clerk"], at=AT)
    assert rules_of(refusal) == {"PROOF-ERROR"}
    assert "11010519491231002X" not in str(refusal.value)


def test_what_nobody_found_is_not_justified(doubtful, people):
    with pytest.raises(Refused) as refusal:
        justify(doubtful.pk, "0" * 24, "没有问题。", by=people["clerk"], at=AT)
    assert rules_of(refusal) == {"PROOF-GONE"}


def test_an_edit_after_the_third_round_asks_for_the_third_again_and_for_no_other(draft, people):
    proofread(draft)
    draft.summary = "改过的概述。"
    draft.save_revision(user=people["clerk"])
    with pytest.raises(Refused) as refusal:
        submit(draft.pk, by=people["clerk"], at=AT)
    assert "须重校" in str(refusal.value)
    assert round_due(draft, draft.get_latest_revision_as_object()) == 3
    assert finished(draft, people["clerk"]).number == 3
    assert submit(draft.pk, by=people["clerk"], at=AT).round_due == 1


def test_a_round_says_what_was_changed_since_and_a_file_added_since_is_read_three_times(
    draft, people, client, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    proofread(draft)
    draft.summary = "改过的概述。"
    draft.save_revision(user=people["clerk"])
    client.force_login(Person.objects.get(pk=people["clerk"].pk))
    text = client.get(f"/admin/proofs/{draft.pk}/").content.decode()
    assert text.count("所校的是旧内容，此后改过：内容概述") == 3
    row = Attachment.objects.create(title="名单", file=ContentFile(b"a,b\n1,2\n", "list.csv"))
    draft.body = [*body(), {"type": "attachment", "value": {"file": row.pk, "title": "名单"}, "id": "f"}]
    draft.save_revision(user=people["clerk"])
    assert round_due(draft, draft.get_latest_revision_as_object()) == 1
    assert "不再算数" in client.get(f"/admin/proofs/{draft.pk}/").content.decode()
    with pytest.raises(Refused) as refusal:
        submit(draft.pk, by=people["clerk"], at=AT)
    assert "新加了附件" in str(refusal.value)
    (step,) = [due for due in drafts_due([draft.agency], AT) if due.what.startswith("一校")]
    assert "新加了附件" in step.note
    proofread(draft)
    assert submit(draft.pk, by=people["clerk"], at=AT).round_due == 1


def test_a_correction_is_proofread_three_times_again(draft, people):
    page = a_public_page(draft, people)
    page.summary = "更正后的概述。"
    page.save_revision(user=people["clerk"])
    assert round_due(page, page.get_latest_revision_as_object()) == 1
    assert handed_in(page, people, correction="概述有误。").round_due == 1


def test_a_round_of_what_was_edited_meanwhile_is_refused(draft, people):
    seen = content_hash(draft.get_latest_revision_as_object())
    draft.summary = "改过的概述。"
    draft.save_revision(user=people["clerk"])
    with pytest.raises(Refused) as refusal:
        finish_round(draft.pk, seen, by=people["clerk"], at=AT)
    assert rules_of(refusal) == {"PROOF-STALE"}


def test_only_people_of_the_agency_proofread(draft):
    stranger = a_person("stranger", a_place("other").agency, "proofreader")
    with pytest.raises(Refused) as refusal:
        finished(draft, stranger)
    assert rules_of(refusal) == {"PROOF-ROLE"}
    assert not ProofRound.objects.exists()


def test_a_proofreader_needs_no_other_role(draft, place):
    assert finished(draft, a_person("reader", place.agency, "proofreader")).number == 1


def test_each_act_is_on_the_log(doubtful, people):
    justify(doubtful.pk, open_fingerprint(doubtful), "公开的值班手机。", by=people["clerk"], at=AT)
    finished(doubtful, people["clerk"])
    acts = [entry.act for entry in entries_about(f"pages.basepage:{doubtful.pk}")]
    assert acts == ["justify_finding", "proofread"]


# -- the pages --------------------------------------------------------------------------------------


@pytest.fixture
def as_clerk(client, people, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)
    client.force_login(Person.objects.get(pk=people["clerk"].pk))
    return client


def test_the_page_takes_a_justification_and_then_the_round(doubtful, as_clerk):
    address = f"/admin/proofs/{doubtful.pk}/"
    text = as_clerk.get(address).content.decode()
    assert "没有处理的发现（1）" in text
    assert "13812345678" not in text.partition('id="text"')[0]
    mark = {"fingerprint": open_fingerprint(doubtful), "justification": "公开的值班手机。"}
    text = as_clerk.post(address, mark, follow=True).content.decode()
    assert "已作说明的发现（1）" in text
    seen = content_hash(doubtful.get_latest_revision_as_object())
    assert "一校完成。" in as_clerk.post(address, {"seen_hash": seen}, follow=True).content.decode()


def test_a_refused_round_is_told_in_words(doubtful, as_clerk):
    seen = content_hash(doubtful.get_latest_revision_as_object())
    answer = as_clerk.post(f"/admin/proofs/{doubtful.pk}/", {"seen_hash": seen})
    assert answer.status_code == 409
    assert "还有1条发现没有改正或者说明" in answer.content.decode()


def test_the_editor_shows_what_was_found_beside_the_text(doubtful, as_clerk):
    block = doubtful.body[0].id
    text = as_clerk.get(f"/admin/pages/{doubtful.pk}/edit/").content.decode()
    assert f'href="#block-{block}-section"' in text
    assert f"/admin/proofs/{doubtful.pk}/" in text


def test_a_new_page_has_no_findings_yet(place, as_clerk):
    section = a_section(place)
    answer = as_clerk.get(f"/admin/pages/add/publishing/informationpage/{section.pk}/")
    assert answer.status_code == 200
    panel = answer.content.decode()
    assert "校对正在写的内容" in panel
    assert "最近保存的版本" not in panel
    assert not InformationPage.objects.exists()


def test_the_reviewer_sees_what_was_justified_and_why(doubtful, people, client, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)
    justify(doubtful.pk, open_fingerprint(doubtful), "公开的值班手机。", by=people["clerk"], at=AT)
    submission = handed_in(doubtful, people)
    client.force_login(Person.objects.get(pk=people["first"].pk))
    text = client.get(f"/admin/reviews/{submission.pk}/").content.decode()
    assert "公开的值班手机。" in text
    assert "三校：" in text


def test_only_who_hands_in_is_led_there_after_the_third_proof(as_clerk, place, people, draft):
    proofread(draft)
    page = f"/admin/proofs/{draft.pk}/"
    assert "去送审" in as_clerk.get(page).content.decode()
    as_clerk.force_login(Person.objects.get(username=f"reader-{place.agency.slug}"))
    text = as_clerk.get(page).content.decode()
    assert "由承办人送审" in text
    assert "去送审" not in text
