"""Other office files (.doc, .wps, RTF, ODT, flat XML of Word), made DOCX by LibreOffice where it is installed."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from gongkai.annualreport.sources.limits import MAX_FILE_BYTES, OFFICE_MEMORY_BYTES, OFFICE_SECONDS
from gongkai.annualreport.sources.programs import run
from gongkai.annualreport.unreadable import unreadable

_SUFFIXES = {"ole": ".doc", "rtf": ".rtf", "flat-office": ".xml", "opendocument": ".odt"}
_BYTE_ORDER = b"\xfe\xff"  # stands in the header of every OLE file
_PROGRAMS = ("soffice", "libreoffice")
_OPTIONS = "--headless --invisible --norestore --nolockcheck --nodefault --nofirststartwizard --convert-to docx".split()

# No macro runs, no link is followed, nothing is asked.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
{items}
</oor:items>
"""
_SETTING = '<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
_SAFETY = (
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("/org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "2"),
)


def converted(data: bytes, kind: str) -> bytes:
    """Return the office file as DOCX bytes.

    Raises Unreadable: READ-NEEDS-OFFICE where LibreOffice is not installed, READ-TIMEOUT,
    READ-DAMAGED where it makes nothing of the file.
    """
    if kind == "ole" and data[28:30] != _BYTE_ORDER:
        raise unreadable("READ-DAMAGED", reason="ole_damaged")
    program = next((found for name in _PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        raise unreadable("READ-NEEDS-OFFICE")
    with tempfile.TemporaryDirectory(prefix="gongkai-office-") as folder:
        return _convert(program, Path(folder), data, _SUFFIXES[kind])


def _convert(program: str, folder: Path, data: bytes, suffix: str) -> bytes:
    source = folder / f"report{suffix}"
    source.write_bytes(data)
    profile = _profile(folder)
    run(
        [
            program,
            f"-env:UserInstallation={profile.as_uri()}",
            *_OPTIONS,
            *("--outdir", str(folder / "made"), str(source)),
        ],
        seconds=OFFICE_SECONDS,
        memory=OFFICE_MEMORY_BYTES,
        home=folder,
        SAL_USE_VCLPLUGIN="svp",
    )
    return _made(folder / "made" / "report.docx")


def _profile(folder: Path) -> Path:
    """Return a profile of its own for this one conversion, set to the safest."""
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    items = "\n".join(_SETTING.format(path=path, name=name, value=value) for path, name, value in _SAFETY)
    (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS.format(items=items), "utf-8")
    return profile


def _made(path: Path) -> bytes:
    if not path.is_file():
        raise unreadable("READ-DAMAGED", reason="conversion_failed")
    with path.open("rb") as file:
        return file.read(MAX_FILE_BYTES)
