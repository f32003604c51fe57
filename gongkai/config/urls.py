"""Every address of the installation. Wagtail's API is not mounted: it writes."""

from django.urls import include, path
from django.views.i18n import JavaScriptCatalog
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from gongkai.pages.door import staff_picture

# Uploads are for staff until they stand in a public page; the media folder itself is never public.
staff_files = [
    path("attachments/", include(decorate_urlpatterns(wagtaildocs_urls.urlpatterns, require_admin_access))),
    path("media/<path:path>", require_admin_access(staff_picture)),
]

# Wagtail's words for its scripts, and ours where it has none in Chinese: the same address, looked at first.
script_catalog = JavaScriptCatalog.as_view(packages=["wagtail.admin", "gongkai.config"])

urlpatterns = [
    path("admin/", include(staff_files)),
    path("admin/second-factor/", include("gongkai.agencies.urls")),
    path("admin/jsi18n/", script_catalog, name="wagtailadmin_javascript_catalog"),
    path("admin/", include(wagtailadmin_urls)),
    path("files/", include("gongkai.publishing.urls")),
    path("open-data/", include("gongkai.yearend.urls")),
    path("", include("gongkai.cases.urls")),
    path("", include("gongkai.portal.urls")),
    path("", include(wagtail_urls)),
]
