"""In which capacity somebody acts for an agency: in a role held that day, or as the deputy of who holds it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from gongkai.agencies.door import Acting, Role, acting_in
from gongkai.cases.refusals import Refused
from gongkai.findings import Finding

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency, Person


def acting_for(person: Person, roles: Sequence[Role], agency: Agency, *, on: date, doing: str) -> Acting:
    """Return how somebody acts for an agency in the first of `roles` held; raise Refused where in none."""
    if found := acting_in(person, roles, agency, on=on):
        return found
    facts = {"agency": agency.name, "role": "、".join(Role(role).label for role in roles), "act": doing}
    raise Refused(Finding("REPLY-ROLE", facts=facts))
