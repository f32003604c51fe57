"""What others send us is handed to the virus scanner of the installation before it is kept (`GONGKAI_FILE_SCANNER`).

The scanner is a program that reads the file from its standard input and ends with 0 for what is clean and 1 for what
is not, as ``clamdscan -`` does. While it cannot be asked, nothing is taken: an unscanned file is not a clean one.
"""

from __future__ import annotations

import logging
import shlex
import subprocess

from django.conf import settings

_SECONDS = 30
_CLEAN, _UNSAFE = 0, 1
_LOG = logging.getLogger(__name__)


def scan(data: bytes, name: str) -> None:
    """Raise ValueError, in Chinese, for a file that the scanner does not let pass, or that it cannot look at."""
    command = shlex.split(settings.FILE_SCANNER)
    if not command:
        return
    verdict = _verdict(command, data)
    if verdict == _UNSAFE:
        raise ValueError(f"“{name}”没有通过病毒查杀，没有接收。请用杀毒软件检查您的电脑和这个文件，换一份再提交。")
    if verdict != _CLEAN:
        raise ValueError(f"“{name}”暂时不能查杀病毒，没有接收；您填写的内容都已保留，请过几分钟再提交一次。")


def _verdict(command: list[str], data: bytes) -> int:
    """Return how the scanner ended, or a number of none of its answers where it did not answer."""
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        _LOG.error("The virus scanner did not answer: %s", type(error).__name__)
        return -1
    if done.returncode not in (_CLEAN, _UNSAFE):
        _LOG.error("The virus scanner ended with %s", done.returncode)
    return done.returncode
