"""The checks of a text: all of them in two visible tuples.

A check takes the reading of a text and yields findings; it raises nothing and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from gongkai.findings import Finding
from gongkai.proofing.checks.addresses import addresses
from gongkai.proofing.checks.amounts import capital_amounts
from gongkai.proofing.checks.characters import (
    confusable_characters,
    document_numbers,
    invisible_characters,
    letters_in_numbers,
)
from gongkai.proofing.checks.days import impossible_dates, periods, weekdays, year_numerals, years
from gongkai.proofing.checks.keying import doubled_marks, doubled_words, half_width_marks, leftovers
from gongkai.proofing.checks.numbers import (
    bank_cards,
    fund_accounts,
    home_telephones,
    identity_numbers,
    like_identity_numbers,
    mobile_numbers,
    plates,
    small_cells,
)
from gongkai.proofing.checks.pairs import pairs
from gongkai.proofing.checks.pointing import attachments, links
from gongkai.proofing.checks.secrecy import secrecy_marks
from gongkai.proofing.checks.sums import growth, parts, shares
from gongkai.proofing.checks.terms import flagged_terms
from gongkai.proofing.text import Reading

Check = Callable[[Reading], Iterator[Finding]]

# What must not leave the house in whatever form: asked of attachments too.
DISCLOSURE_CHECKS: tuple[Check, ...] = (
    # personal data
    identity_numbers,
    like_identity_numbers,
    bank_cards,
    fund_accounts,
    mobile_numbers,
    home_telephones,
    plates,
    small_cells,
    addresses,
    # secrecy
    secrecy_marks,
)

CHECKS: tuple[Check, ...] = (
    *DISCLOSURE_CHECKS,
    # words and characters
    flagged_terms,
    confusable_characters,
    letters_in_numbers,
    invisible_characters,
    document_numbers,
    # typing
    doubled_words,
    doubled_marks,
    half_width_marks,
    pairs,
    leftovers,
    # days and sums
    impossible_dates,
    weekdays,
    periods,
    years,
    year_numerals,
    parts,
    shares,
    growth,
    capital_amounts,
    # what the text points to
    links,
    attachments,
)

__all__ = ["CHECKS", "DISCLOSURE_CHECKS", "Check"]
