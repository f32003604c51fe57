"""What other rooms may ask of agencies."""

from gongkai.agencies.administrators import checked_administrator, make_administrator
from gongkai.agencies.append_only import AppendOnly, put_up_guards
from gongkai.agencies.appointments import (
    Acting,
    Appointment,
    Deputyship,
    Role,
    acting,
    acting_in,
    agencies_of,
    all_roles_of,
    roles_of,
    seats,
)
from gongkai.agencies.blanking import BLANK, Blank, blank_words
from gongkai.agencies.client_addresses import client_address, client_network
from gongkai.agencies.dated import Past, Term, WithPast
from gongkai.agencies.due import Due, Queue
from gongkai.agencies.encryption import (
    EncryptedText,
    ExactMatchHash,
    MissingKey,
    data_keys,
    exact_match_hash,
    exact_match_hashes,
)
from gongkai.agencies.evidence import EvidenceField
from gongkai.agencies.figures import Figure, Number, RecordLine
from gongkai.agencies.forms import OwnRowForm
from gongkai.agencies.holidays import HolidayNotice, adopt_notice, calendar, calendar_with, forget_calendar
from gongkai.agencies.intake.enclosed import FOLDER as ATTACHMENTS_FOLDER
from gongkai.agencies.intake.enclosed import PICTURES, BadEnclosure, enclosed
from gongkai.agencies.intake.fields import BadValue, Field
from gongkai.agencies.intake.kinds import Fault, Line, RecordKind
from gongkai.agencies.intake.taking import NotTakenIn, Taking, take_in
from gongkai.agencies.key_rotation import rotate
from gongkai.agencies.log import LogEntry, acts_so_far, entries_about, record, subject_of
from gongkai.agencies.log_check import RULES as LOG_RULES
from gongkai.agencies.log_check import heads, verify_log
from gongkai.agencies.numbers import next_number
from gongkai.agencies.offices import Designation, Office, disclosure_offices
from gongkai.agencies.organs import DEMONSTRATION, Agency, Relation, RelationKind, supervised_by
from gongkai.agencies.own_rows import OwnRows, OwnRowsPolicy, agencies_with, held_today, roles_today
from gongkai.agencies.people import Person, masked
from gongkai.agencies.private_folder import keep_private
from gongkai.agencies.records import RECORD_KINDS, entering, faults_of, owner_of, tally_records
from gongkai.agencies.row_numbers import MOST_NUMBER, row_number
from gongkai.agencies.second_factor import next_step
from gongkai.agencies.staffing import Gate, gates, opened_by, roles_needed, smallest_staff
from gongkai.agencies.stored_files import (
    Undoing,
    digest_of_stored,
    files_undone,
    interrupt_held,
    save_with_file,
    size_of_stored,
    to_keep,
)
from gongkai.agencies.tallies import Tally, TallyKind, figure_of, total_of
from gongkai.agencies.told_limits import tell_limits

__all__ = [
    "ATTACHMENTS_FOLDER",
    "BLANK",
    "DEMONSTRATION",
    "LOG_RULES",
    "MOST_NUMBER",
    "PICTURES",
    "RECORD_KINDS",
    "Acting",
    "Agency",
    "AppendOnly",
    "Appointment",
    "BadEnclosure",
    "BadValue",
    "Blank",
    "Deputyship",
    "Designation",
    "Due",
    "EncryptedText",
    "EvidenceField",
    "ExactMatchHash",
    "Fault",
    "Field",
    "Figure",
    "Gate",
    "HolidayNotice",
    "Line",
    "LogEntry",
    "MissingKey",
    "NotTakenIn",
    "Number",
    "Office",
    "OwnRowForm",
    "OwnRows",
    "OwnRowsPolicy",
    "Past",
    "Person",
    "Queue",
    "RecordKind",
    "RecordLine",
    "Relation",
    "RelationKind",
    "Role",
    "Taking",
    "Tally",
    "TallyKind",
    "Term",
    "Undoing",
    "WithPast",
    "acting",
    "acting_in",
    "acts_so_far",
    "adopt_notice",
    "agencies_of",
    "agencies_with",
    "all_roles_of",
    "blank_words",
    "calendar",
    "calendar_with",
    "checked_administrator",
    "client_address",
    "client_network",
    "data_keys",
    "digest_of_stored",
    "disclosure_offices",
    "enclosed",
    "entering",
    "entries_about",
    "exact_match_hash",
    "exact_match_hashes",
    "faults_of",
    "figure_of",
    "files_undone",
    "forget_calendar",
    "gates",
    "heads",
    "held_today",
    "interrupt_held",
    "keep_private",
    "make_administrator",
    "masked",
    "next_number",
    "next_step",
    "opened_by",
    "owner_of",
    "put_up_guards",
    "record",
    "roles_needed",
    "roles_of",
    "roles_today",
    "rotate",
    "row_number",
    "save_with_file",
    "seats",
    "size_of_stored",
    "smallest_staff",
    "subject_of",
    "supervised_by",
    "take_in",
    "tally_records",
    "tell_limits",
    "to_keep",
    "total_of",
    "verify_log",
]
