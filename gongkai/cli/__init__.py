"""The command line: report check and read, serve, demo (Reg. art. 49-50 for reports).

Door: main. May import: any room, but a heavy one only inside the command that needs it, so that
``gongkai report`` starts without Django and without the document readers.
Owns: the exit codes, the words for people (data/wording.toml). Never: decides what is an error in a
report: the report engine does.
"""

from gongkai.cli.program import main

__all__ = ["main"]
