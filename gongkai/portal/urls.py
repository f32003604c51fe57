"""The portal's own addresses, beside the page tree."""

from django.urls import path

from gongkai.portal.check import check_report
from gongkai.portal.robots import robots

urlpatterns = [
    path("check/", check_report, name="check_report"),
    path("robots.txt", robots, name="robots"),
]
