"""Files that go out with a text: what they say of their makers, what they hide, what personal data they hold."""

from gongkai.proofing.files.apart import inspect_apart
from gongkai.proofing.files.inspection import inspect_file
from gongkai.proofing.files.kinds import kind_of
from gongkai.proofing.files.limits import MAX_FILE_BYTES, Unexamined
from gongkai.proofing.files.package import Package
from gongkai.proofing.files.web import WEB_KINDS, WebPackage, ending

__all__ = [
    "MAX_FILE_BYTES",
    "WEB_KINDS",
    "Package",
    "Unexamined",
    "WebPackage",
    "ending",
    "inspect_apart",
    "inspect_file",
    "kind_of",
]
