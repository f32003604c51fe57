"""What tests of cases stand on: a day, an agency, somebody who works there."""

import pytest
from django.core.cache import cache
from django.utils import timezone

from gongkai.agencies.append_only import put_up_guards, take_down_guards
from gongkai.agencies.door import Role
from tests.agencies.examples import a_person, appoint
from tests.cases.examples import TODAY
from tests.yearend.examples import a_place


@pytest.fixture
def today_is_fixed(monkeypatch):
    """It is TODAY in Shanghai, and nobody has asked for anything within the hour."""
    monkeypatch.setattr(timezone, "localdate", lambda *_: TODAY)
    cache.clear()


@pytest.fixture
def agency(db):
    return a_place("yunhu").agency


@pytest.fixture
def clerk(agency):
    return appoint(a_person("clerk"), Role.CLERK, agency)


@pytest.fixture
def as_clerk(client, clerk):
    client.force_login(clerk)
    return client


@pytest.fixture
def unguarded():
    """Let rows be changed as somebody with the database's password could."""
    take_down_guards()
    yield
    put_up_guards()
