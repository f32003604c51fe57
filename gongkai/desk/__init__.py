"""The staff home: what is due, for whom, today; and for those who lead, how the work lies in the agency.

Door: door.py. May import: yearend, cases, publishing, pages, agencies, statute, findings.
Owns: nothing: what is due is asked of the rooms each time. Never: keeps a list of its own, ticks anything off.
"""
