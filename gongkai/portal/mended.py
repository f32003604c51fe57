"""The mended form of a report that was checked here: made when asked for, from what the page itself carries.

Nothing is stored on the server: the report travels in a hidden field of the page, compressed and signed,
and comes back with the button. Only what this installation signed within the day is opened.
"""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from gongkai.annualreport import (
    DISCLOSURE,
    MENDED_KINDS,
    Report,
    from_dict,
    mend,
    mended_file,
    mends_in_words,
    tab_separated,
    write,
)
from gongkai.pages.door import HOUR
from gongkai.portal.admission import Busy, has_sent_too_many, place_to_read

DAY = 24 * 3600
LARGEST = 1_000_000  # characters of JSON that the page may carry, before it is pressed: a long report has a tenth
_LONGEST_NAME = 60  # characters of an agency's name in the name of a file
_SALT = "gongkai.portal.mended"
_AS_READ = "csv-as-read"
_NOT_CARRIED = ("findings",)  # what the mended form does not need
BUTTONS = (
    ("docx", "Word 文档（改后）"),
    ("xlsx", "Excel 表格（改后）"),
    ("csv", "CSV（改后）"),
    (_AS_READ, "CSV（照原样读出）"),
)


def offer(report: dict[str, Any]) -> dict[str, Any]:
    """Return what the result page offers of `report`: marks in words, tables to copy, the signed report.

    `carried` is empty where the report is too long to travel in a page. A report whose figures stand in
    its own running text is not mended: only its figures can be copied.
    """
    read = from_dict(report)
    if read.form.report != DISCLOSURE:
        return {"mendable": False, "pasted": tab_separated(read)}
    told = [sentence for mark, sentence in mends_in_words(mend(read)) if mark != "open"]
    return {
        "mendable": True,
        "told": told,
        "pasted": tab_separated(read),
        "carried": _carried(report),
        "buttons": BUTTONS,
    }


def _carried(report: dict[str, Any]) -> str:
    """Return the report signed and compressed, empty where it is too long; how long is asked before it is pressed."""
    needed = {name: value for name, value in report.items() if name not in _NOT_CARRIED}
    if len(json.dumps(needed)) > LARGEST:
        return ""
    return signing.dumps(needed, salt=_SALT, compress=True)


@never_cache
@require_POST
def mended_report(request: HttpRequest) -> HttpResponse:
    """Return the file that a button of the result page asks for; in words why not, where it cannot be made."""
    if has_sent_too_many(request):
        return _refused(request, "这个网络地址一小时内请求太多，请稍后再来。", HTTPStatus.TOO_MANY_REQUESTS, wait=HOUR)
    kind = request.POST.get("kind", "")
    if kind not in dict(BUTTONS):
        return _refused(request, "没有这种格式。请返回检查结果，点其中一个下载按钮。", HTTPStatus.BAD_REQUEST)
    try:
        report = from_dict(signing.loads(request.POST.get("report", ""), salt=_SALT, max_age=DAY))
    except (signing.BadSignature, ValueError):
        return _refused(
            request, "下载按钮一天内有效，这个已经失效或被改动。请回到报告体检，重新提交报告。", HTTPStatus.BAD_REQUEST
        )
    return _made(request, report, kind)


def _made(request: HttpRequest, report: Report, kind: str) -> HttpResponse:
    try:
        with place_to_read():
            data = write(report, "csv") if kind == _AS_READ else mended_file(mend(report), kind)
    except Busy:
        return _refused(request, "现在下载的人较多，请过几秒再点一次。", HTTPStatus.SERVICE_UNAVAILABLE, wait=10)
    known = MENDED_KINDS["csv" if kind == _AS_READ else kind]
    whose = f"{(report.agency or '年度报告')[:_LONGEST_NAME]}{report.year or ''}"
    name = f"{whose}（{'读出' if kind == _AS_READ else '体检改后'}）{known.suffix}"
    response = HttpResponse(data, content_type=known.media_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response


def _refused(request: HttpRequest, words: str, status: int, *, wait: int = 0) -> HttpResponse:
    response = render(request, "portal/not_made.html", {"words": words}, status=status)
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response
