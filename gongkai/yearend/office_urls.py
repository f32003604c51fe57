"""Addresses of the 年终 pages in the back office."""

from django.urls import path

from gongkai.yearend import figure_views, record_views

app_name = "yearend"
urlpatterns = [
    path("figures/", figure_views.figures, name="figures"),
    path("figures.csv", figure_views.figures_csv, name="figures_csv"),
    path("figures/<str:figure_id>/", figure_views.figure, name="figure"),
    path("tallies/<int:number>/", record_views.tally, name="tally"),
    path("notes/<int:number>/", record_views.note, name="note"),
]
