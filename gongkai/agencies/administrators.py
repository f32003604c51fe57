"""An administrator's account made at the machine itself: how an empty installation gets its first one."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from gongkai.agencies.log import AgencyAct, record, subject_of
from gongkai.agencies.people import Person


@transaction.atomic
def make_administrator(username: str, password: str) -> Person:
    """Make the account of an administrator and put it on the log; whoever is at the machine chose its password.

    Raises ValidationError, by field, for a name that cannot be or is taken and for a password that is too weak.
    """
    person = checked_administrator(username)
    validate_password(password, person)
    person.set_password(password)
    person.save()
    record(AgencyAct.MAKE_ADMINISTRATOR, agency=None, by=None, subject=subject_of(person))
    return person


def checked_administrator(username: str) -> Person:
    """Return the account that would be made, unsaved; raises ValidationError as `make_administrator` does."""
    person = Person(username=Person.normalize_username(username.strip()), is_staff=True, is_superuser=True)
    person.full_clean(exclude=["password"])
    return person
