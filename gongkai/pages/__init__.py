"""The page every other page is made from, the agency's place in the tree, layout and style sheet.

Door: door.py. May import: agencies, annualreport, proofing, statute, findings.
Owns: BasePage, AgencyPage, Picture, Attachment (all editable). Never: lets a reviewed page go public uncleared.
"""
