"""Open data of the annual reports."""

from django.urls import path

from gongkai.yearend.views import annual_report_file

urlpatterns = [
    path("annual-reports/<slug:agency>/<int:year>.<slug:kind>", annual_report_file, name="annual_report_file"),
]
