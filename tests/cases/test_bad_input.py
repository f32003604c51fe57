"""Whatever is typed into a form of cases: a clear Chinese sentence beside its field, and nothing typed is lost."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from django.template.loader import render_to_string

from gongkai.agencies.door import Agency, Role
from gongkai.cases.act_forms import ACTS_OF_OFFICE, ActForm
from gongkai.cases.agency_settings import open_settings
from gongkai.cases.answers import conclusion
from gongkai.cases.application_form import OrganizationForm, PersonForm
from gongkai.cases.calendar_forms import NoticeForm
from gongkai.cases.contents_views import ListForm as ContentsListForm
from gongkai.cases.deliveries import Delivery
from gongkai.cases.delivery_forms import ResultForm as DeliveryResultForm
from gongkai.cases.delivery_forms import SendingForm
from gongkai.cases.disposal_views import ListForm
from gongkai.cases.dispute_forms import DisputeForm, StepForm
from gongkai.cases.dispute_forms import ResultForm as DisputeResultForm
from gongkai.cases.disputes import Dispute
from gongkai.cases.draft_form import ContentForm, ReplyForm
from gongkai.cases.extension_shown import ProposalForm
from gongkai.cases.following_forms import CorrectionForm
from gongkai.cases.free_letter_views import FreeLetterForm
from gongkai.cases.from_elsewhere import Written
from gongkai.cases.from_elsewhere_views import ConsentForm
from gongkai.cases.handing_views import HandoverForm
from gongkai.cases.letter_views import SealForm
from gongkai.cases.letters import Dispatch, Letter
from gongkai.cases.registering import RegistrationForm
from gongkai.cases.setting_views import SettingForm
from gongkai.cases.template_views import TemplateForm
from gongkai.cases.together_views import SplitForm
from gongkai.cases.withheld_form import PartForm
from gongkai.cases.working_forms import PAPER_FORMS
from gongkai.statute import outcomes
from tests.agencies.examples import appoint
from tests.cases.applications import filled_in
from tests.cases.examples import CLERK, HEAD, TODAY, a_case, do, who
from tests.pages.databases import own_database
from tests.statute.ways import every_way, leading_to

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today_is_fixed")]

# By the kind of field: what nobody may type there.
BAD = {
    "DateField": ("昨天", "2026-02-30", "27/11/2026", "0000-00-00"),
    "IntegerField": ("二十", "-1", "1.5", "9" * 40),
    "DecimalField": ("两百", "-1", "1e999", "0.001", "NaN"),
    "ChoiceField": ("没有这一项", "' OR 1=1 --"),
    "ModelChoiceField": ("0", "没有"),
    "EmailField": ("甲@", "长" * 200 + "@example.com"),
    "TypedChoiceField": ("没有这一项", "九"),
    "CharField": ("长" * 5001, "空\x00字符"),
}
ENGLISH = re.compile(r"\b(?:this|field|enter|valid|required|select|ensure|null|error)\b", re.IGNORECASE)


def forms_of(case: object, agencies: object) -> dict[str, object]:
    """Return each form as something that takes what was typed."""
    written = Written(agency=case.agency, arrival_date=date(2026, 11, 9), description="某文件", address="/")
    made = {
        f"act-{act}": lambda data, act=act: ActForm(data, case=case, act=act, today=TODAY) for act in ACTS_OF_OFFICE
    }
    for kind, form in PAPER_FORMS.items():
        made[f"paper-{kind}"] = lambda data, form=form: form(data, case=case, today=TODAY)
    for row in outcomes():
        answers = leading_to(row.code)
        made[f"draft-{row.code}"] = lambda data, answers=answers: ContentForm(
            data, decided=conclusion(answers, on=TODAY), answers=answers, on=TODAY, before=None
        )
    return (
        made
        | {
            "part": lambda data: PartForm(data, on=TODAY),
            "reply": lambda data: ReplyForm(data, kinds=["R4_not_exist"], on=TODAY, principals=["第一项", "第二项"]),
            "contents": ContentsListForm,
            "proposal": lambda data: ProposalForm(data, today=TODAY),
            "person": PersonForm,
            "organization": OrganizationForm,
            "register": lambda data: RegistrationForm(data, agencies=agencies, today=TODAY),
            "from-elsewhere": lambda data: ConsentForm(data, written=written, agencies=agencies, today=TODAY),
            "correction": CorrectionForm,
            "dispute": lambda data: DisputeForm(data, agencies=agencies, today=TODAY),
            "dispute-step": lambda data: StepForm(data, dispute=a_dispute(case), today=TODAY),
            "dispute-result": lambda data: DisputeResultForm(data, dispute=a_dispute(case), today=TODAY),
            "split": SplitForm,
            "sending": lambda data: SendingForm(data, letter=a_letter(case), today=TODAY),
            "delivery-result": lambda data: DeliveryResultForm(data, {}, delivery=Delivery(pk=1), today=TODAY),
            "seal": lambda data: SealForm(data, {}),
            "template": TemplateForm,
            "free-letter": FreeLetterForm,
            "hand-over": lambda data: HandoverForm(data, case=case),
            "calendar": NoticeForm,
            "disposal": lambda data: ListForm(data, agency=case.agency),
        }
        | {
            f"setting-{key}": lambda data, row=row: SettingForm(data, row=row, value=row.default, today=TODAY)
            for key, row in open_settings(on=TODAY).items()
        }
    )


def a_letter(case):
    said = {"kind": "reply_granted", "number": "1号", "title": "答复书", "paragraphs": ["随附。"]}
    return Letter.objects.get_or_create(case=case, defaults={**said, "issued_date": TODAY})[0]


def a_dispute(case):
    said = {"route": "litigation", "body": "某法院", "filed_date": TODAY}
    return Dispute.objects.get_or_create(agency=case.agency, reference="（2026）行初1号", defaults=said)[0]


NAMES = [
    *(f"act-{act}" for act in ACTS_OF_OFFICE),
    *(f"paper-{kind}" for kind in PAPER_FORMS),
    *(f"draft-{row.code}" for row in outcomes()),
    *(
        "part",
        "reply",
        "contents",
        "proposal",
        "person",
        "organization",
        "register",
        "from-elsewhere",
        "correction",
        "split",
    ),
    *("dispute", "dispute-step", "dispute-result", "sending", "delivery-result", "seal", "template", "free-letter"),
    *("hand-over", "calendar", "disposal", *(f"setting-{key}" for key in open_settings(on=TODAY))),
]


def is_clear(sentence: str) -> bool:
    """Tell whether an error is a Chinese sentence."""
    return bool(re.search(r"[一-鿿]{2}", sentence)) and not ENGLISH.search(sentence)


@pytest.fixture
def case(agency):
    who(agency, CLERK)
    case = a_case(agency, date(2026, 11, 9))
    return do(case, "consult_third_party", date(2026, 11, 12), id="1", note="账号")


@pytest.mark.parametrize("name", NAMES)
def test_what_cannot_be_is_told_in_chinese_beside_its_field_and_stays_typed(case, name):
    build = forms_of(case, Agency.objects.all())[name]
    for field, bound in build(None).fields.items():
        for typed in BAD.get(type(bound).__name__, ()):
            form = build({field: typed})
            form.is_valid()
            assert field in form.errors, (field, typed)
            told = form.errors[field]
            assert all(map(is_clear, told)), (field, typed, told)
            page = render_to_string("cases/office/field.html", {"field": form[field]})
            assert f'id="{form[field].auto_id}_error"' in page
            if (
                type(bound).__name__ not in ("ChoiceField", "ModelChoiceField", "TypedChoiceField")
                and "\x00" not in typed
            ):
                assert typed in page, (field, typed)


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_form_names_each_field_that_it_needs_in_chinese(case, name):
    form = forms_of(case, Agency.objects.all())[name]({})
    form.is_valid()
    for field, bound in form.fields.items():
        assert field in form.errors or not bound.required or form.empty_permitted, field
    assert all(is_clear(one) for errors in form.errors.values() for one in errors), form.errors


def test_the_pages_bring_back_what_was_typed_with_the_sentence_beside_it(client, case, agency):
    """Each page by its address: what is wrong, the sentence that tells it, what must still stand there."""
    for role in (HEAD, Role.ADMINISTRATOR):
        appoint(who(agency, CLERK), role, agency)
    clerk = who(agency, CLERK)
    clerk.is_superuser = True
    clerk.save()
    client.force_login(clerk)
    sent = Dispatch.objects.create(letter=a_letter(case)).letter
    waiting = Letter.objects.create(
        case=case,
        kind="reply_granted",
        number="2号",
        title="答复书",
        paragraphs=["甲"],
        issued_date=TODAY,
        needs_seal=True,
    )
    dispute = a_dispute(case)
    day, kept = "2026-02-30", "写了很久的话"
    letters = f"{case.pk}/letters"
    pages = (
        (f"{letters}/{sent.pk}/send/", {"way": "post", "sent_date": day, "note": kept}, "日期的写法不对"),
        (
            f"{letters}/{sent.pk}/send/",
            {"way": "post", "sent_date": "2026-11-27", "address": kept},
            "不是邮政企业的号码",
        ),
        (f"{letters}/{sent.pk}/send/", {"way": "in_person", "postal_number": "1" * 21, "note": kept}, "最多 20 个字"),
        (f"{letters}/{waiting.pk}/seal/", {"is_compared": "on"}, "请选择盖章件"),
        (f"{letters}/new/", {"kind": "", "text": kept}, "请选择文书"),
        ("settings/yunhu/extensions/", {"value": "九", "since": day, "reason": kept}, "应为整数"),
        ("settings/yunhu/extensions/", {"value": "1", "since": "2026-11-01", "reason": kept}, "今天"),
        ("templates/yunhu/registration_receipt/", {"lines": kept, "since": day}, "日期的写法不对"),
        ("templates/yunhu/registration_receipt/", {"lines": kept, "since": "2026-11-28"}, "{basis}"),
        (f"{case.pk}/hand-over/", {"title": kept, "step": "hand_over"}, "请选择栏目"),
        ("calendar/", {"year": "2027", "law": kept, "rest": "十月一日"}, "看不懂"),
        ("disputes/register/", {"body": kept, "filed_date": day}, "日期的写法不对"),
        (f"disputes/{dispute.pk}/steps/", {"kind": "hearing", "step_date": "2026-11-01", "note": kept}, "不能早于受理"),
        (f"disputes/{dispute.pk}/results/", {"begun_date": "2026-11-27", "closed_date": "2026-11-01"}, "不能早于开始"),
        ("disposals/yunhu/compile/", {"opinion": kept, "keep_until": day}, "日期的写法不对"),
    )
    for address, typed, told in pages:
        answer = client.post(f"/admin/cases/{address}", typed)
        shown = answer.content.decode()
        assert answer.status_code in (400, 409), address
        assert told in shown, address
        assert 'class="error-message"' in shown, address
        assert kept not in typed.values() or kept in shown, address


def test_a_delivery_that_somebody_else_recorded_meanwhile_is_told_and_what_was_typed_stays(client, case, agency):
    sent = Dispatch.objects.create(letter=a_letter(case)).letter
    client.force_login(who(agency, CLERK))
    typed = {"way": "post", "sent_date": "2026-11-27", "postal_number": "1234567890123", "address": "某路1号"}
    address = f"/admin/cases/{case.pk}/letters/{sent.pk}/send/"
    assert client.post(address, typed).status_code == 302
    again = client.post(address, {**typed, "address": "某路2号"})
    assert again.status_code == 400
    assert "某路2号" in again.content.decode()
    assert 'role="alert"' in again.content.decode()


def test_a_sentence_in_english_would_be_seen():
    assert not is_clear("This field is required.")
    assert not is_clear("Enter a valid date.")
    assert is_clear("请填写日期。")


def test_an_act_that_is_sent_twice_is_done_once(client, agency):
    case = a_case(agency, date(2026, 11, 23))
    client.force_login(who(agency, CLERK))
    sent = {"event_date": "2026-11-27", "note": "请写明年度。", "period_workdays": "15"}
    address = f"/admin/cases/{case.pk}/acts/request_correction/"
    assert client.post(address, sent).status_code == 302
    again = client.post(address, sent)
    assert again.status_code == 409
    assert "没有登记" in again.content.decode()
    assert case.events.count() == 1


def test_every_way_through_the_tree_has_a_draft_form(case):
    for answers in every_way():
        decided = conclusion(answers, on=TODAY)
        form = ContentForm(None, decided=decided, answers=answers, on=TODAY, before=None)
        assert (form.parts is not None) == (decided.code == "R2p_partial")
        assert ("subclass" in form.fields) == (decided.ground in ("internal_affairs", "process_information"))


# -- the power goes between the submission and the answer ------------------------------------------


def test_killed_between_the_submission_and_the_answer_the_case_is_there_once(tmp_path: Path) -> None:
    """The first program is killed by SIGKILL once the application is on record; a second sends the same form again."""
    with own_database(tmp_path) as environment:
        sent = json.dumps(filled_in())  # the form's token is made there, the same both times
        killed = _citizen(environment, sent, "killed")
        assert killed.returncode == -9, killed.stderr
        again = _citizen(environment, sent, "answered")
    assert again.returncode == 0, again.stderr
    assert json.loads(again.stdout.splitlines()[-1]) == {
        "status": 200,
        "cases": 1,
        "numbers": ["2026-0001"],
        "code": True,
    }


def _citizen(environment: dict[str, str], sent: str, end: str) -> subprocess.CompletedProcess[str]:
    program = [sys.executable, "-m", "tests.cases.citizen", end]
    return subprocess.run(
        program, input=sent, env=environment, capture_output=True, text=True, timeout=120, check=False
    )


@pytest.mark.parametrize("unseen", ["\x01", "\x1b", "\ufffe", "\ud800", "\x85"])
@pytest.mark.parametrize("place", ["applicant_name", "address", "description"])
def test_a_control_character_in_an_application_is_refused_beside_its_field(place, unseen):
    form = PersonForm(filled_in(**{place: f"王某{unseen}某的政府信息"}))
    assert list(form.errors) == [place]
    assert "看不见的控制字符" in form.errors[place][0]


def test_a_rare_character_and_lines_of_their_own_are_taken():
    assert PersonForm(filled_in(applicant_name="王𠮷", description="第一行😀\r\n\t第二行")).is_valid()
