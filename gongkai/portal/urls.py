"""The portal's own addresses, beside the page tree."""

from django.urls import path

from gongkai.portal.check import check_report
from gongkai.portal.compare import compare_reports
from gongkai.portal.mended import mended_report
from gongkai.portal.robots import robots
from gongkai.portal.rules import rule_catalogue
from gongkai.portal.search import opensearch, search, suggestions

urlpatterns = [
    path("check/", check_report, name="check_report"),
    path("check/compare/", compare_reports, name="compare_reports"),
    path("check/mended/", mended_report, name="mended_report"),
    path("check/rules/", rule_catalogue, name="rule_catalogue"),
    path("search/", search, name="search"),
    path("search/suggestions/", suggestions, name="suggestions"),
    path("search/description.xml", opensearch, name="opensearch"),
    path("robots.txt", robots, name="robots"),
]
