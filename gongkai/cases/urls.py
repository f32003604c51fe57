"""Applying and following, beside the page tree."""

from django.urls import path

from gongkai.cases import applying, following, following_answers, unsent_views

urlpatterns = [
    path("apply/<slug:agency>/", applying.apply, name="apply"),
    path("apply/<slug:agency>/paper-form/", applying.paper_form, name="paper_form"),
    path("apply/<slug:agency>/resume/", unsent_views.resume, name="resume_application"),
    path("apply/<slug:agency>/forget/", unsent_views.forget, name="forget_application"),
    path("apply/<slug:agency>/<str:who>/", applying.application_form, name="application_form"),
    path("track/", following.track, name="track"),
    path("track/case/", following.tracked_case, name="tracked_case"),
    path("track/case/stop/", following.stop_tracking, name="stop_tracking"),
    path("track/case/correction/", following_answers.send_correction, name="send_correction"),
    path("track/case/reasons/", following_answers.send_reasons, name="send_reasons"),
    path("track/case/withdrawal/", following.withdraw, name="withdraw"),
    path("track/case/parts/<int:part>/", following.tracked_part, name="tracked_part"),
    path("track/case/letters/<int:letter>/", following.tracked_letter, name="tracked_letter"),
    path("track/case/letters/<int:letter>/file/", following.tracked_letter_file, name="tracked_letter_file"),
    path("track/case/files/<int:file>/", following.tracked_file, name="tracked_file"),
]
