"""Information from a draft to a publication: sections, information, normative documents, three rounds of review.

Door: door.py. May import: pages, agencies, annualreport, proofing, statute, findings.
Owns: the section pages, InformationPage, NormativeDocumentPage, GuidePage, DutyListPage, OrganisationPage, LeaderPage,
CommentPage, AdoptionPage, NumberPattern, ExplainerTerm, OwnTerm, FlaggedTerm, ReadingPlace (editable); Opinion (written
once), OutsideLink (written by each trial); OpinionVerdict, Submission, Review, Gate, GateAnswer, Publication,
Withdrawal, PenaltyReversal, WithheldReview, Departure, ValidityEvent, Supply, SuppliedItem, Handover (append-only).
Never: makes public what three people have not approved, as it stands; deletes what has been public.
"""
