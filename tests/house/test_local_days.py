"""Moments are stored in UTC: whoever writes one out as a day says where, or an evening's work is a day early."""

import re

from tests.house.place import PACKAGE

# A moment is called `at`, `…_at` or `now`; a day is called `day`, `on`, `…_date`.
WRITTEN_OUT = re.compile(r"\{(?:\w+\.)*(?:at|\w+_at|now):%|\b(?:at|\w+_at|now)\.(?:date\(\)|year\b|month\b|day\b)")


def test_no_moment_is_written_out_without_its_place():
    found = [
        f"{path.relative_to(PACKAGE)}:{number}: {line.strip()}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if WRITTEN_OUT.search(line)
    ]
    assert found == []


def test_it_knows_one_when_it_sees_one():
    assert WRITTEN_OUT.search('f"{version.signed_at:%Y-%m-%d}"')
    assert WRITTEN_OUT.search("draft.written_at.date()")
    assert not WRITTEN_OUT.search('f"{timezone.localtime(self.at):%Y-%m-%d}"')
    assert not WRITTEN_OUT.search('f"{event.event_date:%Y-%m-%d}"')
