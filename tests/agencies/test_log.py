"""The log: what was done stays on it, and whoever changes it is seen."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from gongkai.agencies.append_only import put_up_guards, take_down_guards, unguarded_tables
from gongkai.agencies.door import LogEntry, entries_about, record, subject_of, verify_log
from gongkai.agencies.log import AgencyAct, LogChain
from gongkai.agencies.log_check import RULES, heads
from tests.agencies.examples import a_person, an_agency

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency():
    return an_agency()


@pytest.fixture
def three(agency):
    """Three entries of one agency."""
    return [record("seal", agency=agency, by=None, subject=f"box:{number}") for number in (1, 2, 3)]


def findings(agency=None):
    return [(finding.rule, finding.where) for finding in verify_log(agency)]


def behind_the_guards(change):
    """Do what only somebody at the database itself could do."""
    take_down_guards()
    change()
    put_up_guards()


def test_an_entry_says_who_did_what_when_for_whom_and_why(agency):
    leader, deputy = a_person("zhao", first_name="明"), a_person("li")
    before = timezone.now()
    entry = record(
        AgencyAct.CHANGE,
        agency=agency,
        by=deputy,
        on_behalf_of=leader,
        subject=subject_of(agency),
        facts={"day": date(2026, 1, 2), "fee": Decimal("12.50"), "count": 3},
        reason="更名",
    )
    entry.refresh_from_db()
    assert (entry.act, entry.act_label, entry.by_name) == ("change", "变更", "li（li）")
    assert entry.on_behalf_of == leader
    assert entry.facts == {"day": "2026-01-02", "fee": "12.50", "count": 3}
    assert before <= entry.at <= timezone.now()
    assert list(entries_about(subject_of(agency))) == [entry]


def test_each_agency_has_a_chain_of_its_own_and_the_installation_one_too(three, agency):
    other = an_agency("other")
    assert [entry.seq for entry in three] == [1, 2, 3]
    assert record("seal", agency=other, by=None, subject="x").seq == 1
    assert record("seal", agency=None, by=None, subject="x").seq == 1
    assert {chain: last for chain, last, _ in heads()} == {"": 1, agency.slug: 3, other.slug: 1}


def test_an_untouched_log_has_no_finding(three):
    assert findings() == []


@pytest.mark.parametrize("act", ["update", "delete"])
def test_the_database_refuses_to_change_or_delete_an_entry(three, act):
    entries = LogEntry.objects.filter(seq=2)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        entries.update(reason="另一个理由") if act == "update" else entries.delete()
    assert LogEntry.objects.filter(seq=2, reason="").count() == 1


def test_the_database_refuses_plain_sql_as_well(three):
    for statement in ("UPDATE agencies_logentry SET reason = 'x'", "DELETE FROM agencies_logentry"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite knows no TRUNCATE")
def test_the_database_refuses_to_empty_the_table(three):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("TRUNCATE agencies_logentry")


def test_an_entry_refuses_to_be_saved_again_or_deleted(three):
    for act in (three[0].save, three[0].delete):
        with pytest.raises(PermissionDenied):
            act()


def test_a_changed_word_shows(three, agency):
    behind_the_guards(lambda: LogEntry.objects.filter(seq=2).update(reason="另一个理由"))
    assert findings() == [("LOG-CHANGED", f"{agency.slug}:2")]


def test_an_entry_replaced_whole_shows_at_the_next_one(three, agency):
    def replace():
        entry = LogEntry.objects.get(seq=2)
        entry.reason = "另一个理由"
        LogEntry.objects.filter(pk=entry.pk).update(reason=entry.reason, digest=entry.digest_now())

    behind_the_guards(replace)
    assert findings() == [("LOG-CHAIN", f"{agency.slug}:3")]


def test_a_missing_entry_shows(three, agency):
    behind_the_guards(lambda: LogEntry.objects.filter(seq=2).delete())
    assert findings() == [("LOG-GAP", f"{agency.slug}:3")]


def test_a_log_whose_end_was_cut_off_shows(three, agency):
    behind_the_guards(lambda: LogEntry.objects.filter(seq=3).delete())
    assert findings(agency) == [("LOG-CUT", agency.slug)]


def test_a_log_whose_count_was_removed_shows(three, agency):
    LogChain.objects.all().delete()
    assert findings() == [("LOG-CUT", agency.slug)]


def test_a_table_without_its_guards_shows(three):
    assert unguarded_tables() == []
    take_down_guards()
    assert ("LOG-UNGUARDED", "agencies_logentry") in findings()
    put_up_guards()


def test_each_finding_has_a_sentence(three):
    take_down_guards()
    LogEntry.objects.filter(seq=2).delete()
    told = [RULES.tell(finding)["message"] for finding in verify_log()]
    put_up_guards()
    assert any("第 2 条处中断" in message for message in told)


def test_an_act_that_is_undone_leaves_no_entry_and_no_gap(three, agency):
    with pytest.raises(RuntimeError), transaction.atomic():
        record("seal", agency=agency, by=None, subject="undone")
        raise RuntimeError
    assert record("seal", agency=agency, by=None, subject="next").seq == 4
    assert findings() == []


def test_a_float_is_refused_since_it_would_not_come_back_the_same(agency):
    with pytest.raises(ValueError, match="no float"):
        record("seal", agency=agency, by=None, subject="x", facts={"share": 0.1})
