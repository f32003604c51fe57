"""Open data of the annual reports."""

from django.urls import path

from gongkai.yearend.views import annual_report_json

urlpatterns = [
    path("annual-reports/<slug:agency>/<int:year>.json", annual_report_json, name="annual_report_json"),
]
