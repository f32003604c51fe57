"""The demonstration: two centres with declared demo records in an embedded database of their own.

Door: door.py. May import: every room's door. Owns: data/ (declared demo records).
Never: touches a database that is not marked as a demonstration.
"""
