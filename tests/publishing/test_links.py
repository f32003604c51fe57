"""Links and attachments of a page are proofread, and what is public stays watched (国办秘函〔2019〕19号：可用性)."""

import json
import threading
from datetime import timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from gongkai.cli import main
from gongkai.pages.door import BasePage
from gongkai.publishing.dead_links import link_findings
from gongkai.publishing.door import OutsideLink, try_links, withdraw
from gongkai.publishing.outside_links import SILENCES, addresses_to_try, trials
from gongkai.publishing.proofs import proofread_page
from gongkai.publishing.reaching import Outcome, answer_of, is_public_host
from tests.publishing.examples import AT, a_draft, a_public_page, a_section, body

DAY = timedelta(days=1)
ELSEWHERE = "https://www.example.gov.cn/notice"


def rules_of(page):
    return [finding.rule for finding in proofread_page(page) if finding.rule.startswith(("LINK", "ATTACH"))]


def linking(draft, markup):
    draft.body = body(markup)
    draft.save_revision()
    return draft


def to_page(page):
    return f'见<a linktype="page" id="{page.pk}">通知</a>。'


@pytest.mark.django_db
def test_a_link_to_a_page_that_is_not_public_is_found_and_one_to_a_public_page_is_not(place, people, draft):
    section = a_section(place, "notice")
    target = a_draft(section, by=people["clerk"], slug="target")
    assert rules_of(linking(draft, to_page(target))) == ["LINK-DEAD"]
    a_public_page(target, people)
    assert rules_of(draft) == []
    assert rules_of(linking(draft, '见<a linktype="page" id="987654">通知</a>。')) == ["LINK-DEAD"]


@pytest.mark.django_db
def test_an_address_of_this_site_is_followed_without_asking_the_network(place, people, draft):
    target = a_public_page(a_draft(a_section(place, "notice"), by=people["clerk"], slug="target"), people)
    assert rules_of(linking(draft, f'<a href="{target.get_url()}">通知</a>')) == []
    assert rules_of(linking(draft, '<a href="/pingchang/999999/">通知</a>')) == ["LINK-DEAD"]
    assert rules_of(linking(draft, '<a href="/admin/pages/">通知</a>')) == ["LINK-DEAD"]
    assert rules_of(linking(draft, '<a href="/search/">检索</a><a href="mailto:a@example.gov.cn">邮箱</a>')) == []
    assert rules_of(linking(draft, '<a href="#">通知</a>')) == ["LINK-EMPTY"]
    assert rules_of(linking(draft, '<a href="http://[">通知</a>')) == [], "not known yet: it is tried like any other"


@pytest.mark.django_db
def test_an_attachment_that_the_text_names_must_be_there(draft):
    assert rules_of(linking(draft, "附件：1.申请表")) == ["ATTACHMENT-MISSING"]
    draft.body = [
        *body("附件：1.申请表"),
        {"type": "attachment", "value": {"file": None, "title": "申请表"}, "id": "b"},
    ]
    assert rules_of(draft) == []


@pytest.mark.django_db
def test_an_address_outside_is_dead_when_it_is_gone_or_was_silent_for_three_days(draft, settings):
    linking(draft, f'<a href="{ELSEWHERE}">通知</a>')
    assert try_links(AT, asking=gone) == 0, "an intranet asks nobody"
    settings.TRY_LINKS = True
    assert try_links(AT, asking=silent) == 1
    assert try_links(AT, asking=silent) == 0, "not twice at once"
    assert rules_of(draft) == []
    for day in range(1, SILENCES):
        assert try_links(AT + day * DAY, asking=silent) == 1
    assert rules_of(draft) == ["LINK-DEAD"]
    try_links(AT + 9 * DAY, asking=answers)
    assert rules_of(draft) == []
    try_links(AT + 20 * DAY, asking=gone)
    assert rules_of(draft) == ["LINK-DEAD"]
    linking(draft, "没有链接。")
    assert not OutsideLink.objects.exists()


@pytest.mark.django_db
def test_what_a_public_page_leads_to_is_watched(place, people, draft, settings):
    settings.TRY_LINKS = True
    target = a_public_page(a_draft(a_section(place, "notice"), by=people["clerk"], slug="target"), people)
    linking(draft, to_page(target) + f'<a href="{ELSEWHERE}">通知</a>')
    page = a_public_page(draft, people)
    try_links(AT, asking=answers)
    assert list(link_findings(place.agency, AT.date())) == []
    withdraw(target.pk, "有误。", by=people["leader"], at=AT)
    try_links(AT + 8 * DAY, asking=gone)
    found = list(link_findings(place.agency, AT.date()))
    assert [(BasePage.objects.get(pk=one.pk).pk, finding.rule) for one, finding in found] == [
        (page.pk, "LINK-OUTSIDE"),
        (page.pk, "LINK-INSIDE"),
    ]


