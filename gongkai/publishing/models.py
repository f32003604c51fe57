"""The room's models, gathered for Django."""

from gongkai.publishing.disclosure_section import DisclosureRulesPage, DisclosureSectionPage
from gongkai.publishing.duty_list import DutyListPage
from gongkai.publishing.explaining import ExplainerPage, ServiceGuidePage
from gongkai.publishing.flagged_terms import FlaggedTerm
from gongkai.publishing.gates import Gate, GateAnswer
from gongkai.publishing.guide import GuidePage
from gongkai.publishing.index_numbers import NumberPattern
from gongkai.publishing.information import InformationPage
from gongkai.publishing.leaders import Departure, LeaderPage, LeadersPage
from gongkai.publishing.manuscript_records import ManuscriptRecord
from gongkai.publishing.normative import NormativeDocumentPage, ValidityEvent
from gongkai.publishing.organisation import OrganisationPage
from gongkai.publishing.penalties import PenaltyReversal
from gongkai.publishing.proof_rounds import ProofMark, ProofRound
from gongkai.publishing.published_files import PublishedFile
from gongkai.publishing.sections import SectionPage, StatutoryContentPage
from gongkai.publishing.submissions import Closing, Publication, Review, Submission
from gongkai.publishing.waivers import ExplainerTerm, ExplainerWaiver
from gongkai.publishing.withdrawals import Withdrawal
from gongkai.publishing.withheld import WithheldReview

__all__ = [
    "Closing",
    "Departure",
    "DisclosureRulesPage",
    "DisclosureSectionPage",
    "DutyListPage",
    "ExplainerPage",
    "ExplainerTerm",
    "ExplainerWaiver",
    "FlaggedTerm",
    "Gate",
    "GateAnswer",
    "GuidePage",
    "InformationPage",
    "LeaderPage",
    "LeadersPage",
    "ManuscriptRecord",
    "NormativeDocumentPage",
    "NumberPattern",
    "OrganisationPage",
    "PenaltyReversal",
    "ProofMark",
    "ProofRound",
    "Publication",
    "PublishedFile",
    "Review",
    "SectionPage",
    "ServiceGuidePage",
    "StatutoryContentPage",
    "Submission",
    "ValidityEvent",
    "Withdrawal",
    "WithheldReview",
]
