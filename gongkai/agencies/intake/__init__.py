"""Records taken in from files: CSV, XLSX and JSON Lines, all or nothing, every bad row named.

files.py reads rows as they stand, fields.py says what a row of a kind may hold, kinds.py
what a kind is, taking.py takes a folder in. Each room lists its RECORD_KINDS in its door.
"""
