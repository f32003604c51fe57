"""Administrative organs (行政机关), the people who act for them, and the record of what they did.

Door: door.py. May import: annualreport, proofing, statute, findings.
Owns: Agency, Office, Person, Appointment, Deputyship (editable, their past kept); LogEntry (append-only).
Never: knows a page.
"""
