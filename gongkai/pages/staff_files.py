"""Pictures in the back office. Whatever else stands in the media folder, no address leads to it."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe
from django.views.static import serve

from gongkai.pages.media import Picture, PictureRendition
from gongkai.pages.page_roles import may_open


@require_safe
def staff_picture(request: HttpRequest, path: str) -> HttpResponseBase:
    """Return a picture, or one of its sizes, to staff of the agency whose it is; 404 to others and for other files."""
    picture = Picture.objects.filter(file=path).first()
    if picture is None and (size := PictureRendition.objects.filter(file=path).select_related("image").first()):
        picture = size.image
    if picture is None or not may_open(request.user, picture):
        raise Http404
    return serve(request, path, document_root=settings.MEDIA_ROOT)
