"""The annual report of government information disclosure (Reg. art. 49-50).

Door: door.py. May import: pages, agencies, annualreport, statute, findings and the rooms below.
Owns: AnnualReportIndexPage, AnnualReportPage (both editable until signed). Never: takes a typed total.
"""
