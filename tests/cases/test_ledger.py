"""Table three from cases, table four from disputes: every cell counts records and opens them."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.annualreport import form
from gongkai.cases.door import ApplicationsTable, Case, Dispute, DisputeInstance, DisputesTable
from gongkai.statute import Judgement, applicant_classes, applicant_column, decided
from tests.agencies.examples import an_agency
from tests.cases.examples import AT, a_case, do
from tests.statute.ways import WAYS

pytestmark = pytest.mark.django_db
NUMBERS = count(1)


@pytest.fixture
def agency():
    return an_agency("yunhu")


def cells(agency, year: int, form_id: str = "format_2021") -> dict[str, int]:
    """Return the cells of table three that are not nought, by row.column."""
    counts = ApplicationsTable(agency, year, form(form_id)).counts
    return {f"{row}.{column}": n for row, columns in counts.items() for column, n in columns.items() if n}


def test_an_application_of_december_answered_in_january_is_carried_over():
    # annual-report-format.md, test case 4
    agency = an_agency("yunhu")
    do(a_case(agency, date(2025, 12, 29)), "reply", date(2026, 1, 20), outcome="R2_provide")
    person, all_of = "natural_person", "total"
    assert cells(agency, 2025) == {
        f"{row}.{column}": 1 for row in ("new_received", "carried_over_out") for column in (person, all_of)
    }
    assert cells(agency, 2026) == {
        f"{row}.{column}": 1 for row in ("carried_over_in", "granted", "processed_total") for column in (person, all_of)
    }


def test_the_year_is_that_of_the_receipt_and_not_of_the_submission(agency):
    # annual-report-format.md, test case 5
    a_case(agency, date(2025, 12, 31), channel="internet", confirmed_date=date(2026, 1, 4))
    assert cells(agency, 2025) == {}
    assert cells(agency, 2026)["new_received.natural_person"] == 1


def test_what_is_not_confirmed_is_not_counted(agency):
    a_case(agency, date(2025, 12, 1), channel="internet")
    assert cells(agency, 2025) == {}


def test_a_law_firm_and_a_sole_trader_have_their_columns(agency):
    a_case(agency, date(2025, 3, 3), applicant_class="law_firm")
    a_case(agency, date(2025, 3, 3), applicant_class="sole_trader")
    found = cells(agency, 2025)
    assert found["new_received.legal_service_institution"] == found["new_received.commercial_enterprise"] == 1


def test_an_overdue_correction_is_its_own_row_in_2021_and_other_processing_in_2019(agency):
    for year, row in ((2022, "other_correction_overdue"), (2020, "other_processing")):
        case = a_case(agency, date(year, 9, 14))
        do(case, "request_correction", date(year, 9, 18), received_by_applicant=date(year, 9, 18), period_workdays=5)
        do(case, "correction_overdue", date(year, 10, 31), outcome="R14_corr_overdue")
        form_id = "format_2021" if year > 2020 else "format_2019_trial"
        assert cells(agency, year, form_id)[f"{row}.total"] == 1


def test_every_cell_opens_the_cases_it_counts(agency):
    do(a_case(agency, date(2025, 3, 3)), "reply", date(2025, 3, 20), outcome="R3_refuse", ground="trade_secret")
    do(a_case(agency, date(2025, 3, 3)), "reply", date(2025, 3, 20), outcome="R2_provide")
    a_case(agency, date(2025, 12, 30), applicant_class="law_firm")
    a_case(an_agency("other"), date(2025, 3, 3))
    table = ApplicationsTable(agency, 2025, form("format_2021"))
    for row, columns in table.counts.items():
        for column, number in columns.items():
            assert table.records(row, column).count() == number, (row, column)


def test_table_three_takes_few_queries_whatever_the_number_of_cases(agency, django_assert_max_num_queries):
    for day in range(3, 8):
        a_case(agency, date(2025, 3, day))
    with django_assert_max_num_queries(4):
        assert ApplicationsTable(agency, 2025, form("format_2021")).counts


def ended(contents, principal):
    """Return how an application with these contents ends, the one named as the principal where one must be."""
    for named in (None, principal % len(contents)):
        if found := decided(Judgement(tuple(contents), named), "format_2021", on=date(2024, 12, 31)):
            return found.code, found.ground
    return None  # the law does not let them stand together


ENDINGS = st.builds(ended, st.lists(st.sampled_from(WAYS), min_size=1, max_size=4), st.integers(0, 3)).filter(bool)
DAYS = st.dates(date(2021, 1, 1), date(2024, 12, 31))


@given(
    st.lists(
        st.tuples(
            DAYS,
            st.sampled_from([row.id for row in applicant_classes()]),
            st.none() | st.tuples(st.integers(0, 500), ENDINGS),
        ),
        max_size=25,
    )
)
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_random_years_of_cases_always_balance_and_carry_over(agency, cases):
    Case.objects.filter(agency=agency).delete()
    Case.objects.bulk_create(_stored(agency, *one) for one in cases)
    before = None
    for year in (2021, 2022, 2023, 2024):
        counts = ApplicationsTable(agency, year, form("format_2021")).counts
        for identity in form("format_2021").identities:
            if identity.table == "applications":
                assert_sums(counts, identity)
        if before:
            assert counts["carried_over_in"] == before["carried_over_out"]
        before = counts


def _stored(agency, received, applicant, ending):
    said = {}
    if ending:
        days, (outcome, ground) = ending
        said = {"closed_date": received + timedelta(days), "outcome": outcome, "ground": ground}
    return Case(
        agency=agency,
        number=f"r{next(NUMBERS)}",
        channel="in_person",
        arrival_date=received,
        receipt_date=received,
        applicant_class=applicant,
        report_column=applicant_column(applicant, on=received),
        description="某文件",
        registered_at=AT,
        **said,
    )


def assert_sums(counts, identity):
    if identity.axis == "columns":
        for row in counts.values():
            assert sum(row[one] for one in identity.left) == sum(row[one] for one in identity.right)
    else:
        for column in counts["new_received"]:
            left, right = (sum(counts[row][column] for row in side) for side in (identity.left, identity.right))
            assert left == right, (identity.id, column)


# -- table four ------------------------------------------------------------------------------------


def a_dispute(agency, route: str, filed: date, *decided: tuple[date, str, date], **changes) -> Dispute:
    reference = f"第{next(NUMBERS)}号"
    dispute = Dispute.objects.create(
        agency=agency, reference=reference, route=route, body="云湖市人民政府", filed_date=filed, **changes
    )
    for begun, result, closed in decided:
        instance = DisputeInstance(dispute=dispute, begun_date=begun, result=result, closed_date=closed)
        instance.full_clean()
        instance.save()
    return dispute


def disputes(agency, year: int) -> dict[str, int]:
    return {column: n for column, n in DisputesTable(agency, year, form("format_2021")).counts["cases"].items() if n}


def test_a_rejected_claim_is_upheld_and_counts_in_the_year_of_its_decision(agency):
    filed, decided = date(2024, 11, 20), date(2025, 1, 15)
    a_dispute(agency, "reconsideration", filed, (filed, "claim_rejected", decided))
    assert disputes(agency, 2024) == {"reconsideration_pending": 1, "reconsideration_total": 1}
    assert disputes(agency, 2025) == {"reconsideration_upheld": 1, "reconsideration_total": 1}
    assert disputes(agency, 2026) == {}


def test_two_instances_are_one_case_and_the_last_one_stands(agency):
    filed, appealed = date(2025, 2, 1), date(2025, 6, 1)
    decisions = ((filed, "claim_rejected", date(2025, 5, 1)), (appealed, "revoked", date(2025, 9, 1)))
    a_dispute(agency, "litigation", filed, *decisions, after_reconsideration=True)
    assert disputes(agency, 2025) == {
        "litigation_after_reconsideration_corrected": 1,
        "litigation_after_reconsideration_total": 1,
    }


def test_a_suit_against_the_agency_as_reconsideration_organ_is_not_its_own(agency):
    a_dispute(agency, "litigation", date(2025, 2, 1), is_original=False, after_reconsideration=True)
    assert disputes(agency, 2025) == {}


def test_every_cell_of_table_four_opens_the_disputes_it_counts(agency):
    a_dispute(agency, "reconsideration", date(2025, 2, 1))
    a_dispute(agency, "litigation", date(2025, 2, 1))
    table = DisputesTable(agency, 2025, form("format_2021"))
    assert {column: table.records("cases", column).count() for column in table.counts["cases"]} == table.counts["cases"]
