"""Checks on a text, and on its files, before they go out (三校): personal data, secrecy marks, flagged terms, typing.

Door: this file. May import: statute, findings. Pure.
Owns: data/rules.toml (the rules), data/terms.toml (the lists of flagged terms), data/patterns.toml.
Never: repeats a personal number it found, changes a text, asks the network whether a link answers.
"""

from gongkai.proofing.checks import CHECKS, DISCLOSURE_CHECKS
from gongkai.proofing.files import (
    MAX_FILE_BYTES,
    WEB_KINDS,
    Package,
    Unexamined,
    WebPackage,
    ending,
    inspect_apart,
    inspect_file,
    kind_of,
)
from gongkai.proofing.lists import KINDS, Term, TermLists, shipped_lists
from gongkai.proofing.places import file_place_in_words
from gongkai.proofing.proofreading import proofread
from gongkai.proofing.rules import RULES
from gongkai.proofing.text import TITLE, Block, Link, Text, masked

__all__ = [
    "CHECKS",
    "DISCLOSURE_CHECKS",
    "KINDS",
    "MAX_FILE_BYTES",
    "RULES",
    "TITLE",
    "WEB_KINDS",
    "Block",
    "Link",
    "Package",
    "Term",
    "TermLists",
    "Text",
    "Unexamined",
    "WebPackage",
    "ending",
    "file_place_in_words",
    "inspect_apart",
    "inspect_file",
    "kind_of",
    "masked",
    "proofread",
    "shipped_lists",
]
