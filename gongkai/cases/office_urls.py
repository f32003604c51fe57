"""Addresses of 依申请公开 in the back office."""

from django.urls import path

from gongkai.cases import (
    archive_views,
    calendar_views,
    decision_views,
    dispute_views,
    draft_views,
    handing_views,
    lateness_views,
    letter_views,
    office_views,
    together_views,
    working_views,
)

app_name = "cases"
urlpatterns = [
    path("", office_views.queue_page, name="queue"),
    path("all/", office_views.all_cases, name="all"),
    path("register/", office_views.register_page, name="register"),
    path("<int:number>/", office_views.case_page, name="case"),
    path("<int:number>/unmask/", office_views.unmask, name="unmask"),
    path("<int:number>/acts/<str:act>/", office_views.do_act, name="act"),
    path("<int:number>/letters/<int:letter>/", letter_views.letter_page, name="letter"),
    path("<int:number>/letters/<int:letter>/seal/", letter_views.seal, name="seal"),
    path("<int:number>/letters/<int:letter>/issue/", letter_views.issue, name="issue_letter"),
    path("<int:number>/files/<int:file>/", office_views.case_file, name="file"),
    path("<int:number>/papers/<str:kind>/", working_views.add_paper, name="paper"),
    path("<int:number>/tasks/<int:task>/done/", working_views.task_done, name="task_done"),
    path("lateness/", lateness_views.lateness_page, name="lateness"),
    path("archive/", archive_views.archive_page, name="archive"),
    path("archive/many/", archive_views.archive_many, name="archive_many"),
    path("<int:number>/archive-package/", archive_views.archive_package, name="archive_package"),
    path("proposals/", handing_views.proposals_page, name="proposals"),
    path("<int:number>/hand-over/", handing_views.hand_over_page, name="hand_over"),
    path("together/", together_views.decide_many, name="decide_many"),
    path("<int:number>/split/", together_views.split_page, name="split"),
    path("<int:number>/draft/copies/", together_views.copy_draft, name="copy_draft"),
    path("calendar/", calendar_views.calendar_page, name="calendar"),
    path("disputes/", dispute_views.all_disputes, name="disputes"),
    path("disputes/register/", dispute_views.register_dispute, name="register_dispute"),
    path("disputes/<int:number>/", dispute_views.dispute_page, name="dispute"),
    path("disputes/<int:number>/steps/", dispute_views.add_step, name="dispute_step"),
    path("disputes/<int:number>/results/", dispute_views.add_result, name="dispute_result"),
    path("<int:number>/decision/", decision_views.decision_page, name="decision"),
    path("<int:number>/draft/", draft_views.draft_page, name="draft"),
    path("<int:number>/draft/preview/", draft_views.preview_draft, name="preview"),
    path("<int:number>/draft/write/", draft_views.write_letter, name="write"),
    path("<int:number>/draft/decide/", draft_views.decide_draft, name="decide"),
    path("<int:number>/draft/issue/", draft_views.issue_draft, name="issue"),
]
