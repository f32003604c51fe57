"""What the tests of this room start from."""

from __future__ import annotations

import pytest

from tests.publishing.examples import a_draft, a_section, staff
from tests.yearend.examples import a_place


@pytest.fixture
def place(db):
    """Return an agency's place."""
    return a_place()


@pytest.fixture
def people(place):
    """Return the agency's people by what they do."""
    return staff(place.agency)


@pytest.fixture
def draft(place, people):
    """Return a complete draft that the clerk saved."""
    return a_draft(a_section(place), by=people["clerk"])
