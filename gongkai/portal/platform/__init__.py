"""集约化平台: what an agency makes public, changes or withdraws is told to the city's shared platform, signed.

A notice is written in the transaction that makes a page public (outbox.py); it goes out behind it, and
is tried again until the platform gave a receipt (delivering.py). Nothing goes out until an agency is connected.
"""
