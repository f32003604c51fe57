"""The room's models, gathered for Django."""

from gongkai.agencies.appointments import Appointment, Deputyship
from gongkai.agencies.holidays import HolidayNotice
from gongkai.agencies.intake.batches import IntakeBatch, IntakeRecord
from gongkai.agencies.log import LogChain, LogEntry
from gongkai.agencies.numbers import Counter
from gongkai.agencies.offices import Designation, Office, OfficePast
from gongkai.agencies.organs import Agency, AgencyPast, Relation
from gongkai.agencies.people import Person
from gongkai.agencies.tallies import Tally

__all__ = [
    "Agency",
    "AgencyPast",
    "Appointment",
    "Counter",
    "Deputyship",
    "Designation",
    "HolidayNotice",
    "IntakeBatch",
    "IntakeRecord",
    "LogChain",
    "LogEntry",
    "Office",
    "OfficePast",
    "Person",
    "Relation",
    "Tally",
]
