"""Addresses of the desk in the back office; its home is Wagtail's own."""

from django.urls import path

from gongkai.desk import views

app_name = "desk"
urlpatterns = [
    path("workload/", views.workload, name="workload"),
    path("staffing/", views.staffing, name="staffing"),
]
