"""The room's models, gathered for Django."""

from gongkai.publishing.banners import FloatingBannerPage
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
from gongkai.publishing.opinions import Opinion, OpinionVerdict
from gongkai.publishing.organisation import OrganisationPage
from gongkai.publishing.outside_links import OutsideLink
from gongkai.publishing.own_terms import OwnTerm
from gongkai.publishing.penalties import PenaltyReversal
from gongkai.publishing.pins import Pin
from gongkai.publishing.proof_rounds import ProofMark, ProofRound
from gongkai.publishing.public_comments import AdoptionPage, CommentPage
from gongkai.publishing.published_files import PublishedFile
from gongkai.publishing.responses import ClarificationPage, ResponsesPage
from gongkai.publishing.sections import SectionPage, StatutoryContentPage
from gongkai.publishing.submissions import Closing, Publication, Review, Submission
from gongkai.publishing.supply.places import ReadingPlace
from gongkai.publishing.supply.records import Handover, SuppliedItem, Supply
from gongkai.publishing.topics import TopicPage, TopicsPage
from gongkai.publishing.waivers import ExplainerTerm, ExplainerWaiver
from gongkai.publishing.withdrawals import Withdrawal
from gongkai.publishing.withheld import WithheldReview
from gongkai.publishing.workflow import ReviewRound

__all__ = [
    "AdoptionPage",
    "ClarificationPage",
    "Closing",
    "CommentPage",
    "Departure",
    "DisclosureRulesPage",
    "DisclosureSectionPage",
    "DutyListPage",
    "ExplainerPage",
    "ExplainerTerm",
    "ExplainerWaiver",
    "FlaggedTerm",
    "FloatingBannerPage",
    "Gate",
    "GateAnswer",
    "GuidePage",
    "Handover",
    "InformationPage",
    "LeaderPage",
    "LeadersPage",
    "ManuscriptRecord",
    "NormativeDocumentPage",
    "NumberPattern",
    "Opinion",
    "OpinionVerdict",
    "OrganisationPage",
    "OutsideLink",
    "OwnTerm",
    "PenaltyReversal",
    "Pin",
    "ProofMark",
    "ProofRound",
    "Publication",
    "PublishedFile",
    "ReadingPlace",
    "ResponsesPage",
    "Review",
    "ReviewRound",
    "SectionPage",
    "ServiceGuidePage",
    "StatutoryContentPage",
    "Submission",
    "SuppliedItem",
    "Supply",
    "TopicPage",
    "TopicsPage",
    "ValidityEvent",
    "Withdrawal",
    "WithheldReview",
]
