"""What other rooms may ask of cases."""

from gongkai.cases.acting import act, record_all_lapses, record_lapses, register
from gongkai.cases.agency_settings import forget_settings
from gongkai.cases.case import Case, CaseEvent
from gongkai.cases.case_files import Attached
from gongkai.cases.deliveries import Way
from gongkai.cases.delivering import Doing, Result, Sending, record_result, start_delivery
from gongkai.cases.dispute_acts import record_result as record_dispute_result
from gongkai.cases.dispute_acts import record_step as record_dispute_step
from gongkai.cases.dispute_acts import register_dispute
from gongkai.cases.disputes import Dispute, DisputeInstance, DisputesTable
from gongkai.cases.due import QUEUES
from gongkai.cases.email_sending import send_due_emails
from gongkai.cases.extension_proposals import propose_extension
from gongkai.cases.figures import FIGURES
from gongkai.cases.form_tokens import TokenRefused, kept_token, new_token, number_of, submission_hash
from gongkai.cases.form_tokens import number_in as form_number
from gongkai.cases.from_elsewhere import (
    AskedElsewhere,
    Source,
    Written,
    open_case_from,
    opened_from,
    sources_asked,
)
from gongkai.cases.human_check import is_solved, new_challenge
from gongkai.cases.issuing import kept_pdf
from gongkai.cases.ledger import ApplicationsTable
from gongkai.cases.records import RECORD_KINDS
from gongkai.cases.refusals import RULES, Refused
from gongkai.cases.releasing import review_release
from gongkai.cases.replying import decide as approve_draft
from gongkai.cases.replying import issue_reply, write_draft, write_reply
from gongkai.cases.seal_services import hand_over_and_collect
from gongkai.cases.sealing import record_seal
from gongkai.cases.sms_notices import send_due_sms
from gongkai.cases.unsent import forget_old_unsent
from gongkai.cases.verification import verify_cases
from gongkai.cases.working_file import Note, SearchRecord, Task, WorkingAct, keep_paper

__all__ = [
    "FIGURES",
    "QUEUES",
    "RECORD_KINDS",
    "RULES",
    "ApplicationsTable",
    "AskedElsewhere",
    "Attached",
    "Case",
    "CaseEvent",
    "Dispute",
    "DisputeInstance",
    "DisputesTable",
    "Doing",
    "Note",
    "Refused",
    "Result",
    "SearchRecord",
    "Sending",
    "Source",
    "Task",
    "TokenRefused",
    "Way",
    "WorkingAct",
    "Written",
    "act",
    "approve_draft",
    "forget_old_unsent",
    "forget_settings",
    "form_number",
    "hand_over_and_collect",
    "is_solved",
    "issue_reply",
    "keep_paper",
    "kept_pdf",
    "kept_token",
    "new_challenge",
    "new_token",
    "number_of",
    "open_case_from",
    "opened_from",
    "propose_extension",
    "record_all_lapses",
    "record_dispute_result",
    "record_dispute_step",
    "record_lapses",
    "record_result",
    "record_seal",
    "register",
    "register_dispute",
    "review_release",
    "send_due_emails",
    "send_due_sms",
    "sources_asked",
    "start_delivery",
    "submission_hash",
    "verify_cases",
    "write_draft",
    "write_reply",
]
