"""The room's models, gathered for Django."""

from gongkai.cases.case import Case, CaseEvent
from gongkai.cases.disputes import Dispute, DisputeInstance

__all__ = ["Case", "CaseEvent", "Dispute", "DisputeInstance"]
