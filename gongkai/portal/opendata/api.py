"""The addresses of the open data: everything below /api/v1/ (OpenAPI 3.1). Read only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.http import http_date, urlencode
from django.views.decorators.http import conditional_page
from ninja import NinjaAPI, Query
from ninja.errors import ValidationError
from ninja.renderers import JSONRenderer

from gongkai.agencies.door import DEMONSTRATION
from gongkai.annualreport import KINDS
from gongkai.pages.door import public
from gongkai.portal.opendata import rows
from gongkai.portal.opendata.sending import as_csv, open_to_all, say_of_demonstration
from gongkai.portal.opendata.shapes import (
    AgencyRow,
    CatalogueRow,
    Document,
    DocumentRow,
    Listed,
    Problem,
    Report,
    ReportRow,
    SectionRow,
)
from gongkai.publishing.door import InformationPage
from gongkai.yearend.door import AnnualReportPage, Download

MOST = 200
_BATCH = 500

Agency = Annotated[str, Query("", max_length=50, description="机关代号，如 yiyang；不填为全部。")]
After = Annotated[str, Query("", max_length=40, description="从哪里接着取：照抄上一部分的 next 即可。")]
Limit = Annotated[int, Query(50, ge=1, le=MOST, description="这一部分最多几条。")]
Section = Annotated[int | None, Query(None, ge=1, le=2**62, description="栏目编号，含下级栏目。")]
Year = Annotated[int | None, Query(None, ge=1900, le=9999, description="发布的年份。")]
StatisticalClass = Annotated[str, Query("", max_length=20, description="统计类别的代号，如 notice。")]
Subject = Annotated[str, Query("", max_length=60, description="主题分类，与页面上写的一样。")]
On = Annotated[date | None, Query(None, description="有效性按哪一天；不填为今天（北京时间）。")]
State = Annotated[
    Literal["", "in_force", "ended", "not_yet"],
    Query("", description="只要当天有效、已废止或失效、尚未生效的行政规范性文件。"),
]


class Readable(JSONRenderer):
    """JSON with Chinese as it is."""

    json_dumps_params: ClassVar[dict[str, Any]] = {"ensure_ascii": False}


api = NinjaAPI(
    renderer=Readable(),
    title="政府信息公开开放数据",
    version="1",
    description=(
        "只读接口：机关、栏目、政府信息公开目录、政府信息、年度报告。所给的都是已经公开的内容，下线的即不再给出。"
        f"演示机关的每一行都写明“{DEMONSTRATION}”。答复带 ETag，没有变化的答复 304。"
    ),
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="open_data",
)
api.add_decorator(conditional_page, mode="view")
api.add_decorator(open_to_all, mode="view")


def _offered(path: str, response: Any, *, name: str, summary: str, **more: Any) -> Callable[[Any], Any]:
    """Let a function answer GET and HEAD at an address below /api/v1/."""

    def offer(answer: Any) -> Any:
        options = {"url_name": name, "summary": summary, "description": f"{summary}。", **more}
        api.get(path, response={200: response, (404, 422, 429): Problem}, operation_id=name, **options)(answer)
        api.api_operation(["HEAD"], path, response=response, include_in_schema=False, **options)(answer)
        return answer

    return offer


_CSV: dict[str, Any] = {
    "responses": {200: {"description": "表格", "content": {"text/csv": {"schema": {"type": "string"}}}}}
}


def _offered_as_csv(path: str, *, name: str, summary: str) -> Callable[[Any], Any]:
    return _offered(path, None, name=name, summary=summary, openapi_extra=_CSV)


# -- agencies, sections, reports: short lists, whole ---------------------------------------------------


@_offered("/agencies", Listed[AgencyRow], name="agencies", summary="机关")
def agencies(request: HttpRequest, response: HttpResponse) -> Any:
    """Every agency whose information is here."""
    return _whole(response, list(rows.agencies()), "")


@_offered_as_csv("/agencies.csv", name="agencies_csv", summary="机关（CSV）")
def agencies_csv(request: HttpRequest) -> HttpResponseBase:
    """The same as a table."""
    return as_csv(AgencyRow, rows.agencies(), "agencies")


@_offered("/sections", Listed[SectionRow], name="sections", summary="栏目")
def sections(request: HttpRequest, response: HttpResponse, agency: Agency) -> Any:
    """Every section in which something is public."""
    return _whole(response, list(rows.sections(agency)), agency)


@_offered_as_csv("/sections.csv", name="sections_csv", summary="栏目（CSV）")
def sections_csv(request: HttpRequest, agency: Agency) -> HttpResponseBase:
    """The same as a table."""
    return as_csv(SectionRow, rows.sections(agency), "sections")


@_offered("/annual-reports", Listed[ReportRow], name="reports", summary="年度报告")
def reports(request: HttpRequest, response: HttpResponse, agency: Agency) -> Any:
    """Every public annual report, the newest first."""
    return _whole(response, list(rows.reports(agency)), agency)


@_offered_as_csv("/annual-reports.csv", name="reports_csv", summary="年度报告（CSV）")
def reports_csv(request: HttpRequest, agency: Agency) -> HttpResponseBase:
    """The same as a table."""
    return as_csv(ReportRow, rows.reports(agency), "annual-reports")


@_offered("/annual-reports/{slug:agency}/{int:year}", Report, name="report", summary="一份年度报告")
def report(request: HttpRequest, response: HttpResponse, agency: str, year: int) -> Any:
    """One report cell by cell, as `gongkai report read --json` prints it."""
    page = public(AnnualReportPage.objects.filter(agency__slug=agency, year=year)).select_related("agency").first()
    if page is None:
        raise Http404("没有公开的这一年年度报告。")
    if page.agency.demonstration:
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return Download(page, KINDS["json"]).content


# -- the catalogue and the documents: long lists, part by part -----------------------------------------


@_offered("/catalogue", Listed[CatalogueRow], name="catalogue", summary="政府信息公开目录")
def catalogue(request: HttpRequest, response: HttpResponse, agency: Agency, after: After, limit: Limit) -> Any:
    """Index number, title, summary and date of what is public (Reg. art. 12), the newest first."""
    pages = rows.documents(rows.Wanted(agency=agency, only_catalogue=True), after=after, most=limit + 1)
    return _part(request, response, rows.catalogue_rows(pages[:limit]), pages, limit)


@_offered_as_csv("/catalogue.csv", name="catalogue_csv", summary="政府信息公开目录（CSV）")
def catalogue_csv(request: HttpRequest, agency: Agency) -> HttpResponseBase:
    """The whole catalogue as a table."""
    batches = _batches(rows.Wanted(agency=agency, only_catalogue=True))
    found = (row for pages in batches for row in rows.catalogue_rows(pages))
    return as_csv(CatalogueRow, found, "catalogue")


@_offered("/documents", Listed[DocumentRow], name="documents", summary="政府信息")
def documents(
    request: HttpRequest,
    response: HttpResponse,
    agency: Agency,
    section: Section,
    year: Year,
    statistical_class: StatisticalClass,
    subject: Subject,
    state: State,
    on: On,
    after: After,
    limit: Limit,
) -> Any:
    """Public information, the newest first; normative documents with their validity on a day."""
    day = on or timezone.localdate()
    wanted = rows.Wanted(agency, section, year, statistical_class, subject, state, day)
    pages = rows.documents(wanted, after=after, most=limit + 1)
    return _part(request, response, rows.document_rows(pages[:limit], day), pages, limit)


@_offered_as_csv("/documents.csv", name="documents_csv", summary="政府信息（CSV）")
def documents_csv(
    request: HttpRequest,
    agency: Agency,
    section: Section,
    year: Year,
    statistical_class: StatisticalClass,
    subject: Subject,
    state: State,
    on: On,
) -> HttpResponseBase:
    """All of them as a table."""
    day = on or timezone.localdate()
    wanted = rows.Wanted(agency, section, year, statistical_class, subject, state, day)
    found = (row for pages in _batches(wanted) for row in rows.document_rows(pages, day))
    return as_csv(DocumentRow, found, "documents")


@_offered("/documents/{int:number}", Document, name="document", summary="一条政府信息")
def document(request: HttpRequest, response: HttpResponse, number: int, on: On) -> Any:
    """One piece of information with its text, its attachments and their SHA-256."""
    page = public(InformationPage.objects.filter(pk=number, search_entry__isnull=False)).first()
    if page is None:
        raise Http404("没有公开的这一条信息。")
    row = rows.whole_document(page, on or timezone.localdate())
    say_of_demonstration(response, [row])
    if row.changed_at and not row.validity:  # the validity of a document may change while its page does not
        response.headers["Last-Modified"] = http_date(row.changed_at.timestamp())
    return row


def _whole(response: HttpResponse, found: list[Any], agency: str) -> dict[str, Any]:
    return {"notice": say_of_demonstration(response, found, rows.notice_for(agency)), "items": found, "next": None}


def _part(
    request: HttpRequest, response: HttpResponse, found: list[Any], pages: list[InformationPage], limit: int
) -> dict[str, Any]:
    """Return a part of a long list; one page more than is shown tells whether it goes on."""
    further = None
    if len(pages) > limit:
        asked = {name: value for name, value in request.GET.items() if name != "after"}
        further = rows.full(f"{request.path}?{urlencode({**asked, 'after': rows.cursor_behind(pages[limit - 1])})}")
    notice = say_of_demonstration(response, found, rows.notice_for(request.GET.get("agency", "")))
    return {"notice": notice, "items": found, "next": further}


def _batches(wanted: rows.Wanted) -> Iterator[list[InformationPage]]:
    after = ""
    while pages := rows.documents(wanted, after=after, most=_BATCH):
        yield pages
        after = rows.cursor_behind(pages[-1])


# -- what is wrong, in words ---------------------------------------------------------------------------


@api.exception_handler(Http404)
def nothing_there(request: HttpRequest, problem: Http404) -> HttpResponse:
    """Answer 404 with the reason."""
    return api.create_response(request, {"detail": str(problem) or "没有这个地址。"}, status=404)


@api.exception_handler(rows.BadCursor)
def no_such_place(request: HttpRequest, problem: rows.BadCursor) -> HttpResponse:
    """Answer 422: the place to go on from was not one of ours."""
    return api.create_response(request, {"detail": "after 不是本接口给出的，请照抄上一部分的 next。"}, status=422)


@api.exception_handler(ValidationError)
def not_understood(request: HttpRequest, problem: ValidationError) -> HttpResponse:
    """Answer 422 and name what was not understood."""
    names = "、".join(dict.fromkeys(str(error["loc"][-1]) for error in problem.errors))
    return api.create_response(request, {"detail": f"这些参数不合要求：{names}。写法见 openapi.json。"}, status=422)
