"""Nobody gives a publication another day than the server recorded, and who tried is on record (PLAT D, test 5)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from gongkai.agencies.door import LogEntry
from gongkai.config.checks import no_site_of_its_own
from gongkai.pages.door import NotCleared
from gongkai.publishing.backdating import backdating_findings
from gongkai.publishing.editing import ReviewedPageForm
from tests.publishing.examples import a_public_page


def attempts():
    return LogEntry.objects.filter(act="refuse_backdating")


def form_of(page, by, **more):
    form = page.get_edit_handler().get_form_class()
    assert issubclass(form, ReviewedPageForm)
    counts = {"body-count": "0", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
    return form({"title": page.title, **counts, **more}, instance=page, parent_page=page.get_parent(), for_user=by)


@pytest.mark.django_db
def test_plat_d_5_an_editor_who_sets_an_earlier_day_is_refused_and_the_inspector_sees_it(place, people, draft):
    honest = form_of(draft, people["clerk"])
    honest.is_valid()
    assert honest.non_field_errors() == []
    assert list(backdating_findings(place.agency, timezone.localdate())) == []
    form = form_of(draft, people["clerk"], publication_date="2026-02-20")
    assert not form.is_valid()
    assert "不能自行填写" in form.non_field_errors()[0]
    assert attempts().get().by == people["clerk"]
    ((page, finding),) = backdating_findings(place.agency, timezone.localdate())
    assert (page.pk, finding.rule) == (draft.pk, "BACKDATING-TRIED")


@pytest.mark.django_db
def test_a_program_that_changes_the_day_of_what_is_public_is_refused_on_record(people, draft):
    page = a_public_page(draft, people)
    page.publication_date -= timedelta(7)
    with pytest.raises(NotCleared):
        page.save()
    assert attempts().get().subject == f"pages.basepage:{page.pk}"


def test_plat_a_4_a_site_of_disclosure_alone_is_refused(settings):
    settings.ALLOWED_HOSTS = ["gjj.example.gov.cn", "127.0.0.1"]
    settings.PUBLIC_ADDRESS = "https://gjj.example.gov.cn"
    assert no_site_of_its_own() == []
    settings.PUBLIC_ADDRESS = "https://xxgk.gjj.example.gov.cn"
    (error,) = no_site_of_its_own()
    assert "61号" in error.msg
    settings.ALLOWED_HOSTS = ["xxgk.gjj.example.gov.cn", "zwgk.example.gov.cn"]
    assert len(no_site_of_its_own()) == 2
