"""What other rooms may ask of agencies."""

from gongkai.agencies.append_only import AppendOnly, put_up_guards
from gongkai.agencies.appointments import (
    Acting,
    Appointment,
    Deputyship,
    Role,
    acting,
    agencies_of,
    all_roles_of,
    roles_of,
)
from gongkai.agencies.dated import Past, Term, WithPast
from gongkai.agencies.encryption import EncryptedText, ExactMatchHash, exact_match_hash, exact_match_hashes
from gongkai.agencies.figures import Figure
from gongkai.agencies.log import LogEntry, entries_about, record, subject_of
from gongkai.agencies.log_check import verify_log
from gongkai.agencies.numbers import next_number
from gongkai.agencies.offices import Designation, Office, disclosure_offices
from gongkai.agencies.organs import Agency, Relation, RelationKind, supervised_by
from gongkai.agencies.people import Person, masked

__all__ = [
    "Acting",
    "Agency",
    "AppendOnly",
    "Appointment",
    "Deputyship",
    "Designation",
    "EncryptedText",
    "ExactMatchHash",
    "Figure",
    "LogEntry",
    "Office",
    "Past",
    "Person",
    "Relation",
    "RelationKind",
    "Role",
    "Term",
    "WithPast",
    "acting",
    "agencies_of",
    "all_roles_of",
    "disclosure_offices",
    "entries_about",
    "exact_match_hash",
    "exact_match_hashes",
    "masked",
    "next_number",
    "put_up_guards",
    "record",
    "roles_of",
    "subject_of",
    "supervised_by",
    "verify_log",
]
