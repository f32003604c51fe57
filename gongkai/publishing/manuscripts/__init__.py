"""Manuscripts from Word and WPS: a .docx as clean pieces, with all that was dropped or changed on the way named.

What the site can show is kept: words, headings, lists, tables, pictures. How it looked is the
site's. Pure: no Django, no database; a stranger's file is read in a process of its own.
"""

from gongkai.publishing.manuscripts.apart import read_apart
from gongkai.publishing.manuscripts.manuscript import EnclosedFile, Manuscript, Piece, Said, Unusable
from gongkai.publishing.manuscripts.pasted import MOST_CHARACTERS, read_pasted
from gongkai.publishing.manuscripts.reading import read_manuscript

__all__ = [
    "MOST_CHARACTERS",
    "EnclosedFile",
    "Manuscript",
    "Piece",
    "Said",
    "Unusable",
    "read_apart",
    "read_manuscript",
    "read_pasted",
]
