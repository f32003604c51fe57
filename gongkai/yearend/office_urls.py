"""Addresses of the 年终 pages in the back office."""

from django.urls import path

from gongkai.yearend import draft_views, figure_views, life_views, record_views

app_name = "yearend"
urlpatterns = [
    path("figures/", figure_views.figures, name="figures"),
    path("figures.csv", figure_views.figures_csv, name="figures_csv"),
    path("figures/<str:figure_id>/", figure_views.figure, name="figure"),
    path("tallies/<int:number>/", record_views.tally, name="tally"),
    path("notes/<int:number>/", record_views.note, name="note"),
    path("<slug:agency>/tallies/new/", record_views.register_tally, name="register_tally"),
    path("<slug:agency>/notes/new/", record_views.register_note, name="register_note"),
    path("reports/", draft_views.reports, name="reports"),
    path("reports/<slug:agency>/<int:year>/", draft_views.draft, name="draft"),
    path("reports/<slug:agency>/<int:year>/sections/<slug:section>/", draft_views.section, name="section"),
    path("reports/<slug:agency>/<int:year>/justify/", draft_views.justify, name="justify"),
    path("reports/<slug:agency>/<int:year>/life/", life_views.report_life, name="life"),
    path("reports/<slug:agency>/<int:year>/versions/<int:version>/", life_views.drift_report, name="drift"),
    path("reviews/<int:number>/", life_views.review_of_page, name="review"),
    path("reports/<slug:agency>/<int:year>/cells/<str:place>/", draft_views.cell, name="cell"),
]
