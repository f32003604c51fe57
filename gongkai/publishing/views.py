"""The files of public pages. What no public page shows, the public does not get."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from gongkai.pages.door import Attachment, BasePage, Picture, numbers_shown_by, public

PICTURE_SIZE = "max-1600x1600"
_PLAYED = {"mp4": "video/mp4", "webm": "video/webm"}


@require_safe
def shown_picture(request: HttpRequest, page: int, picture: int) -> FileResponse:
    """Return a picture of a public page, no larger than it is shown; 404 where no public page shows it."""
    _require_shown(request, page, "picture", picture)
    rendition = get_object_or_404(Picture, pk=picture).get_rendition(PICTURE_SIZE)
    return FileResponse(_opened(rendition.file))


@require_safe
def shown_attachment(request: HttpRequest, page: int, attachment: int, name: str) -> FileResponse:
    """Return an attachment of a public page to keep, or a film to play; 404 where no public page shows it."""
    _require_shown(request, page, "attachment", attachment)
    row = get_object_or_404(Attachment, pk=attachment)
    film = _PLAYED.get(row.file_extension.lower())
    stored = _opened(row.file)
    if film:
        return FileResponse(stored, content_type=film, filename=row.filename)
    return FileResponse(stored, as_attachment=True, filename=row.filename)


def _require_shown(request: HttpRequest, page: int, kind: str, number: int) -> None:
    """Raise Http404 unless the page is public and shows that file; staff see those of drafts too."""
    if request.user.has_perm("wagtailadmin.access_admin"):
        return
    shown_by = public(BasePage.objects.filter(pk=page)).first()
    if shown_by is None or (kind, number) not in numbers_shown_by(shown_by.specific):
        raise Http404("没有公开的页面使用这个文件")


def _opened(file: Any) -> Any:
    try:
        return file.storage.open(file.name, "rb")
    except FileNotFoundError:
        raise Http404("文件不在了") from None
