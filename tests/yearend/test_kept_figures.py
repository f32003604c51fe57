"""What a department adds up is kept beside each report, made with it, made anew where it must be, and verified."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongkai.agencies.door import Role
from gongkai.yearend import kept_figures
from gongkai.yearend.collection_sums import total_of
from gongkai.yearend.door import keep_missing_figures, verify_figures
from gongkai.yearend.kept_figures import KeptFigures, key_of
from tests.publishing.examples import a_person
from tests.yearend.examples import a_published_report, an_agency
from tests.yearend.test_collection import NEW, YEAR, below, collection, taken_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def department():
    return an_agency("yunze-office", name="云泽市人民政府办公室", short_name="市政府办")


@pytest.fixture
def officer(department):
    return a_person("officer", department, Role.SUPERVISOR)


def test_the_sum_reads_no_report_and_asks_no_more_for_many(department, officer):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            total_of(collection(department))
        assert not [one for one in queries if '"report"' in one["sql"].partition(" FROM ")[0]]
        return len(queries)

    taken_in(department, officer, below(department, "first"), {NEW: 70})
    before = asked()
    for slug in ("second", "third"):
        taken_in(department, officer, below(department, slug), {NEW: 5})
    assert asked() == before
    assert total_of(collection(department)).report().value("applications", "new_received", "total") == 80


def test_what_is_kept_is_made_with_the_report_and_anew_where_it_is_gone_or_of_another_issue(
    department, officer, monkeypatch
):
    row = taken_in(department, officer, below(department, "here"), {NEW: 70})
    page = a_published_report(year=YEAR)
    assert list(KeptFigures.objects.values_list("key", flat=True)) == [key_of(row)]
    assert keep_missing_figures() == 1  # of the page
    assert set(KeptFigures.objects.values_list("key", flat=True)) == {key_of(row), key_of(page)}
    assert keep_missing_figures() == 0
    monkeypatch.setattr(kept_figures, "issue_now", lambda: "another")
    assert total_of(collection(department)).reports[0].value(NEW) == 70
    assert keep_missing_figures() == 1
    KeptFigures.objects.all().delete()
    assert total_of(collection(department)).reports[0].value(NEW) == 70
    assert set(KeptFigures.objects.values_list("issue", flat=True)) == {"another"}


def test_figures_that_are_not_the_reports_are_found(department, officer):
    taken_in(department, officer, below(department, "here"), {NEW: 70})
    assert list(verify_figures()) == []
    row = KeptFigures.objects.get()
    row.figures["values"][0] = 7
    row.save()
    assert [one.rule for one in verify_figures()] == ["YEAR-FIGURES-CHANGED"]


def test_a_number_of_the_sum_opens_its_agencies_with_who_leaves_it_open_and_who_is_missing(department, officer, client):
    for slug, cells in (("little", {NEW: 5}), ("much", {NEW: 1070}), ("empty", {NEW: "-"})):
        taken_in(department, officer, below(department, slug), cells)
    missing = below(department, "missing")
    client.force_login(officer)
    page = client.get(reverse("yearend:collection_rollup", args=[department.slug, YEAR])).content.decode()
    way = reverse("yearend:collection_rollup_cell", args=[department.slug, YEAR, NEW])
    assert f'href="{way}" title="查看依据">1075</a>' in page
    told = client.get(way)
    assert [(row.agency.slug, row.shown) for row in told.context["rows"]] == [
        ("much", "1,070"), ("little", "5"), ("empty", ""),
    ]  # fmt: skip
    shown = told.content.decode()
    assert "空白，不当作 0" in shown
    assert missing.short_name in shown
    for wrong in ("applications.new_received.nobody", "x", "a.b.c.d"):
        nowhere = reverse("yearend:collection_rollup_cell", args=[department.slug, YEAR, wrong])
        assert client.get(nowhere).status_code == 404
    client.force_login(a_person("clerk", missing, Role.CLERK))
    assert client.get(way).status_code in (302, 403, 404)
