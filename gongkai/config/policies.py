"""Who may come in at which address: one table for every route of the installation.

A route that stands in none of these lines is refused to everybody (access.py) and fails a
test. What somebody may then do to a page or a row is asked of that page or row as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache

from gongkai.agencies.door import Role


@dataclass(frozen=True, slots=True)
class Policy:
    """Who may come in: the public; or people with one of `roles` today, and superusers.

    Nobody, not even a superuser, where there is a `refusal`: the sentence that tells why.
    """

    public: bool = False
    roles: frozenset[Role] = frozenset()
    before_second_factor: bool = False
    refusal: str = ""


def only(*roles: Role) -> Policy:
    """Return the policy of a route for these roles."""
    return Policy(roles=frozenset(roles))


PUBLIC = Policy(public=True)
STAFF = only(*Role)
SIGNING_IN = Policy(roles=frozenset(Role), before_second_factor=True)
SUPERUSER = only()  # what belongs to the whole installation, not to one agency
PART_OF_THE_PROGRAM = Policy(refusal="三审的流程是系统规定的，不能在这里增加、修改或者停用。")
BY_REVIEW = Policy(refusal="送审、审核和撤回都在“三审”里办理，这里不能代替。")

_WRITERS = only(
    Role.CLERK,
    Role.PROOFREADER,
    Role.FIRST_REVIEWER,
    Role.SECOND_REVIEWER,
    Role.THIRD_REVIEWER,
    Role.DISCLOSURE_OFFICE_HEAD,
    Role.LEADER,
    Role.ADMINISTRATOR,
)
_OFFICE = only(Role.ADMINISTRATOR, Role.DISCLOSURE_OFFICE_HEAD)

# The name of a route (namespace:name), or a pattern of such names; the first line that fits holds.
# Routes without a name are written as their address.
POLICIES: tuple[tuple[str, Policy], ...] = (
    # the public site
    ("wagtail_serve", PUBLIC),
    ("annual_report_file", PUBLIC),
    ("report_schema", PUBLIC),
    ("page_to_keep", PUBLIC),
    ("shown_picture", PUBLIC),
    ("shown_attachment", PUBLIC),
    ("shown_h5", PUBLIC),
    ("check_report", PUBLIC),
    ("compare_reports", PUBLIC),
    ("mended_report", PUBLIC),
    ("rule_catalogue", PUBLIC),
    ("policy_library", PUBLIC),
    ("document_register", PUBLIC),
    ("public_comments", PUBLIC),
    ("send_opinion", PUBLIC),
    ("site_map", PUBLIC),
    ("visit_image", PUBLIC),
    ("visit_statistics", PUBLIC),
    ("display", PUBLIC),
    ("display_css", PUBLIC),
    ("report_site_error", PUBLIC),
    ("site_error_status", PUBLIC),
    ("robots", PUBLIC),
    ("search", PUBLIC),
    ("suggestions", PUBLIC),
    ("opensearch", PUBLIC),
    ("*_feed", PUBLIC),
    ("sitemap*", PUBLIC),
    ("open_data:*", PUBLIC),
    ("open_data_guide", PUBLIC),
    ("verify", PUBLIC),
    ("kept_manifest", PUBLIC),
    ("apply", PUBLIC),
    ("paper_form", PUBLIC),
    ("application_form", PUBLIC),
    ("resume_application", PUBLIC),
    ("forget_application", PUBLIC),
    ("track", PUBLIC),
    ("tracked_*", PUBLIC),
    ("stop_tracking", PUBLIC),
    ("send_correction", PUBLIC),
    ("send_reasons", PUBLIC),
    ("withdraw", PUBLIC),
    ("wagtailcore_login", PUBLIC),
    ("wagtailcore_authenticate_with_password", PUBLIC),
    # signing in
    ("wagtailadmin_login", PUBLIC),
    ("wagtailadmin_password_reset*", PUBLIC),
    ("wagtailadmin_sprite", PUBLIC),
    ("wagtailadmin_javascript_catalog", PUBLIC),
    ("wagtailadmin_logout", SIGNING_IN),
    ("second_factor:*", SIGNING_IN),
    # everybody's desk
    ("wagtailadmin_home", STAFF),
    ("desk:staffing", only(Role.DISCLOSURE_OFFICE_HEAD, Role.LEADER, Role.ADMINISTRATOR)),
    ("desk:*", only(Role.DISCLOSURE_OFFICE_HEAD, Role.LEADER, Role.INSPECTOR, Role.SUPERVISOR, Role.ADMINISTRATOR)),
    ("wagtailadmin_account", STAFF),
    ("wagtailadmin_dismissibles", STAFF),
    ("wagtailadmin_editing_sessions:*", STAFF),
    ("admin/.*/$", STAFF),
    # pages, pictures, attachments
    ("wagtailadmin_pages:workflow_action", BY_REVIEW),
    ("wagtailadmin_pages:workflow_preview", BY_REVIEW),
    ("wagtailadmin_pages:collect_workflow_action_data", BY_REVIEW),
    ("wagtailadmin_pages:confirm_workflow_cancellation", BY_REVIEW),
    ("wagtailadmin_pages:convert_alias", SUPERUSER),
    ("wagtailadmin_pages:set_privacy", SUPERUSER),
    ("wagtailadmin_pages:*", _WRITERS),
    ("wagtailadmin_explore*", _WRITERS),
    ("wagtailadmin_choose_page*", _WRITERS),
    ("wagtailadmin_block_preview", _WRITERS),
    ("wagtailadmin_tag_*", _WRITERS),
    # Wagtail's lists that ask nobody whose a row is; no page of ours needs them
    ("wagtailadmin_api:images:*", SUPERUSER),
    ("wagtailadmin_api:documents:*", SUPERUSER),
    ("wagtailadmin_reports:page_types_usage*", SUPERUSER),
    ("wagtailsnippetchoosers_*", SUPERUSER),
    ("wagtailadmin_api:pages:action", SUPERUSER),
    ("wagtail_bulk_action", SUPERUSER),
    ("wagtailadmin_api:*", _WRITERS),
    ("wagtailimages:*", _WRITERS),
    ("wagtailimages_chooser:*", _WRITERS),
    ("wagtaildocs:*", _WRITERS),
    ("wagtaildocs_chooser:*", _WRITERS),
    ("wagtaildocs_*", _WRITERS),
    ("admin/media/<path:path>", _WRITERS),
    ("wagtailadmin_reports:*", _WRITERS),
    # the three reviews; what somebody may decide is asked of the submission (rounds.py)
    ("publishing_watched", Policy(roles=_WRITERS.roles | {Role.INSPECTOR})),
    ("publishing_*", _WRITERS),
    # what an agency settles for itself
    ("wagtailsnippets_publishing_*", _OFFICE),
    # agencies, people, the log
    ("wagtailsnippets:index", STAFF),
    ("wagtailsnippets_agencies_person:*", _OFFICE),
    ("wagtailsnippets_agencies_*", STAFF),
    # the figures, the draft of the annual report and its life
    ("yearend:collection*", only(Role.SUPERVISOR)),
    ("yearend:sentence*", _OFFICE),
    ("yearend:*", STAFF),
    ("cases:lateness", only(Role.CLERK, Role.DISCLOSURE_OFFICE_HEAD, Role.LEADER, Role.SUPERVISOR)),
    ("cases:calendar", SUPERUSER),  # the calendar counts for every agency
    ("cases:template*", _OFFICE),
    ("cases:setting*", _OFFICE),
    ("cases:*", only(Role.CLERK, Role.DISCLOSURE_OFFICE_HEAD, Role.LEADER)),
    ("portal_site_error*", only(Role.CLERK, Role.DISCLOSURE_OFFICE_HEAD)),
    ("portal_platform*", _OFFICE),
    # the installation
    ("wagtailadmin_collections:*", SUPERUSER),
    ("wagtailadmin_workflows:*", PART_OF_THE_PROGRAM),
    ("wagtailusers_*", SUPERUSER),
    ("wagtailsites:*", SUPERUSER),
    ("admin/test404/", SUPERUSER),
    ("wagtailadmin_error_test", SUPERUSER),
)


@cache
def policy_of(name: str) -> Policy | None:
    """Return the policy of the route with this name, None where the table has none."""
    return next((policy for pattern, policy in POLICIES if pattern == name or fnmatchcase(name, pattern)), None)


def route_name(view_name: str, route: str) -> str:
    """Return the name under which the table has a route: its address where the route has no name."""
    named = view_name and "." not in view_name and not view_name.endswith(":")
    return view_name if named else route
