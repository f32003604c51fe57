"""Addresses of the review pages in the back office."""

from django.urls import path

from gongkai.publishing.departure_views import leave_office
from gongkai.publishing.gate_views import gates_page
from gongkai.publishing.manuscript_views import draft_manuscript, manuscript
from gongkai.publishing.opinion_views import opinion, opinions
from gongkai.publishing.penalty_views import reverse_penalty
from gongkai.publishing.pin_views import pin_page
from gongkai.publishing.proof_views import proofread
from gongkai.publishing.review_views import queue, recall_submission, review, submit_page, withdraw_page
from gongkai.publishing.supply import office as supply_office
from gongkai.publishing.together_views import review_together
from gongkai.publishing.typed_proofs import proof_typed, proof_typed_new
from gongkai.publishing.validity_views import change_validity
from gongkai.publishing.waiver_views import waive_explainer
from gongkai.publishing.watched_views import renew, watched_content
from gongkai.publishing.withheld_views import withheld_information, withheld_page

urlpatterns = [
    path("reviews/", queue, name="publishing_queue"),
    path("reviews/<int:number>/", review, name="publishing_review"),
    path("reviews/<int:number>/recall/", recall_submission, name="publishing_recall"),
    path("manuscripts/<int:number>/", manuscript, name="publishing_manuscript"),
    path("manuscripts/below/<int:number>/", draft_manuscript, name="publishing_draft_manuscript"),
    path("proofs/typed/<int:number>/", proof_typed, name="publishing_proof_typed"),
    path("proofs/typed/<int:parent>/<slug:kind>/", proof_typed_new, name="publishing_proof_typed_new"),
    path("proofs/<int:number>/", proofread, name="publishing_proofread"),
    path("reviews/waiver/<int:number>/", waive_explainer, name="publishing_waive_explainer"),
    path("reviews/validity/<int:number>/", change_validity, name="publishing_change_validity"),
    path("reviews/submit/<int:number>/", submit_page, name="publishing_submit"),
    path("reviews/withdraw/<int:number>/", withdraw_page, name="publishing_withdraw"),
    path("reviews/penalty/<int:number>/", reverse_penalty, name="publishing_penalty"),
    path("opinions/<int:number>/", opinions, name="publishing_opinions"),
    path("opinions/one/<int:number>/", opinion, name="publishing_opinion"),
    path("reviews/together/", review_together, name="publishing_together"),
    path("reviews/gates/<int:number>/", gates_page, name="publishing_gates"),
    path("reviews/withheld/", withheld_information, name="publishing_withheld"),
    path("reviews/withheld/<int:number>/", withheld_page, name="publishing_review_withheld"),
    path("reviews/departure/<int:number>/", leave_office, name="publishing_departure"),
    path("reviews/pin/<int:number>/", pin_page, name="publishing_pin"),
    path("reviews/watched/", watched_content, name="publishing_watched"),
    path("reviews/renew/<int:number>/", renew, name="publishing_renew"),
    path("supplies/", supply_office.supplies, name="publishing_supplies"),
    path("supplies/make/<int:place>/", supply_office.make, name="publishing_supply_make"),
    path("supplies/<int:number>/", supply_office.supply, name="publishing_supply"),
    path("supplies/<int:number>/package/", supply_office.package, name="publishing_supply_package"),
    path("supplies/handover/<int:number>/proof/", supply_office.proof, name="publishing_supply_proof"),
]
