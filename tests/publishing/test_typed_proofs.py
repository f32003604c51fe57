"""Proofreading what stands in the editor at this moment: found in its block, stored nowhere, for writers only."""

from __future__ import annotations

import json
import re

import pytest
from wagtail.models import Revision

from gongkai.agencies.door import Person, Role
from gongkai.publishing.bodies import rich
from gongkai.publishing.door import BodyBlock, InformationPage, justify
from tests.proofing.madefiles import ID
from tests.publishing.examples import AT, a_draft, a_person, a_section, body
from tests.yearend.examples import a_place

pytestmark = pytest.mark.django_db

BLOCK = "6a0f6b1e-0000-4000-8000-00000000000a"
APART = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}


@pytest.fixture
def clerk(client, people):
    client.force_login(Person.objects.get(pk=people["clerk"].pk))
    return client


def typed(*paragraphs, **fields):
    """Return the editor's form with these paragraphs in one block, as the browser sends it."""
    lines = [
        {"key": f"k{number}", "text": text, "type": "unstyled", "depth": 0, "inlineStyleRanges": [], "entityRanges": []}
        for number, text in enumerate(paragraphs)
    ]
    return {
        "body-count": "1",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "text",
        "body-0-id": BLOCK,
        "body-0-value": json.dumps({"blocks": lines, "entityMap": {}}),
        **fields,
    }


def text_of(answer):
    return answer.content.decode()


def test_a_number_just_typed_is_found_in_its_block_and_nothing_is_stored(clerk, draft):
    before = Revision.objects.count(), InformationPage.objects.get().title
    answer = clerk.post(f"/admin/proofs/typed/{draft.pk}/", typed(f"身份证号{ID}。", title="新的标题"), **APART)
    assert f'data-block="{BLOCK}"' in text_of(answer)
    assert "居民身份证号码" in text_of(answer)
    assert ID not in text_of(answer)
    assert (Revision.objects.count(), InformationPage.objects.get().title) == before


def test_a_clean_text_has_no_findings_and_a_bad_title_is_found_too(clerk, draft):
    address = f"/admin/proofs/typed/{draft.pk}/"
    assert "没有校对发现" in text_of(clerk.post(address, typed("全文如下。", title="关于放假的通知"), **APART))
    assert 'data-block=""' in text_of(clerk.post(address, typed("全文如下。", title=f"公示{ID}"), **APART))


def test_a_page_that_was_never_saved_is_proofread_where_it_will_stand(clerk, place):
    section = a_section(place)
    address = f"/admin/proofs/typed/{section.pk}/informationpage/"
    assert "居民身份证号码" in text_of(clerk.post(address, typed(f"{ID}。"), **APART))
    assert "居民身份证号码" not in text_of(clerk.post(address, typed("全文如下。", title="通知"), **APART))
    assert not InformationPage.objects.exists()


def test_without_scripts_the_findings_are_a_page_of_their_own(clerk, draft):
    answer = clerk.post(f"/admin/proofs/typed/{draft.pk}/", typed(f"{ID}。", title="通知"))
    assert "没有保存" in text_of(answer)
    assert "</html>" in text_of(answer)


def test_what_was_justified_is_not_told_again(clerk, draft, people):
    draft.body = body("批次110105194912310021已入账。")
    draft.save_revision(user=people["clerk"])
    address = f"/admin/proofs/typed/{draft.pk}/"
    sent = typed("批次110105194912310021已入账。", title=draft.title) | {"body-0-id": draft.body[0].id}
    first = clerk.post(address, sent, **APART)
    (found,) = first.context["told"]
    justify(draft.pk, found["fingerprint"], "是批次号。", by=people["clerk"], at=AT)
    assert "另有 1 条已作说明" in text_of(clerk.post(address, sent, **APART))


def test_an_unfinished_form_is_proofread_as_far_as_it_has_come(clerk, draft):
    sent = typed(f"{ID}。", title="", issue_date="2026-13-")
    assert "居民身份证号码" in text_of(clerk.post(f"/admin/proofs/typed/{draft.pk}/", sent, **APART))


@pytest.mark.parametrize("sent", [{}, {"body-count": "x"}, {"body-count": "1"}, typed() | {"body-0-value": "no json"}])
def test_what_is_no_form_of_the_editor_is_refused(clerk, draft, sent):
    assert clerk.post(f"/admin/proofs/typed/{draft.pk}/", sent, **APART).status_code == 400


def test_it_takes_no_question_by_address_and_none_from_other_agencies(client, clerk, draft, place):
    address = f"/admin/proofs/typed/{draft.pk}/"
    assert clerk.get(address).status_code == 405
    assert clerk.post(f"/admin/proofs/typed/{place.pk}/informationpage/", typed(), **APART).status_code in (302, 403)
    stranger = a_person("stranger", a_place("elsewhere").agency, Role.CLERK)
    client.force_login(Person.objects.get(pk=stranger.pk))
    assert client.post(address, typed(f"{ID}。"), **APART).status_code in (302, 403)


def test_the_editor_offers_it_for_new_and_for_saved_pages(clerk, place):
    draft = a_draft(a_section(place))
    assert f'formaction="/admin/proofs/typed/{draft.pk}/"' in text_of(clerk.get(f"/admin/pages/{draft.pk}/edit/"))
    section = draft.get_parent()
    shown = text_of(clerk.get(f"/admin/pages/add/publishing/informationpage/{section.pk}/"))
    assert f'formaction="/admin/proofs/typed/{section.pk}/informationpage/"' in shown
    assert "proofing.js" in shown


def test_of_a_paste_from_word_only_words_and_what_the_editor_offers_are_stored():
    pasted = {
        "blocks": [
            {
                "key": "a",
                "text": "红色大字",
                "type": "unstyled",
                "depth": 0,
                "inlineStyleRanges": [
                    {"offset": 0, "length": 4, "style": "BOLD"},
                    {"offset": 0, "length": 4, "style": "mso-bidi-font-size:16.0pt"},
                    {"offset": 0, "length": 4, "style": "COLOR_FF0000"},
                ],
                "entityRanges": [],
                "data": {"class": "MsoNormal", "style": "mso-outline-level:1"},
            },
        ],
        "entityMap": {},
    }
    stored = BodyBlock().child_blocks["text"].value_from_datadict({"t": json.dumps(pasted)}, {}, "t").source
    assert re.sub(r' data-block-key="\w+"', "", stored) == "<p><b>红色大字</b></p>"
    markup = (
        '<p class="MsoNormal" style="mso-bidi:0"><o:p></o:p><font color="red">红<b>字</b></font></p><script>x</script>'
    )
    assert re.sub(r' data-block-key="\w+"', "", rich(markup)).startswith("<p>红<b>字</b></p>")
    assert "mso" not in rich(markup).lower()
