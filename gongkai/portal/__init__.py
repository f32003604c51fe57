"""What the public meets first: the home page, 报告体检, and the pages for when something goes wrong.

Door: door.py. May import: every room below.
Owns: HomePage, SiteErrorReport (editable); SiteErrorAnswer (append-only). Never: keeps a stranger's file.
"""
