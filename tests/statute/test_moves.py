"""Loading a year's notice: which due dates of open cases move, shown before it is done."""

from datetime import date

from gongkai.statute import Calendar, Notice, moves
from tests.statute.written import a_case

NOTICE = Notice(  # constructed: no real notice is meant
    2027,
    {date(2027, 1, 1): "元旦", date(2027, 1, 4): "元旦", date(2027, 10, 1): "国庆节"},
    law="constructed",
)
CASES = {
    "一号": a_case("2026-12-03"),
    "二号": a_case("2026-12-20"),
    "三号": a_case("2026-12-15", "2026-12-18 consult_third_party id=a received_by_other=2026-12-18"),
    "四号": a_case("2026-12-15", "2026-12-18 reply"),
}


def test_only_open_cases_whose_dates_reach_into_the_year_move():
    found = list(moves(CASES, Calendar(), Calendar([NOTICE]), today=date(2026, 12, 22)))
    assert [(move.case_id, move.kind) for move in found] == [
        ("二号", "reply"),
        ("三号", "reply"),
        ("三号", "third_party:a"),
    ]
    assert all(move.before.provisional and not move.after.provisional for move in found)
    assert found[0].before.date == date(2027, 1, 18)
    assert found[0].after.date == date(2027, 1, 19)


def test_the_same_calendar_moves_nothing():
    assert list(moves(CASES, Calendar(), Calendar(), today=date(2026, 12, 22))) == []
