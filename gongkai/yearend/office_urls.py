"""Addresses of the 年终 pages in the back office."""

from django.urls import path

from gongkai.yearend import (
    collection_cells,
    collection_sums,
    collection_views,
    draft_views,
    drift_views,
    figure_views,
    life_views,
    record_views,
    sentence_views,
)

app_name = "yearend"
urlpatterns = [
    path("figures/", figure_views.figures, name="figures"),
    path("figures.csv", figure_views.figures_csv, name="figures_csv"),
    path("figures/<str:figure_id>/", figure_views.figure, name="figure"),
    path("tallies/<int:number>/", record_views.tally, name="tally"),
    path("tallies/<int:number>/evidence/", record_views.tally_evidence, name="tally_evidence"),
    path("notes/<int:number>/", record_views.note, name="note"),
    path("carry-releases/<int:number>/", record_views.carry_release, name="carry_release"),
    path("<slug:agency>/carry-releases/new/", record_views.register_carry_release, name="register_carry_release"),
    path("<slug:agency>/tallies/new/", record_views.register_tally, name="register_tally"),
    path("<slug:agency>/notes/new/", record_views.register_note, name="register_note"),
    path("sentences/", sentence_views.sentences_page, name="sentences"),
    path("sentences/<slug:agency>/<slug:sentence>/", sentence_views.sentence_page, name="sentence"),
    path("reports/", draft_views.reports, name="reports"),
    path("reports/<slug:agency>/<int:year>/", draft_views.draft, name="draft"),
    path("reports/<slug:agency>/<int:year>/sections/<slug:section>/", draft_views.section, name="section"),
    path("reports/<slug:agency>/<int:year>/justify/", draft_views.justify, name="justify"),
    path("reports/<slug:agency>/<int:year>/life/", life_views.report_life, name="life"),
    path("reports/<slug:agency>/<int:year>/versions/<int:version>/", drift_views.drift_report, name="drift"),
    path("collections/", collection_views.choose, name="collection"),
    path("collections/<slug:department>/<int:year>/", collection_views.overview, name="collection_of"),
    path("collections/<slug:department>/<int:year>/receive/", collection_views.receive, name="collection_receive"),
    path("collections/<slug:department>/<int:year>/due/", collection_views.local_due, name="collection_due"),
    path(
        "collections/<slug:department>/<int:year>/agencies/<slug:agency>/",
        collection_views.of_agency,
        name="collection_agency",
    ),
    path("collections/<slug:department>/<int:year>/rollup/", collection_sums.rollup, name="collection_rollup"),
    path(
        "collections/<slug:department>/<int:year>/rollup.<slug:kind>",
        collection_sums.rollup_file,
        name="collection_rollup_file",
    ),
    path(
        "collections/<slug:department>/<int:year>/rollup/cells/<str:place>/",
        collection_cells.rollup_cell,
        name="collection_rollup_cell",
    ),
    path(
        "collections/<slug:department>/<int:year>/conspicuous/",
        collection_sums.conspicuous,
        name="collection_conspicuous",
    ),
    path("collections/<slug:department>/<int:year>/years/", collection_sums.years, name="collection_years"),
    path("collections/<slug:department>/<int:year>/beside/", collection_sums.beside, name="collection_beside"),
    path(
        "collections/<slug:department>/<int:year>/<slug:part>.<slug:kind>",
        collection_sums.collection_file,
        name="collection_file",
    ),
    path("received-reports/<int:number>/", collection_views.received_file, name="collection_received_file"),
    path("reviews/<int:number>/", life_views.review_of_page, name="review"),
    path("reports/<slug:agency>/<int:year>/cells/<str:place>/", draft_views.cell, name="cell"),
]
