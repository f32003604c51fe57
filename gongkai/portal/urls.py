"""The portal's own addresses, beside the page tree."""

from django.urls import path

from gongkai.portal.check import check_report
from gongkai.portal.comments import public_comments, send_opinion
from gongkai.portal.compare import compare_reports
from gongkai.portal.display import display, display_css
from gongkai.portal.feeds import agency_feed, search_feed, section_feed
from gongkai.portal.mended import mended_report
from gongkai.portal.opendata.api import api
from gongkai.portal.opendata.guide import open_data_guide
from gongkai.portal.policies import document_register, policy_library
from gongkai.portal.robots import robots
from gongkai.portal.rules import rule_catalogue
from gongkai.portal.search import opensearch, search, suggestions
from gongkai.portal.site_errors.views import report_site_error, site_error_status
from gongkai.portal.site_map import site_map
from gongkai.portal.sitemap import sitemap, sitemap_part, sitemap_sections
from gongkai.portal.verify import kept_manifest, verify
from gongkai.portal.visits import visit_image, visit_statistics

urlpatterns = [
    path("api/v1/", api.urls),
    path("open-data/", open_data_guide, name="open_data_guide"),
    path("check/", check_report, name="check_report"),
    path("check/compare/", compare_reports, name="compare_reports"),
    path("check/mended/", mended_report, name="mended_report"),
    path("check/rules/", rule_catalogue, name="rule_catalogue"),
    path("policies/<slug:agency>/", policy_library, name="policy_library"),
    path("normative-documents/<slug:agency>/", document_register, name="document_register"),
    path("comments/<slug:agency>/", public_comments, name="public_comments"),
    path("comments/<slug:agency>/<int:number>/", send_opinion, name="send_opinion"),
    path("site-map/<slug:agency>/", site_map, name="site_map"),
    path("site-errors/<slug:agency>/", report_site_error, name="report_site_error"),
    path("site-errors/<slug:agency>/<str:key>/", site_error_status, name="site_error_status"),
    path("display/", display, name="display"),
    path("display.css", display_css, name="display_css"),
    path("visits/<slug:agency>.gif", visit_image, name="visit_image"),
    path("visits/<slug:agency>/", visit_statistics, name="visit_statistics"),
    path("search/", search, name="search"),
    path("search/suggestions/", suggestions, name="suggestions"),
    path("search/description.xml", opensearch, name="opensearch"),
    path("search/feed.atom", search_feed, name="search_feed"),
    path("feeds/<slug:agency>.atom", agency_feed, name="agency_feed"),
    path("feeds/sections/<int:section>.atom", section_feed, name="section_feed"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("sitemap-sections.xml", sitemap_sections, name="sitemap_sections"),
    path("sitemap-<int:part>.xml", sitemap_part, name="sitemap_part"),
    path("verify/", verify, name="verify"),
    path("verify/pages.sha256", kept_manifest, name="kept_manifest"),
    path("robots.txt", robots, name="robots"),
]
