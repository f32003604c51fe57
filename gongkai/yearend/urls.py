"""Open data of the annual reports."""

from django.urls import path

from gongkai.yearend.views import annual_report_file, report_schema

urlpatterns = [
    path("schemas/annual-report-1.json", report_schema, name="report_schema"),
    path("annual-reports/<slug:agency>/<int:year>.<slug:kind>", annual_report_file, name="annual_report_file"),
]
