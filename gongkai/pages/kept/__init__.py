"""Public pages kept as files, the same for everybody, so that they open without Django and without the database.

A row for each address says what is to be written; whoever changes something marks rows in the
same transaction, and writing them is done behind it (writing.py). Serving them is serving.py,
which knows neither Django nor the rows.
"""
