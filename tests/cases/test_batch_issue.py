"""Many letters at once: each has its own record, and what cannot go out is named without keeping the others back."""

from __future__ import annotations

from datetime import date

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gongkai.agencies.door import LogEntry
from gongkai.cases.batch_issue import batch_of
from gongkai.cases.door import kept_pdf, write_draft
from gongkai.cases.letters import Dispatch, Letter
from tests.agencies.examples import an_agency
from tests.cases.examples import HEAD, TODAY, a_case, approved, do, leading_to, who
from tests.cases.seals import with_electronic_seal, with_seal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today_is_fixed")]
PAGE = "/admin/cases/issue/"


@pytest.fixture
def agency(db):
    return an_agency("yunhu")


@pytest.fixture
def cases(agency):
    made = [a_case(agency, date(2026, 11, 9)) for _ in range(3)]
    for case in made:
        approved(case, "R2_provide")
    return made


def test_approved_replies_are_numbered_sealed_and_issued_together_each_by_its_own_record(as_clerk, agency, cases):
    assert len(batch_of([agency], today=TODAY).to_write) == 3
    as_clerk.post(PAGE, {"step": "write", "write": [case.drafts.get().pk for case in cases]})
    letters = list(Letter.objects.order_by("pk"))
    files = [SimpleUploadedFile(f"{one}.pdf", with_electronic_seal(kept_pdf(one))) for one in letters[:2]]
    scan = SimpleUploadedFile("扫描 公开告〔2026〕3号.pdf", with_seal(kept_pdf(letters[2])))
    answer = as_clerk.post(PAGE, {"step": "seal", "sealed": [*files, scan, SimpleUploadedFile("x.pdf", b"%PDF-1.7")]})
    assert [name for name, _ in answer.context["tried"].failed] == ["扫描 公开告〔2026〕3号.pdf", "x.pdf"]
    scan.seek(0)
    assert as_clerk.post(PAGE, {"step": "seal", "sealed": [scan], "is_compared": "1"}).status_code == 302
    do(cases[1], "withdraw", TODAY)
    answer = as_clerk.post(PAGE, {"step": "issue", "issue": [one.pk for one in letters]})
    assert Dispatch.objects.count() == LogEntry.objects.filter(act="case_letter").count() == 2
    assert batch_of([agency], today=TODAY) == ([], [], [], [])


def test_letters_that_wait_for_their_seal_are_printed_in_one_each_on_sheets_of_its_own(as_clerk, agency, cases):
    assert as_clerk.get(f"{PAGE}letters.pdf").status_code == 302  # nothing waits
    as_clerk.post(PAGE, {"step": "write", "write": [case.drafts.get().pk for case in cases[:2]]})
    with pypdfium2.PdfDocument(as_clerk.get(f"{PAGE}letters.pdf").content) as made:
        shown = [page.get_textpage().get_text_range() for page in made]
    starts = [number for number, text in enumerate(shown) if "公开告〔2026〕" in text]
    assert len(starts) == 2
    assert not any(start % 2 for start in starts)
    assert LogEntry.objects.filter(act="case_preview").count() == 2


def test_what_cannot_go_out_is_named_and_the_others_go(as_clerk, agency, cases):
    as_clerk.post(PAGE, {"step": "write", "write": [case.drafts.get().pk for case in cases[:2]]})
    first, second = Letter.objects.order_by("pk")
    for one in (first, second):
        file = SimpleUploadedFile("a.pdf", with_electronic_seal(kept_pdf(one)))
        as_clerk.post(PAGE, {"step": "seal", "sealed": [file]})
    first.files.filter(kind="pdf", direction="letter").update(content="eHg=")
    answer = as_clerk.post(PAGE, {"step": "issue", "issue": [first.pk, second.pk]})
    assert (answer.status_code, answer.context["tried"].done) == (409, [f"{second.case.number} {second}"])
    assert f"{first.case.number} {first}" in answer.content.decode()
    assert list(Dispatch.objects.values_list("letter", flat=True)) == [second.pk]


def test_a_draft_that_nobody_approved_is_not_offered_and_nothing_chosen_is_told(as_clerk, agency, cases):
    said = {
        "answers": leading_to("R2_provide"),
        "recorded": {"provision": "在案"},
        "grounds": [],
        "circumstances": {},
        "text": "新",
    }
    more = {"at": cases[0].registered_at, "today": TODAY}
    author = who(agency, HEAD)
    draft = write_draft(cases[0].pk, said, files=(), keep_files=False, by=author, **more)
    assert draft.pk not in [one.pk for one in batch_of([agency], today=TODAY).to_write]
    answer = as_clerk.post(PAGE, {"step": "issue"})
    assert answer.status_code == 409
    assert "请先选要发出的" in answer.content.decode()
