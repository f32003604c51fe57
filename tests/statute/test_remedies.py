"""What may be done against a reply: the seven cases of the law page, and what a letter says."""

from datetime import date

import pytest

from gongkai.statute import (
    Calendar,
    LawUnknown,
    deadline,
    due_date,
    outcomes,
    remedies,
    remedies_when_overdue,
    remedy_note,
)

CALENDAR = Calendar()
CITY, COURT = "望湖市人民政府", "望湖市中级人民法院"


def against(code: str, decided: str, served: str = "", **kind):
    served_date = date.fromisoformat(served or decided)
    return remedies(code, decided_date=date.fromisoformat(decided), served_date=served_date, calendar=CALENDAR, **kind)


def last_days(found) -> dict[str, str]:
    return {route.kind: route.due.date.isoformat() for route in found.routes}


def orders(found) -> list[str]:
    return [row.order for row in found.readings]


def test_a_refusal_goes_to_reconsideration_first_and_the_last_day_moves_past_the_national_day():
    found = against("R3_refuse", "2026-08-06")
    assert (orders(found), found.is_clear) == (["reconsideration_first"], True)
    assert last_days(found) == {"reconsideration": "2026-10-08"}
    text = found.paragraph(found.readings[0], act="答复", body=CITY, court=COURT)
    assert f"应当自收到本答复之日起60日内（至2026年10月8日）先向{CITY}申请行政复议" in text
    assert COURT not in text


@pytest.mark.parametrize("row", [row for row in outcomes() if row.code != "R16_other"], ids=lambda row: row.code)
def test_req_01_1_a_centre_is_bound_by_art_54_and_its_letters_never_name_the_complaint_of_art_55(row):
    found = against(row.code, "2026-03-02")
    texts = [found.paragraph(one, act="答复", body=CITY, court=COURT) for one in found.readings]
    assert all("行政复议" in text for text in texts)
    assert all("申诉" not in text and "第五十五条" not in text for text in texts)


def test_served_on_5_august_2025_the_last_day_is_9_october():
    assert last_days(against("R3_refuse", "2025-08-05")) == {"reconsideration": "2025-10-09"}


def test_not_exist_may_go_either_way_each_with_its_last_day():
    found = against("R4_not_exist", "2026-03-31")
    assert orders(found) == ["choice"]
    assert last_days(found) == {"reconsideration": "2026-06-01", "litigation": "2026-09-30"}
    text = found.paragraph(found.readings[0], act="答复", body=CITY, court=COURT)
    assert "2026年6月1日" in text
    assert f"（至2026年9月30日）向{COURT}提起行政诉讼" in text


def test_after_a_reconsideration_decision_there_are_fifteen_days():
    assert due_date("litigation_after_reconsideration", date(2025, 9, 22), CALENDAR).date == date(2025, 10, 9)


@pytest.mark.parametrize("code", ["R7_special_regime", "R4_not_exist", "R5_not_ours", "R6_duplicate", "R10_petition"])
def test_what_is_not_a_refusal_under_art_14_to_16_does_not_say_reconsideration_first(code):
    found = against(code, "2026-03-02")
    assert orders(found) == ["choice"]
    assert "先向" not in found.paragraph(found.readings[0], act="答复", body=CITY, court=COURT)


def test_a_decision_made_under_the_old_act_and_served_under_the_new_shows_both():
    found = against("R3_refuse", "2023-12-29", "2024-01-03")
    assert orders(found) == ["choice", "reconsideration_first"]
    assert not found.is_clear
    assert set(last_days(found)) == {"reconsideration", "litigation"}
    for reading in found.readings:
        assert CITY in found.paragraph(reading, act="答复", body=CITY, court=COURT)


def test_a_defence_has_five_working_days():
    assert deadline("reconsideration_defence", date(2026, 9, 29), CALENDAR).date == date(2026, 10, 12)


def test_before_2024_there_was_a_choice_and_until_june_2025_two_readings_of_what_is_no_refusal():
    assert orders(against("R3_refuse", "2023-12-29")) == ["choice"]
    assert orders(against("R4_not_exist", "2023-12-29")) == ["choice"]
    assert orders(against("R3_refuse", "2024-01-01")) == ["reconsideration_first"]
    assert orders(against("R4_not_exist", "2024-01-01")) == ["choice", "reconsideration_first"]
    assert orders(against("R4_not_exist", "2025-05-31")) == ["choice", "reconsideration_first"]
    assert orders(against("R4_not_exist", "2025-06-01")) == ["choice"]
    assert all(reading.note for reading in against("R4_not_exist", "2025-05-31").readings)


def test_partial_disclosure_is_reconsideration_first_for_what_is_withheld():
    assert orders(against("R2p_partial", "2026-03-02")) == ["reconsideration_first"]
    assert orders(against("R2_provide", "2026-03-02")) == ["choice"]


def test_an_overdue_reply_leaves_both_routes_open_without_advice():
    found = remedies_when_overdue(date(2026, 5, 20), CALENDAR)
    assert orders(found) == ["both"]
    assert last_days(found) == {"reconsideration": "2026-07-20", "litigation": "2026-11-20"}
    text = found.paragraph(found.readings[0], act="答复", body=CITY, court=COURT)
    assert "本机关至2026年5月20日期限届满没有答复的" in text


def test_a_decision_served_over_the_internet_names_the_internet_channel():
    assert "internet_filing" in {note.id for note in against("R3_refuse", "2026-03-02", by_internet=True).notes}
    assert "internet_filing" not in {note.id for note in against("R3_refuse", "2026-03-02").notes}
    assert "internet_filing" not in {note.id for note in against("R3_refuse", "2023-03-02", by_internet=True).notes}


def test_a_correction_an_extension_or_a_fee_notice_cannot_be_challenged_alone():
    assert "不能单独申请行政复议" in remedy_note("procedural", on=date(2026, 3, 2)).text
    assert "缴费期满后" in remedy_note("fee_notice", on=date(2026, 3, 2)).text
    with pytest.raises(LawUnknown):
        remedy_note("fee_notice", on=date(2020, 12, 31))


@pytest.mark.parametrize("day", ["2019-05-15", "2023-12-31", "2024-06-01", "2026-03-02"])
def test_every_kind_of_reply_has_its_remedy_but_what_the_applicant_took_back(day):
    for row in outcomes():
        if row.code != "R16_other":
            assert against(row.code, day).readings
    with pytest.raises(LawUnknown, match="“R16_other”的救济途径"):
        against("R16_other", day)
