"""Who discloses, by where the information is from (Reg. art. 10)."""

from datetime import date

import pytest

from gongkai.statute import LawUnknown, origin_rule

TODAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("origin", "led_here", "answer", "article"),
    [
        ("self_made", False, "yes", "第十条第一款"),
        ("obtained_from_private_party", False, "yes", "第十条第一款"),
        ("obtained_from_organ", False, "no", "第十条第一款"),
        ("jointly_made", True, "yes", "第十条第三款"),
        ("jointly_made", False, "no", "第十条第三款"),
    ],
)
def test_the_maker_the_keeper_or_the_leading_organ_discloses(origin, led_here, answer, article):
    rule = origin_rule(origin, led_here=led_here, on=TODAY)
    assert (rule.answer, article in rule.law) == (answer, True)


def test_an_origin_that_the_law_does_not_know_is_not_guessed():
    for origin, day in (("found_on_the_street", TODAY), ("self_made", date(2019, 5, 14))):
        with pytest.raises(LawUnknown):
            origin_rule(origin, led_here=True, on=day)
