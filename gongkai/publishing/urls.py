"""Files of public pages."""

from django.urls import path

from gongkai.publishing.views import page_to_keep, shown_attachment, shown_picture, web_package

urlpatterns = [
    path("<int:page>/page.html", page_to_keep, name="page_to_keep"),
    path("<int:page>/pictures/<int:picture>", shown_picture, name="shown_picture"),
    path("<int:page>/h5/<int:attachment>/<str:key>/<path:name>", web_package, name="shown_h5"),
    path("<int:page>/<int:attachment>/<str:name>", shown_attachment, name="shown_attachment"),
]
