"""Writing a year's report: tokens that never go stale, typed numbers held against the figures, answered findings."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gongkai.agencies.door import Role, Tally
from gongkai.yearend.building import build
from gongkai.yearend.drafts import DraftRevision, FindingMark, Overtaken, earlier_texts, marks_of, write
from gongkai.yearend.figures import Year
from gongkai.yearend.live_text import LiveFigure, to_editor
from gongkai.yearend.narrative import Laid, lay
from gongkai.yearend.notes import YearNote
from gongkai.yearend.typed_numbers import typed, worth
from tests.agencies.examples import a_person, an_agency, appoint

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 27, 2, tzinfo=UTC)
OTHER = "other_matters"


@pytest.fixture
def agency():
    return an_agency("yunhu")


@pytest.fixture
def clerk(client, agency):
    """A clerk of the agency, signed in."""
    person = appoint(a_person("clerk"), Role.CLERK, agency)
    client.force_login(person)
    return person


def tally(agency, value: str, kind: str = "procurement_projects", day: date = date(2020, 6, 30)) -> Tally:
    kind = f"oversight.{kind}"
    return Tally.objects.create(agency=agency, kind=kind, value=Decimal(value), since=day, day=day, source="台账")


def rules(agency, year: int = 2020, *, starting: str = "YEAR-T") -> list[str]:
    return [one.rule for one in build(agency, year).findings if one.rule.startswith(starting)]


def wrote(agency, clerk, text: str | None, *, seen: int = 0, year: int = 2020) -> str:
    write(agency, year, OTHER, text, seen=seen, by=clerk, at=AT)
    return build(agency, year).report.text(OTHER)


def numbers(text: str) -> list[str]:
    return [text[one.start : one.end] for one in typed(Laid(text, ()))]


def test_dates_articles_document_numbers_percentages_and_list_marks_are_no_statistics():
    text = (
        "1.依据第50条和国办公开办函〔2021〕30号，2023年1月31日前，占12.5%，增长3个百分点。2、见《办法》（2022版），9:30"
    )
    assert numbers(text) == []
    assert numbers("召开会议3次，收到1,200件。") == ["3", "1,200"]


@pytest.mark.parametrize(
    ("numeral", "value"),
    [("三", 3), ("两", 2), ("十", 10), ("十二", 12), ("二十", 20), ("一百零五", 105), ("一千零二十", 1020)]
    + [("一万二千", 12_000), ("二十万", 200_000), ("三四", 0), ("万", 0)],
)
def test_a_chinese_numeral_is_worth_what_it_says(numeral, value):
    assert worth(numeral) == value


def test_chinese_numerals_before_a_measure_word_are_typed_numbers_and_set_phrases_are_not():
    assert numbers("办结三件，培训十二次，2场。") == ["三", "十二", "2"]
    text = (
        "一次性告知，一件事一次办，第三次，每一项，十余件，三四次，三个方面，二〇二三年，《条例》第二十条，三审三校。"
    )
    assert numbers(text) == []


def test_a_token_shows_its_value_and_is_no_typed_number(agency):
    tally(agency, "20")
    laid = lay("采购{oversight.procurement_projects}项。", Year(agency, 2020))
    assert laid == Laid("采购20项。", ((2, 4, "oversight.procurement_projects"),))
    assert list(typed(laid)) == []


def test_what_is_written_stands_in_the_report_and_its_tokens_follow_the_records(agency, clerk):
    tally(agency, "20")
    assert wrote(agency, clerk, "采购{oversight.procurement_projects}项。") == "采购20项。"
    tally(agency, "1")
    assert build(agency, 2020).report.text(OTHER) == "采购21项。"


def test_every_version_is_kept_and_the_draft_comes_back(agency, clerk):
    drafted = build(agency, 2020).report.text(OTHER)
    wrote(agency, clerk, "甲。")
    assert wrote(agency, clerk, "乙。", seen=1) == "乙。"
    assert wrote(agency, clerk, None, seen=2) == drafted
    assert [one.texts for one in DraftRevision.objects.order_by("seq")] == [{OTHER: "甲。"}, {OTHER: "乙。"}, {}]


def test_nobody_writes_over_what_he_has_not_seen(agency, clerk):
    wrote(agency, clerk, "甲。")
    with pytest.raises(Overtaken):
        wrote(agency, clerk, "乙。", seen=0)
    assert build(agency, 2020).report.text(OTHER) == "甲。"


def test_a_typed_number_that_contradicts_the_figure_it_names_is_a_warning(agency, clerk):
    tally(agency, "20")
    wrote(agency, clerk, "全年政府集中采购项目数量21项。")
    assert rules(agency) == ["YEAR-TYPED-CONTRADICTS"]
    wrote(agency, clerk, "全年政府集中采购项目数量二十一项。", seen=1)
    assert rules(agency) == ["YEAR-TYPED-CONTRADICTS"]
    wrote(agency, clerk, "全年政府集中采购项目数量20项。", seen=2)
    assert rules(agency) == []


def test_a_typed_number_that_equals_no_figure_is_a_notice(agency, clerk):
    tally(agency, "20")
    wrote(agency, clerk, "另有协议供货19项，框架采购20项。")
    assert rules(agency) == ["YEAR-TYPED-NUMBER"]


def test_the_words_of_a_note_have_their_source(agency, clerk):
    words = "举办培训7次。"
    YearNote.objects.create(
        agency=agency, reference="1", part="other", day=date(2020, 3, 1), text=words, source="签到表"
    )
    wrote(agency, clerk, f"本年度{words}")
    assert rules(agency) == []
    wrote(agency, clerk, "本年度举办培训8次。", seen=1)
    assert rules(agency) == ["YEAR-TYPED-NUMBER"]


def test_a_token_of_which_no_record_speaks_is_an_error(agency, clerk):
    assert wrote(agency, clerk, "采购{oversight.procurement_projects}项。") == "采购（没有记录）项。"
    assert rules(agency) == ["YEAR-TOKEN-NO-VALUE"]
    tally(agency, "0")
    assert rules(agency) == []


# -- the pages -------------------------------------------------------------------------------------


def page(client, name: str, *more: str, **query: str):
    return client.get(reverse(f"yearend:{name}", args=["yunhu", 2020, *more]), query)


def save(client, text: str, seen: int = 0, **more: str):
    address = reverse("yearend:section", args=["yunhu", 2020, OTHER])
    return client.post(address, {"text": text, "seen": seen, **more})


def test_the_draft_leads_from_each_number_to_its_records(client, clerk, agency):
    tally(agency, "20")
    tally(agency, "4987097", "procurement_amount_yuan")
    found = page(client, "draft").content.decode()
    assert "/admin/yearend/figures/oversight.procurement_projects/?agency=yunhu&amp;part=year&amp;year=2020" in found
    assert (
        "/admin/yearend/reports/yunhu/2020/cells/article_20_9.government_centralized_procurement.procurement_projects/"
        in found
    )


def test_a_cell_of_a_figure_opens_the_year_that_fills_it(client, clerk, agency):
    tally(agency, "6", "penalty_items", date(2019, 12, 31))
    answer = page(client, "cell", "article_20_6.administrative_penalty.items_previous_year")
    assert answer.headers["Location"].endswith("oversight.penalty_items/?agency=yunhu&part=year&year=2019#records")


def test_a_cell_of_a_ledger_opens_its_cases(client, clerk, agency):
    from tests.cases.examples import a_case

    case = a_case(agency, date(2020, 3, 2), today=date(2020, 3, 2))
    answer = page(client, "cell", "applications.new_received.total")
    assert [line.name for line in answer.context["records"].object_list] == [f"办件 {case.number}（未办结）"]
    assert page(client, "cell", "applications.nobody.total").status_code == 404


def test_words_that_were_dropped_are_listed_and_taken_back(client, clerk, agency):
    for seen, text in enumerate(["第一版。", "第二版。", "第二版。", None]):
        wrote(agency, clerk, text, seen=seen)
    assert [one.texts[OTHER] for one in earlier_texts(agency, 2020, OTHER)] == ["第二版。", "第一版。"]
    address = reverse("yearend:section", args=[agency.slug, 2020, OTHER])
    page = client.get(f"{address}?version=1")
    assert "第一版。" in page.context["form"].initial["text"]
    assert "保存以后才算数" in page.content.decode()
    assert wrote(agency, clerk, "第一版。", seen=4) == "第一版。"
    assert [one.texts[OTHER] for one in earlier_texts(agency, 2020, OTHER)] == ["第二版。", "第一版。"]


def test_a_section_is_written_in_its_form(client, clerk, agency):
    assert save(client, "无。").status_code == 302
    assert "无。" in page(client, "draft").content.decode()
    assert "有人编写过" in page(client, "draft").content.decode()


FIGURES = {"cases.new_received": LiveFigure("cases.new_received", "新收", "件", "0", "/")}


def test_what_the_editor_sends_is_stored_as_the_plain_field_stores_it(client, clerk, agency):
    text = "收到{cases.new_received}件。\n无。"
    save(client, "没有脚本时的一版。", **{"text-editor": to_editor(text, FIGURES)})
    assert DraftRevision.objects.get().texts == {OTHER: text}
    shown = page(client, "section", OTHER).content.decode()
    assert text in shown  # in the plain field
    assert "/admin/yearend/figures/cases.new_received/?agency=yunhu" in shown  # in the editor


def test_what_no_editor_sends_changes_nothing(client, clerk, agency):
    answer = save(client, "", **{"text-editor": "{"})
    assert answer.status_code == 400
    assert "没有读懂，没有保存" in answer.content.decode()
    assert not DraftRevision.objects.exists()


def test_an_unknown_token_is_told_beside_the_text_and_nothing_is_lost(client, clerk, agency):
    answer = save(client, "共{nobody.counts_this}条。")
    assert answer.status_code == 400
    assert "没有 {nobody.counts_this} 这样的活数字" in answer.content.decode()
    assert 'data-w-unsaved-force-value="true"' in answer.content.decode()  # leaving now would lose it
    assert 'data-w-unsaved-force-value="false"' in page(client, "section", OTHER).content.decode()
    assert "共{nobody.counts_this}条。" in answer.content.decode()
    assert not DraftRevision.objects.exists()


def test_what_was_overtaken_is_kept_in_the_field(client, clerk, agency):
    save(client, "甲。")
    answer = save(client, "乙。", seen=0)
    assert answer.status_code == 400
    assert "别人刚刚保存了新的一版" in answer.content.decode()
    assert "乙。" in answer.content.decode()


def test_a_warning_is_answered_and_the_answer_lasts_as_long_as_its_figures(client, clerk, agency):
    tally(agency, "20")
    wrote(agency, clerk, "全年政府集中采购项目数量21项。")
    (told,) = (one for one in build(agency, 2020).told() if one["rule"] == "YEAR-TYPED-CONTRADICTS")
    address = reverse("yearend:justify", args=["yunhu", 2020])
    refused = client.post(address, {"fingerprint": told["fingerprint"], "justification": "  "})
    assert "请写明为什么没有问题" in refused.content.decode()
    client.post(address, {"fingerprint": told["fingerprint"], "justification": "含上年续签一项。"})
    assert [mark.justification for mark in marks_of(agency, 2020)] == ["含上年续签一项。"]
    shown = page(client, "draft").context
    assert [one.mark.justification for one in shown["justified"]] == ["含上年续签一项。"]
    assert shown["verdict"].doubts == len(shown["warnings"])  # what is answered is no longer in doubt
    tally(agency, "2")
    assert page(client, "draft").context["justified"] == []


def test_an_error_is_put_right_and_not_explained(client, clerk, agency):
    told = next(one for one in build(agency, 2020).told() if one["severity"] == "error")
    address = reverse("yearend:justify", args=["yunhu", 2020])
    client.post(address, {"fingerprint": told["fingerprint"], "justification": "没有问题。"})
    assert not FindingMark.objects.exists()


def test_who_reviews_reads_the_draft_and_does_not_write_it(client, agency):
    client.force_login(appoint(a_person("reviewer"), Role.FIRST_REVIEWER, agency))
    assert page(client, "draft").status_code == 200
    assert save(client, "甲。").headers["Location"] == "/admin/"
    assert not DraftRevision.objects.exists()


def test_another_agencys_report_and_a_year_without_a_form_are_not_found(client, clerk, agency):
    an_agency("other")
    assert client.get(reverse("yearend:draft", args=["other", 2020])).status_code == 404
    assert client.get(reverse("yearend:draft", args=["yunhu", 2007])).status_code == 404


TALLY = {
    "kind": "oversight.penalty_decisions",
    "since": "2020-01-01",
    "day": "2020-12-31",
    "value": "4",
    "source": "台账",
}


def register(client, name: str, **given: str):
    return client.post(reverse(f"yearend:register_{name}", args=["yunhu"]), given)


def test_a_tally_is_registered_with_its_source_and_counts(client, clerk, agency):
    assert register(client, "tally", **TALLY).status_code == 302
    assert Year(agency, 2020).value("oversight.penalty_decisions") == 4


def test_what_a_tally_rests_on_is_kept_and_opened_by_the_agencys_staff_alone(client, clerk, agency):
    scan = SimpleUploadedFile("台账.pdf", b"%PDF-1.7 scan")
    for name, told in (("台账.exe", "请上传 PDF"), ("台账.pdf", "内容与扩展名不符")):
        refused = register(client, "tally", **TALLY, evidence=SimpleUploadedFile(name, b"MZ"))
        assert told in refused.content.decode()
    register(client, "tally", **TALLY, note="含派出机构。", evidence=scan)
    found = Tally.objects.get()
    shown = client.get(reverse("yearend:tally", args=[found.pk])).content.decode()
    opened = reverse("yearend:tally_evidence", args=[found.pk])
    assert all(words in shown for words in ("台账", "含派出机构。", opened))
    answer = client.get(opened)
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 scan"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    found.evidence.storage.delete(found.evidence.name)
    assert client.get(opened).status_code == 404
    assert "文件不在了" in client.get(reverse("yearend:tally", args=[found.pk])).content.decode()
    client.force_login(appoint(a_person("stranger"), Role.CLERK, an_agency("other")))
    assert client.get(opened).status_code == 404
    client.logout()
    assert client.get(opened).status_code == 302


def test_of_a_tally_that_is_not_kept_no_file_stays_behind(client, clerk, agency, tmp_path, settings, monkeypatch):
    settings.MEDIA_ROOT = tmp_path

    def fails(*_: object, **__: object) -> None:
        raise OSError

    for wrong in ({"source": ""}, {}):  # refused by the form; failing on the log
        monkeypatch.setattr("gongkai.yearend.record_views.record", fails)
        with nullcontext() if wrong else pytest.raises(OSError):
            register(client, "tally", **{**TALLY, **wrong}, evidence=SimpleUploadedFile("台账.pdf", b"%PDF-1.7"))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert not Tally.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"source": ""}, "source"),
        ({"value": "1.5"}, "value"),
        ({"value": "-1"}, "value"),
        ({"since": "2021-01-01"}, "since"),
    ],
)
def test_a_tally_without_source_or_of_no_possible_value_is_refused_beside_its_field(client, clerk, agency, wrong, said):
    answer = register(client, "tally", **{**TALLY, **wrong})
    assert answer.status_code == 400
    assert said in answer.context["form"].errors or "__all__" in answer.context["form"].errors
    assert not Tally.objects.exists()


def test_days_that_are_counted_are_not_counted_twice_but_may_be_corrected(client, clerk, agency):
    register(client, "tally", **TALLY)
    twice = register(client, "tally", **{**TALLY, "since": "2020-12-01", "source": "另一台账"})
    assert "会重复计算" in twice.content.decode()
    register(client, "tally", **{**TALLY, "value": "5", "source": "复核台账", "corrects": str(Tally.objects.get().pk)})
    assert Year(agency, 2020).value("oversight.penalty_decisions") == 5


def test_a_note_is_registered_and_told_in_its_part(client, clerk, agency):
    note = {"reference": "2020-1", "part": "other", "day": "2020-05-01", "text": "完成换届。", "source": "会议纪要"}
    assert register(client, "note", **note).status_code == 302
    assert "完成换届。" in build(agency, 2020).report.text(OTHER)
    assert "已有这个编号" in register(client, "note", **note).content.decode()
