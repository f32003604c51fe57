"""What other rooms may ask of publishing."""

from gongkai.publishing.attributes import Attribute, Genre, Origin, proposed_attribute
from gongkai.publishing.banners import FloatingBannerPage
from gongkai.publishing.blocks import BodyBlock
from gongkai.publishing.consulting import answer, ask
from gongkai.publishing.dead_links import link_findings
from gongkai.publishing.differences import Change, Part, differences
from gongkai.publishing.disclosure_section import DisclosureRulesPage, DisclosureSectionPage, open_disclosure
from gongkai.publishing.duty_list import DutyListPage, duty_findings, sections_by_duty
from gongkai.publishing.explaining import ExplainerPage, ServiceGuidePage
from gongkai.publishing.figures import FIGURES
from gongkai.publishing.forms import DecisionForm
from gongkai.publishing.gates import Gate, GateAnswer
from gongkai.publishing.guide import GuidePage, missing_elements
from gongkai.publishing.index_numbers import NumberPattern
from gongkai.publishing.information import InformationPage
from gongkai.publishing.leaders import (
    Departure,
    LeaderPage,
    LeadersPage,
    annul_departure,
    in_office,
    leaders_on,
    record_departure,
)
from gongkai.publishing.library import Companion, Standing, explainers_of, service_guides_of, standings
from gongkai.publishing.listing import Entry, catalogue, entries, public_information
from gongkai.publishing.matching import Fate, Match, matches
from gongkai.publishing.normative import NormativeDocumentPage, ValidityEvent, validity_on
from gongkai.publishing.offices_told import guide_findings, outdated, renew_guide
from gongkai.publishing.on_home import shown_on_home
from gongkai.publishing.opinion_verification import verify_opinions
from gongkai.publishing.opinions import Opinion, OpinionVerdict, decide_opinion, outcome_of, receive, register_opinion
from gongkai.publishing.organisation import OrganisationPage, renew_organisation
from gongkai.publishing.outside_links import OutsideLink, Trial, addresses_to_try, trials, try_links
from gongkai.publishing.penalties import (
    PenaltyReversal,
    Reversal,
    annul_reversal,
    penalties_due,
    record_reversal,
    withdraw_penalty,
)
from gongkai.publishing.pins import Pin, pin, pinned_below
from gongkai.publishing.proof_rounds import finish_round, justify, round_due
from gongkai.publishing.public_comments import AdoptionPage, CommentPage, Stage
from gongkai.publishing.publication import publish, publish_imported
from gongkai.publishing.published_files import PublishedFile, record_kept, record_made
from gongkai.publishing.queue import may_review
from gongkai.publishing.queues import QUEUES
from gongkai.publishing.reaching import Outcome as LinkOutcome
from gongkai.publishing.records import RECORD_KINDS
from gongkai.publishing.refusals import RULES, Refused
from gongkai.publishing.responses import ClarificationPage, ResponsesPage
from gongkai.publishing.reviewed import ReviewedPage
from gongkai.publishing.rounds import Decision, decide, decide_many
from gongkai.publishing.rows import statistical_classes
from gongkai.publishing.sections import FixedSection, SectionPage, StatutoryContentPage
from gongkai.publishing.shown_sizes import file_address
from gongkai.publishing.submissions import ROUND_NAMES, Closing, Publication, Review, State, Submission
from gongkai.publishing.submitting import close as close_submission
from gongkai.publishing.submitting import recall, submit
from gongkai.publishing.supply.places import ReadingPlace
from gongkai.publishing.supply.supplying import Handed, make_supply, record_handover
from gongkai.publishing.supply.verification import verify_supplies
from gongkai.publishing.sweeping import sweep
from gongkai.publishing.topics import TopicPage, TopicsPage
from gongkai.publishing.validity import Act as ValidityAct
from gongkai.publishing.validity import Lifetime, Validity, count_in_force
from gongkai.publishing.validity_events import Happening, coming_ends, correct_validity, record_validity
from gongkai.publishing.verification import verify_kept, verify_public
from gongkai.publishing.versions import content_on
from gongkai.publishing.waivers import (
    ExplainerDue,
    ExplainerTerm,
    ExplainerWaiver,
    explainer_due_date,
    explainers_due,
    waive,
)
from gongkai.publishing.watching import Watched, watched
from gongkai.publishing.withdrawals import Withdrawal
from gongkai.publishing.withdrawing import expire, withdraw
from gongkai.publishing.withheld import WithheldReview, review_withheld, withheld_by
from gongkai.publishing.workflow_verification import verify_workflow

