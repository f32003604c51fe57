"""The room's models, gathered for Django."""

from gongkai.cases.agency_settings import AgencySetting
from gongkai.cases.amending import RegistrationAmendment
from gongkai.cases.archiving import Archive, ArchiveSupplement
from gongkai.cases.case import Case, CaseEvent
from gongkai.cases.case_files import CaseFile
from gongkai.cases.deliveries import Delivery, DeliveryContact, DeliveryResult
from gongkai.cases.disposals import Destruction, Disposal, DisposalClosing, DisposalDecision, DisposalLine
from gongkai.cases.disputes import Dispute, DisputeInstance, DisputeStep
from gongkai.cases.drafts import Approval, Draft
from gongkai.cases.email_sending import EmailAttempt
from gongkai.cases.extension_proposals import ExtensionDecision, ExtensionProposal
from gongkai.cases.from_elsewhere import WriterConsent
from gongkai.cases.handing_over import Handover
from gongkai.cases.lateness import LatenessReason
from gongkai.cases.letter_templates import LetterTemplate
from gongkai.cases.letters import Dispatch, Letter, Recipient
from gongkai.cases.releasing import ReleaseReview
from gongkai.cases.seal_refusals import SealRefusal
from gongkai.cases.sent_once import SentForm
from gongkai.cases.sms_notices import SmsAttempt
from gongkai.cases.unsent import UnsentApplication
from gongkai.cases.working_file import Note, SearchRecord, Task, TaskAnswer

__all__ = [
    "AgencySetting",
    "Approval",
    "Archive",
    "ArchiveSupplement",
    "Case",
    "CaseEvent",
    "CaseFile",
    "Delivery",
    "DeliveryContact",
    "DeliveryResult",
    "Destruction",
    "Dispatch",
    "Disposal",
    "DisposalClosing",
    "DisposalDecision",
    "DisposalLine",
    "Dispute",
    "DisputeInstance",
    "DisputeStep",
    "Draft",
    "EmailAttempt",
    "ExtensionDecision",
    "ExtensionProposal",
    "Handover",
    "LatenessReason",
    "Letter",
    "LetterTemplate",
    "Note",
    "Recipient",
    "RegistrationAmendment",
    "ReleaseReview",
    "SealRefusal",
    "SearchRecord",
    "SentForm",
    "SmsAttempt",
    "Task",
    "TaskAnswer",
    "UnsentApplication",
    "WriterConsent",
]
