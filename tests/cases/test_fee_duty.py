"""The processing fee makes item (8) of Art. 20 apply in the year it was charged (REQ-14 test 1, fees)."""

from datetime import date
from decimal import Decimal

import pytest

from gongkai.cases.fee_duty import FEE_DUTY, fee_duty_denied
from gongkai.publishing.door import DutyListPage, StatutoryContentPage, open_disclosure, publish_imported
from tests.cases.examples import AT, a_case, do
from tests.publishing.examples import a_person
from tests.yearend.examples import a_place

pytestmark = pytest.mark.django_db


def a_public_list(place, applies):
    open_disclosure(place)
    row = {"duty": FEE_DUTY, "applies": applies, "reason": "不收费。", "office": "办公室", "term": "yearly"}
    page = DutyListPage(title=DutyListPage.fixed_title, slug=DutyListPage.fixed_slug, rows=[("duty", row)], live=False)
    StatutoryContentPage.objects.descendant_of(place).get().add_child(instance=page)
    publish_imported(page, publication_date=date(2026, 1, 5), batch="旧网站", by=a_person("importer"), at=AT)


def charged(agency, paid):
    case = a_case(agency, date(paid.year, 10, 9), today=paid)
    noticed = {"received_by_applicant": date(paid.year, 10, 20), "amount_yuan": Decimal(380)}
    do(case, "issue_fee_notice", date(paid.year, 10, 19), today=paid, **noticed)
    do(case, "fee_paid", paid, today=paid, amount_yuan=Decimal(380))


@pytest.mark.parametrize(
    ("applies", "paid", "found"),
    [
        ("not_applicable", date(2026, 11, 2), 1),
        ("applies", date(2026, 11, 2), 0),
        ("not_applicable", date(2025, 11, 3), 0),  # that year is over
        ("not_applicable", None, 0),
    ],
)
def test_req_14_1_a_list_that_denies_fees_is_revised_in_a_year_the_processing_fee_was_charged(applies, paid, found):
    place = a_place()
    a_public_list(place, applies)
    if paid:
        charged(place.agency, paid)
    assert len(list(fee_duty_denied([place.agency], AT))) == found