__all__ = [
    "FIGURES",
    "QUEUES",
    "RECORD_KINDS",
    "ROUND_NAMES",
    "RULES",
    "AdoptionPage",
    "Attribute",
    "BodyBlock",
    "Change",
    "ClarificationPage",
    "Closing",
    "CommentPage",
    "Companion",
    "Decision",
    "DecisionForm",
    "Departure",
    "DisclosureRulesPage",
    "DisclosureSectionPage",
    "DutyListPage",
    "Entry",
    "ExplainerDue",
    "ExplainerPage",
    "ExplainerTerm",
    "ExplainerWaiver",
    "Fate",
    "FixedSection",
    "FloatingBannerPage",
    "Gate",
    "GateAnswer",
    "Genre",
    "GuidePage",
    "Handed",
    "Happening",
    "InformationPage",
    "LeaderPage",
    "LeadersPage",
    "Lifetime",
    "LinkOutcome",
    "Match",
    "NormativeDocumentPage",
    "NumberPattern",
    "Opinion",
    "OpinionVerdict",
    "OrganisationPage",
    "Origin",
    "OutsideLink",
    "Part",
    "PenaltyReversal",
    "Pin",
    "Publication",
    "PublishedFile",
    "ReadingPlace",
    "Refused",
    "ResponsesPage",
    "Reversal",
    "Review",
    "ReviewedPage",
    "SectionPage",
    "ServiceGuidePage",
    "Stage",
    "Standing",
    "State",
    "StatutoryContentPage",
    "Submission",
    "TopicPage",
    "TopicsPage",
    "Trial",
    "Validity",
    "ValidityAct",
    "ValidityEvent",
    "Watched",
    "Withdrawal",
    "WithheldReview",
    "addresses_to_try",
    "annul_departure",
    "annul_reversal",
    "answer",
    "ask",
    "catalogue",
    "close_submission",
    "coming_ends",
    "content_on",
    "correct_validity",
    "count_in_force",
    "decide",
    "decide_many",
    "decide_opinion",
    "differences",
    "duty_findings",
    "entries",
    "expire",
    "explainer_due_date",
    "explainers_due",
    "explainers_of",
    "file_address",
    "finish_round",
    "guide_findings",
    "in_office",
    "justify",
    "leaders_on",
    "link_findings",
    "make_supply",
    "matches",
    "may_review",
    "missing_elements",
    "open_disclosure",
    "outcome_of",
    "outdated",
    "penalties_due",
    "pin",
    "pinned_below",
    "proposed_attribute",
    "public_information",
    "publish",
    "publish_imported",
    "recall",
    "receive",
    "record_departure",
    "record_handover",
    "record_kept",
    "record_made",
    "record_reversal",
    "record_validity",
    "register_opinion",
    "renew_guide",
    "renew_organisation",
    "review_withheld",
    "round_due",
    "sections_by_duty",
    "service_guides_of",
    "shown_on_home",
    "standings",
    "statistical_classes",
    "submit",
    "sweep",
    "trials",
    "try_links",
    "validity_on",
    "verify_kept",
    "verify_opinions",
    "verify_public",
    "verify_supplies",
    "verify_workflow",
    "waive",
    "watched",
    "withdraw",
    "withdraw_penalty",
    "withheld_by",
]
