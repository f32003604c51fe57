"""The files of public pages. What no public page shows, the public does not get."""

from __future__ import annotations

from typing import Any, TypeVar

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.cache import add_never_cache_headers, get_conditional_response
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from gongkai.agencies.door import next_step, roles_of
from gongkai.pages.door import AgencyPage, Attachment, BasePage, Picture, is_public, may_open, numbers_shown_by
from gongkai.publishing.information import InformationPage
from gongkai.publishing.refusals import Refused
from gongkai.publishing.shown_sizes import PICTURE_SIZE
from gongkai.publishing.standing_alone import page_file
from gongkai.publishing.web_packages import is_key_of, part_of_package, sandbox_policy

Answer = TypeVar("Answer", bound=HttpResponseBase)
_PLAYED = {"mp4": "video/mp4", "webm": "video/webm"}


@require_safe
def shown_picture(request: HttpRequest, page: int, picture: int) -> FileResponse:
    """Return a picture of a public page, no larger than it is shown; 404 where no public page shows it."""
    row = get_object_or_404(Picture, pk=picture)
    shown_by = _require_shown(request, page, "picture", row)
    return _unlisted(FileResponse(_opened(row.get_rendition(PICTURE_SIZE).file)), shown_by)


@require_safe
def shown_attachment(request: HttpRequest, page: int, attachment: int, name: str) -> FileResponse:
    """Return an attachment of a public page to keep, or a film to play; 404 where no public page shows it."""
    row = get_object_or_404(Attachment, pk=attachment)
    shown_by = _require_shown(request, page, "attachment", row)
    film = _PLAYED.get(row.file_extension.lower())
    stored = _opened(row.file)
    if film:
        return _unlisted(FileResponse(stored, content_type=film, filename=row.filename), shown_by)
    kept = FileResponse(stored, as_attachment=True, filename=row.filename)
    kept.headers["Content-Disposition"] = "attachment"  # the page's own link gives it its name
    return _unlisted(kept, shown_by)


@require_safe
@xframe_options_sameorigin
def web_package(request: HttpRequest, page: int, attachment: int, key: str, name: str) -> HttpResponse:
    """Return a file of a small web page that a public page shows, shut into a sandbox; 404 where no page shows it.

    A browser in a sandbox signs nobody in, so the address itself (`key`) opens a draft's to staff, for an hour.
    """
    row = get_object_or_404(Attachment, pk=attachment)
    if not is_key_of(key, page, row):
        _require_shown(request, page, "attachment", row)
    part = part_of_package(row, name)
    if part is None:
        raise Http404("没有这个文件")
    response = HttpResponse(part.data, content_type=part.kind)
    response.headers["Content-Security-Policy"] = sandbox_policy(request, page, attachment, key)
    response.headers["Access-Control-Allow-Origin"] = "*"  # a sandbox is nobody's origin, not even its own files'
    response.headers["X-Robots-Tag"] = "noindex"  # the page that shows it is what is to be found
    response.headers["Cache-Control"] = "private, max-age=300"
    return response


@require_safe
def page_to_keep(request: HttpRequest, page: int) -> HttpResponse:
    """Return public information as one file to keep, its pictures in it; who has it may have it verified."""
    content = get_object_or_404(InformationPage, pk=page).specific
    if not is_public(content):
        raise Http404("这条信息没有公开")
    file = page_file(content)
    answer = HttpResponse(headers={**file.headers, "Cache-Control": "public, no-cache"})
    conditional = get_conditional_response(request, etag=file.headers["ETag"], response=answer)
    if conditional is not answer:  # it is known to who asks: it need not be made
        return conditional
    try:
        answer.content = file.make()
    except Refused as refusal:
        raise Http404(str(refusal)) from None
    file.kept(answer.content)
    return answer


def _unlisted(response: Answer, page: BasePage) -> Answer:
    """Return the answer; a demonstration's asks search engines to leave it alone, a draft's is kept nowhere."""
    if getattr(page, "is_shown_to_staff", False):
        add_never_cache_headers(response)
    if page.agency and page.agency.demonstration:
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _require_shown(request: HttpRequest, number: int, kind: str, file: Any) -> BasePage:
    """Return the page if it shows that file and is public, else raise Http404; staff see files of their drafts too."""
    page = BasePage.objects.filter(pk=number).first()
    if page and is_public(page) and (kind, file.pk) in numbers_shown_by(page.specific):
        return page
    signed_in = request.user.is_authenticated and not next_step(request)
    if not (page and signed_in and _is_own(request.user, page, kind, file)):
        raise Http404("没有公开的页面使用这个文件")
    page.is_shown_to_staff = True
    return page


def _is_own(user: Any, page: BasePage, kind: str, file: Any) -> bool:
    """Tell whether `user` may choose the file, or works in the agency whose draft shows it."""
    if may_open(user, file):
        return True
    is_theirs = page.agency and AgencyPage.objects.filter(agency=page.agency, collection=file.collection_id).exists()
    works_here = is_theirs and roles_of(user, page.agency, on=timezone.localdate())
    versions = (page.specific, page.get_latest_revision_as_object()) if works_here else ()
    return any((kind, file.pk) in numbers_shown_by(version) for version in versions)


def _opened(file: Any) -> Any:
    try:
        return file.storage.open(file.name, "rb")
    except FileNotFoundError:
        raise Http404("文件不在了") from None