@pytest.mark.django_db
def test_all_that_is_due_is_tried_at_once_and_what_was_answered_is_kept_when_it_is_stopped(draft):
    linking(draft, "".join(f'<a href="{ELSEWHERE}/{number}">通知</a>' for number in range(20)))
    some = trials(addresses_to_try(AT), AT, asking=gone)
    tried = {next(some).address for _ in range(3)}
    some.close()
    assert len(tried) == 3
    assert OutsideLink.objects.filter(address__in=tried, outcome="gone").count() == 3
    assert len(addresses_to_try(AT)) == 17
    assert len(list(trials(addresses_to_try(AT), AT, asking=answers))) == 17
    assert (len(addresses_to_try(AT)), len(addresses_to_try(None))) == (0, 20)


@pytest.mark.django_db
def test_a_silence_counts_once_a_day_however_often_somebody_tries(draft):
    linking(draft, f'<a href="{ELSEWHERE}">通知</a>')
    for minutes in range(SILENCES + 1):
        list(trials(addresses_to_try(None), AT + timedelta(minutes=minutes), asking=silent))
    assert OutsideLink.objects.get().silences == 1
    list(trials(addresses_to_try(None), AT + 2 * DAY, asking=silent))
    assert OutsideLink.objects.get().silences == 2


@pytest.mark.django_db
def test_the_command_tries_names_what_is_dead_on_public_pages_and_can_be_stopped(
    draft, people, settings, monkeypatch, capsys
):
    settings.HAS_SECRET_KEY = True
    a_public_page(linking(draft, f'<a href="{ELSEWHERE}">通知</a>'), people)
    assert main(["links", "try"]) == 2
    assert "GONGKAI_TRY_LINKS" in capsys.readouterr().err
    settings.TRY_LINKS = True
    monkeypatch.setattr("gongkai.publishing.door.trials", partial(trials, asking=answers))
    assert main(["links", "try"]) == 0
    assert "打得开 1 个" in capsys.readouterr().out
    monkeypatch.setattr("gongkai.publishing.door.trials", partial(trials, asking=gone))
    assert main(["links", "try", "--all", "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert (said["tried"], said["gone"], [one["rule"] for one in said["findings"]]) == (1, 1, ["LINK-OUTSIDE"])
    monkeypatch.setattr("gongkai.publishing.door.trials", partial(trials, asking=interrupted))
    assert main(["links", "try", "--all"]) == 130
    assert "还有 1 个没有试" in capsys.readouterr().err


def interrupted(_):
    raise KeyboardInterrupt


def gone(_):
    return Outcome.GONE, "HTTP 404"


def silent(_):
    return Outcome.SILENT, "没有及时应答"


def answers(_):
    return Outcome.ANSWERS, "HTTP 200"


@pytest.mark.parametrize(
    "address",
    "127.0.0.1 10.0.0.8 192.168.1.5 172.20.0.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 ::1 fe80::1%eth0 fd00::1 "
    "::ffff:10.0.0.1 2002:7f00:1:: 64:ff9b::a00:1".split(),
)
def test_no_address_inside_the_house_is_ever_asked(address):
    assert not is_public_host(address)


def test_a_public_address_may_be_asked():
    assert is_public_host("114.114.114.114")
    assert is_public_host("2400:3200::1")


class Elsewhere(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/slow":
            threading.Event().wait(2)
        moved = {"/moved": "/here", "/inside": "http://[::1]:1/", "/file": "ftp://example.gov.cn/", "/round": "/round"}
        status = 302 if self.path in moved else {"/gone": 404, "/busy": 503, "/people-only": 403}.get(self.path, 200)
        self.send_response(status)
        if self.path in moved:
            self.send_header("Location", moved[self.path])
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def elsewhere():
    server = HTTPServer(("127.0.0.1", 0), Elsewhere)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def here(address):
    return address == "127.0.0.1"


@pytest.mark.parametrize(
    ("path", "outcome"),
    [
        ("/here?问=答", Outcome.ANSWERS),
        ("/moved", Outcome.ANSWERS),
        ("/people-only", Outcome.ANSWERS),
        ("/gone", Outcome.GONE),
        ("/inside", Outcome.GONE),
        ("/file", Outcome.GONE),
        ("/round", Outcome.GONE),
        ("/busy", Outcome.SILENT),
    ],
)
def test_an_address_is_judged_by_its_answer(elsewhere, path, outcome):
    assert answer_of(elsewhere + path, may_reach=here)[0] is outcome


def test_a_host_that_keeps_us_waiting_is_left(elsewhere):
    assert answer_of(f"{elsewhere}/slow", may_reach=here, seconds=0.3)[0] is Outcome.SILENT


def test_the_house_itself_is_not_asked(elsewhere):
    assert answer_of(elsewhere)[0] is Outcome.GONE
