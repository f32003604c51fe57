"""The annual report of government information disclosure (Reg. art. 49-50).

Door: door.py. May import: pages, agencies, annualreport, statute, findings and the rooms below.
Owns: AnnualReportIndexPage, AnnualReportPage, YearNote, DraftRevision, FindingMark, SignedReport, SignedRecords,
ReportStep, CarryRelease, ReceivedReport, LocalDueDate, SentenceTemplate, NoAmendment (all but the pages append-only),
SignedDrift, KeptFigures (worked out again).
Never: takes a typed total, changes what was signed, touches a figure of another agency's report.
"""
