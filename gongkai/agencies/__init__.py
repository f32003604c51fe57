"""Administrative organs (行政机关) and the people who work in them.

Door: door.py. May import: annualreport, proofing, statute, findings.
Owns: Agency, Person (both editable). Never: knows a page.
"""
