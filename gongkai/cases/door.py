"""What other rooms may ask of cases."""

from gongkai.cases.acting import Refused, act, record_lapses, register
from gongkai.cases.case import Case, CaseEvent
from gongkai.cases.disputes import Dispute, DisputeInstance, DisputesTable
from gongkai.cases.figures import FIGURES
from gongkai.cases.ledger import ApplicationsTable
from gongkai.cases.records import RECORD_KINDS

__all__ = [
    "FIGURES",
    "RECORD_KINDS",
    "ApplicationsTable",
    "Case",
    "CaseEvent",
    "Dispute",
    "DisputeInstance",
    "DisputesTable",
    "Refused",
    "act",
    "record_lapses",
    "register",
]
