"""What the tests of the shared platform start from."""

from __future__ import annotations

import pytest

from tests.portal.platform.machine import a_platform
from tests.publishing.examples import a_section
from tests.yearend.examples import a_place


@pytest.fixture
def platform(settings):
    with a_platform() as one:
        settings.PLATFORM_HOSTS = [one.host]
        yield one


@pytest.fixture
def section(db):
    return a_section(a_place("yunhu"))


@pytest.fixture
def agency(section):
    return section.agency
