"""Normative documents: marks on the page and in lists (PLAT-24, PLAT-65), warnings, and what is counted of them."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from gongkai.agencies.append_only import REFUSAL
from gongkai.agencies.door import Person
from gongkai.publishing.door import (
    FIGURES,
    Happening,
    Refused,
    ValidityAct,
    ValidityEvent,
    coming_ends,
    correct_validity,
    record_validity,
    withdraw,
)
from tests.publishing.examples import AT, a_document, a_public_page, a_section
from tests.yearend.examples import a_place

pytestmark = pytest.mark.django_db

YEAR = (date(2026, 1, 1), date(2026, 12, 31))
BEFORE = (date(2025, 1, 1), date(2025, 12, 31))
BY_ID = {figure.id: figure for figure in FIGURES}


@pytest.fixture
def section(place):
    return a_section(place)


def value(name, agency, period=YEAR):
    return BY_ID[f"publishing.{name}"].value(agency, *period)


def public_document(section, people, **facts):
    return a_public_page(a_document(section, by=people["clerk"], **facts), people)


def repeal(document, people, day, **source):
    return happen(document, people, ValidityAct.REPEALED, day, **source)


def happen(document, people, act, day, **facts):
    facts = facts or {"by_text": "平公积金〔2026〕9号"}
    return record_validity(document.pk, Happening(act=act, effective_date=day, **facts), by=people["head"], at=AT)


def test_plat_c_1_the_original_page_of_a_repealed_document_says_so_with_date_and_link(section, people, client):
    old = public_document(
        section, people, slug="old", issue_date=date(2020, 1, 1), effective_date=date(2020, 2, 1), late_reason="补公开"
    )
    new = public_document(section, people, slug="new", title="关于废止提取管理办法的通知")
    repeal(old, people, date(2026, 3, 1), by_document=new)
    text = client.get(old.url).content.decode()
    assert "已废止" in text
    assert "2026年3月1日" in text
    assert f'href="{new.url}"' in text
    assert "全文如下。" in text
    kept = client.get(f"/files/{old.pk}/page.html").content.decode()
    assert "已废止；自2026年3月1日起废止" in kept


def test_the_list_marks_it_too(section, people, client):
    document = public_document(
        section, people, issue_date=date(2020, 1, 1), effective_date=date(2020, 2, 1), late_reason="补公开"
    )
    repeal(document, people, date(2026, 3, 1))
    assert "已废止" in client.get(section.url).content.decode()


def test_what_takes_effect_later_is_not_yet_in_force(section, people, client):
    document = public_document(section, people, effective_date=date(2999, 1, 1))
    assert "尚未生效" in client.get(document.url).content.decode()


def test_what_happened_names_the_document_behind_it(section, people):
    document = public_document(section, people)
    with pytest.raises(ValidationError, match="依据"):
        happen(document, people, ValidityAct.REPEALED, date(2026, 5, 1), by_text="  ")


def test_a_repealed_document_is_not_extended(section, people):
    document = public_document(section, people)
    repeal(document, people, date(2026, 5, 1))
    with pytest.raises(Refused) as refusal:
        happen(document, people, ValidityAct.EXTENDED, date(2026, 6, 1), by_text="延续决定", last_date=date(2030, 1, 1))
    assert [finding.rule for finding in refusal.value.findings] == ["VALIDITY-OVER"]


def test_a_clerk_does_not_repeal(section, people):
    document = public_document(section, people)
    with pytest.raises(Refused):
        record_validity(
            document.pk,
            Happening(act=ValidityAct.REPEALED, effective_date=date(2026, 5, 1), by_text="废止决定"),
            by=people["clerk"],
            at=AT,
        )


def test_what_was_recorded_by_mistake_is_annulled_by_a_further_row(section, people):
    document = public_document(section, people)
    wrong = repeal(document, people, date(2026, 5, 1))
    assert document.status_on(date(2026, 6, 1)) == "已废止"
    correct_validity(wrong.pk, "登记有误", by=people["head"], at=AT)
    assert type(document).objects.get(pk=document.pk).status_on(date(2026, 6, 1)) == "有效"
    assert document.validity_events.count() == 2
    with pytest.raises(Refused, match="已经更正过"):
        correct_validity(wrong.pk, "登记有误", by=people["head"], at=AT)


def test_a_repeal_before_the_document_was_made_is_refused_to_everybody(section, people):
    document = public_document(section, people)
    with pytest.raises(ValidationError, match="成文日期"):
        repeal(document, people, document.issue_date - timedelta(days=1))


def test_a_repeal_in_the_past_names_its_document_so_that_it_is_found(section, people):
    document = public_document(section, people)
    with pytest.raises(Refused, match="找不到作出决定的文件"):
        happen(document, people, ValidityAct.REPEALED, document.issue_date, by_text="清理结果公告")
    assert happen(document, people, ValidityAct.REPEALED, document.issue_date, by_text="平公积金〔2026〕9号")


def test_the_database_itself_keeps_what_was_recorded(section, people, django_db_blocker):
    event = repeal(public_document(section, people), people, date(2026, 5, 1))
    with pytest.raises(Exception, match=REFUSAL.partition(":")[0]):
        type(event).objects.filter(pk=event.pk).update(effective_date=date(2026, 1, 1))


def test_a_document_of_ours_has_a_number_and_dates_in_order(section, people):
    draft = a_document(section)
    draft.document_number, draft.last_date = "", date(2026, 1, 1)
    with pytest.raises(ValidationError) as refusal:
        draft.save_revision()
    assert set(refusal.value.message_dict) == {"document_number", "last_date"}


def test_a_coming_end_is_told_from_half_a_year_before_until_it_is_extended(section, people, place):
    document = public_document(section, people, effective_date=date(2026, 4, 1), last_date=date(2028, 3, 31))
    assert list(coming_ends(place.agency, date(2027, 9, 30))) == []
    ((warned, finding),) = coming_ends(place.agency, date(2027, 10, 1))
    assert (warned, finding.rule) == (document, "VALIDITY-ENDS")
    happen(document, people, ValidityAct.EXTENDED, date(2027, 11, 1), by_text="延续决定", last_date=date(2030, 3, 31))
    assert list(coming_ends(place.agency, date(2027, 11, 2))) == []


def test_made_repealed_and_in_force_have_separate_dates(section, people, place):
    facts = {"issue_date": date(2025, 3, 1), "effective_date": date(2025, 4, 1), "late_reason": "补公开"}
    documents = [public_document(section, people, slug=f"d{number}", **facts) for number in range(3)]
    repeal(documents[0], people, date(2026, 7, 1))
    assert value("normative_documents.made", place.agency, BEFORE) == 3
    assert value("normative_documents.made", place.agency) == 0
    assert value("normative_documents.repealed", place.agency) == 1
    assert value("normative_documents.in_force", place.agency) == 2
    half = (date(2026, 1, 1), date(2026, 6, 30))
    assert value("normative_documents.in_force", place.agency, half) == 3


def test_one_whose_validity_ran_out_leaves_the_stock_like_one_repealed(section, people, place):
    public_document(section, people, effective_date=date(2026, 4, 1), last_date=date(2026, 9, 30))
    assert value("normative_documents.repealed", place.agency) == 1
    assert value("normative_documents.in_force", place.agency) == 0


def test_a_reprint_keeps_its_maker_and_never_counts(section, people, place):
    public_document(section, people, maker="住房和城乡建设部", is_ours=False, document_number="")
    for name in ("made", "in_force", "newly_made", "newly_disclosed", "disclosed_total"):
        assert value(f"normative_documents.{name}", place.agency) == 0
    assert value("items_published", place.agency) == 1


def test_what_is_withdrawn_was_published_all_the_same_but_is_disclosed_no_more(section, people, place):
    document = public_document(section, people)
    withdraw(document.pk, "印制有误", by=people["head"], at=AT + timedelta(days=1))
    assert value("items_published", place.agency) == 1
    assert value("normative_documents.newly_disclosed", place.agency) == 1
    assert value("normative_documents.disclosed_total", place.agency) == 0


def test_items_are_counted_by_class_in_their_agency_and_period(section, people, place):
    public_document(section, people)
    other = a_place("other").agency
    assert value("items_published.policy", place.agency) == 1
    assert value("items_published.dynamics", place.agency) == 0
    assert value("items_published", place.agency, BEFORE) == value("items_published", other) == 0


def test_an_opened_section_counts_once_it_holds_something(section, people, place):
    today = (section.opened_date, section.opened_date)
    assert value("sections_opened", place.agency, today) == 0
    public_document(section, people)
    assert value("sections_opened", place.agency, today) == 1


# -- the page ---------------------------------------------------------------------------------------


@pytest.fixture
def as_head(client, people, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)
    client.force_login(Person.objects.get(pk=people["head"].pk))
    return client


REPEAL = {"act": "repealed", "effective_date": f"{AT:%Y-%m-%d}", "by_text": "平公积金〔2026〕9号"}


def test_the_head_sees_what_the_public_will_read_before_the_public_page_says_so(section, people, as_head):
    document = public_document(section, people)
    address = f"/admin/reviews/validity/{document.pk}/"
    look = as_head.post(address, REPEAL).content.decode()
    assert "自2026年3月2日起废止，依据：平公积金〔2026〕9号。" in look
    assert "由“尚未生效”变为“已废止”" in look
    assert not ValidityEvent.objects.exists()
    assert "已登记" in as_head.post(address, REPEAL | {"step": "record"}, follow=True).content.decode()
    text = as_head.get(document.get_url()).content.decode()
    assert "已废止" in text
    assert "平公积金〔2026〕9号" in text


def test_going_back_from_the_second_look_keeps_what_was_typed(section, people, as_head):
    document = public_document(section, people)
    answer = as_head.post(f"/admin/reviews/validity/{document.pk}/", REPEAL | {"step": "change"})
    assert answer.status_code == 200
    assert "平公积金〔2026〕9号" in answer.content.decode()


def test_a_wrong_record_is_corrected_from_the_same_page_with_a_reason(section, people, as_head):
    document = public_document(section, people)
    wrong = repeal(document, people, AT.date())
    address = f"/admin/reviews/validity/{document.pk}/"
    assert "更正没有写理由" not in as_head.get(address).content.decode()
    refused = as_head.post(address, {"correct": wrong.pk, "reason": " "})
    assert refused.status_code == 409
    assert "要写明哪里登记错了" in refused.content.decode()
    told = as_head.post(address, {"correct": wrong.pk, "reason": "文号录入错误"}, follow=True).content.decode()
    assert "已更正" in told
    assert "理由：文号录入错误" in told
    assert "已废止" not in as_head.get(document.get_url()).content.decode()
    assert as_head.post(address, {"correct": "一", "reason": "无"}).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"by_text": ""}, "请选择或者写明依据的文件。"),
        ({"last_date": "2030-01-01"}, "只有延续有效期才填新的有效期。"),
        ({"act": "extended"}, "请填写延续到哪一天。"),
        ({"effective_date": "昨天"}, "日期请写成"),
        ({"effective_date": "2019-01-01"}, "不能早于这份文件的成文日期"),
        ({"by_text": "x"}, "公众凭这几个字找不到文件"),
        ({"effective_date": "2026-03-01", "by_text": "清理结果公告"}, "请写明依据文件的文号"),
    ],
)
def test_a_record_that_says_too_little_or_too_much_is_refused_beside_its_field(section, people, as_head, wrong, told):
    document = public_document(section, people)
    form = {"act": "repealed", "effective_date": "2026-03-05", "by_text": "某号文件的决定"} | wrong
    answer = as_head.post(f"/admin/reviews/validity/{document.pk}/", form)
    assert answer.status_code == 409
    assert told in answer.content.decode()
    assert not ValidityEvent.objects.exists()


def test_a_clerk_reads_who_records_and_finds_no_form(section, people, client, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)
    document = public_document(section, people)
    client.force_login(Person.objects.get(pk=people["clerk"].pk))
    address = f"/admin/reviews/validity/{document.pk}/"
    shown = client.get(address).content.decode()
    assert "公开工作机构负责人或者分管领导登记；您可以查看" in shown
    assert 'name="effective_date"' not in shown
    answer = client.post(address, REPEAL | {"step": "record"})
    assert answer.status_code == 409
    assert "公开工作机构负责人或者分管领导登记" in answer.content.decode()
    assert not ValidityEvent.objects.exists()
