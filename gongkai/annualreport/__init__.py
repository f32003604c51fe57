"""The annual report engine (政府信息公开工作年度报告, Reg. art. 49-50; 住房公积金年度报告): usable alone.

Door: this file. May import: statute, findings. Pure.
Owns: data/forms.toml and provident_fund.toml (the statutory forms), data/rules.toml (the rules), Report and its cells.
Never: guesses a figure, takes a blank for 0, calls what it could not read clean.
"""

from gongkai.annualreport.batch import LocalReaders, Outcome, Promise, Readers, batch, contents, files_in
from gongkai.annualreport.checks import CHECKS, PROVIDENT_FUND_CHECKS, UNREAD, check, status
from gongkai.annualreport.comparison import Change, Comparison, compare
from gongkai.annualreport.copying import Copy, copied, copied_from
from gongkai.annualreport.covering import below_children, sum_balances
from gongkai.annualreport.exchange import from_dict, plain, to_dict
from gongkai.annualreport.flattening import CELL, FINDING, HEAD, Rows, flattened
from gongkai.annualreport.forked import Crashed, ForkedReader
from gongkai.annualreport.forms import DISCLOSURE, Axis, Form, SectionForm, TableForm, all_forms, form
from gongkai.annualreport.mended_files import MENDED_KINDS, mended_file, mends_in_words
from gongkai.annualreport.mending import Mark, Mend, Mended, mend
from gongkai.annualreport.model import ABSENT, Cell, How, Place, Report, Section, Source
from gongkai.annualreport.outlying import apart, jumps, middles
from gongkai.annualreport.parquet import ParquetFiles, findings_path
from gongkai.annualreport.places import column_label, place_in_words, places_joined, row_label
from gongkai.annualreport.reading import interpret, read
from gongkai.annualreport.rollup import Mixed, RollUp, roll_up
from gongkai.annualreport.roster import called, compare_with_list
from gongkai.annualreport.rules import RULES
from gongkai.annualreport.sandbox import read_apart
from gongkai.annualreport.schema import json_schema
from gongkai.annualreport.standing_reader import rows_of
from gongkai.annualreport.summands import BLANK, LACKING, Summand, summand, summand_from
from gongkai.annualreport.unreadable import Unreadable
from gongkai.annualreport.writers import KINDS, Kind, NotWritten, html_fragment, kinds_for, write
from gongkai.annualreport.writers.csv import inert
from gongkai.annualreport.writers.grid import Printed, Span, printed_table
from gongkai.annualreport.writers.letter import OfficialLetter, unprintable, write_letter
from gongkai.annualreport.writers.tabbed import tab_separated

__all__ = [
    "ABSENT",
    "BLANK",
    "CELL",
    "CHECKS",
    "DISCLOSURE",
    "FINDING",
    "HEAD",
    "KINDS",
    "LACKING",
    "MENDED_KINDS",
    "PROVIDENT_FUND_CHECKS",
    "RULES",
    "UNREAD",
    "Axis",
    "Cell",
    "Change",
    "Comparison",
    "Copy",
    "Crashed",
    "ForkedReader",
    "Form",
    "How",
    "Kind",
    "LocalReaders",
    "Mark",
    "Mend",
    "Mended",
    "Mixed",
    "NotWritten",
    "OfficialLetter",
    "Outcome",
    "ParquetFiles",
    "Place",
    "Printed",
    "Promise",
    "Readers",
    "Report",
    "RollUp",
    "Rows",
    "Section",
    "SectionForm",
    "Source",
    "Span",
    "Summand",
    "TableForm",
    "Unreadable",
    "all_forms",
    "apart",
    "batch",
    "below_children",
    "called",
    "check",
    "column_label",
    "compare",
    "compare_with_list",
    "contents",
    "copied",
    "copied_from",
    "files_in",
    "findings_path",
    "flattened",
    "form",
    "from_dict",
    "html_fragment",
    "inert",
    "interpret",
    "json_schema",
    "jumps",
    "kinds_for",
    "mend",
    "mended_file",
    "mends_in_words",
    "middles",
    "place_in_words",
    "places_joined",
    "plain",
    "printed_table",
    "read",
    "read_apart",
    "roll_up",
    "row_label",
    "rows_of",
    "status",
    "sum_balances",
    "summand",
    "summand_from",
    "tab_separated",
    "to_dict",
    "unprintable",
    "write",
    "write_letter",
]
