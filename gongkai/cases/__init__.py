"""Applications for disclosure (依申请公开), from receipt to archive, and the disputes about them (Reg. ch. 4).

Door: door.py. May import: publishing, pages, agencies, annualreport, proofing, statute, findings.
Owns: Case (its derived columns aside, set once), CaseFile, Dispute; CaseEvent, Draft, Approval, Letter,
DisputeStep, DisputeInstance, Archive, Disposal, Destruction, Handover, the working file (append-only);
UnsentApplication, SentForm (both forgotten after a while).
Never: reads the clock, stores a status or a due date, counts what no event says.
"""
