"""The annual report engine (政府信息公开工作年度报告, Reg. art. 49-50): reading and checking, usable alone.

Door: this file. May import: statute, findings. Pure.
Owns: data/forms.toml (the statutory forms), data/rules.toml (the rules), Report and its cells.
Never: guesses a figure, takes a blank for 0, calls what it could not read clean.
"""

from gongkai.annualreport.checks import CHECKS, UNREAD, check, status
from gongkai.annualreport.exchange import from_dict, to_dict
from gongkai.annualreport.forms import Axis, Form, SectionForm, TableForm, all_forms, form
from gongkai.annualreport.model import Cell, How, Place, Report, Section, Source
from gongkai.annualreport.reading import interpret, read
from gongkai.annualreport.rules import RULES
from gongkai.annualreport.sandbox import read_apart
from gongkai.annualreport.unreadable import Unreadable

__all__ = [
    "CHECKS",
    "RULES",
    "UNREAD",
    "Axis",
    "Cell",
    "Form",
    "How",
    "Place",
    "Report",
    "Section",
    "SectionForm",
    "Source",
    "TableForm",
    "Unreadable",
    "all_forms",
    "check",
    "form",
    "from_dict",
    "interpret",
    "read",
    "read_apart",
    "status",
    "to_dict",
]
