"""Every route says who may come in."""

import pytest

pytest.importorskip("django", reason="routes need Django")

from gongkai.config.policies import policy_of
from tests.house.routes import every_route


def test_every_route_has_a_policy() -> None:
    """A new route needs a line in gongkai/config/policies.py; without one it is refused to everybody."""
    assert [route for route in every_route() if policy_of(route.name) is None] == []


def test_a_route_that_nobody_thought_of_has_none() -> None:
    assert policy_of("somebody_elses:view") is None
