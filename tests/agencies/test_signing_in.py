"""Signing in: too many failures, the second step, sessions that end, and what the log keeps of it."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.utils import timezone
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from gongkai.agencies.client_addresses import network_of
from gongkai.agencies.door import LogEntry, Role
from gongkai.agencies.idle import LAST_ACT
from tests.agencies.examples import a_person, an_agency, appoint

pytestmark = pytest.mark.django_db
ENROL = "/admin/second-factor/enrol/"
PASSWORD = "a-long-password-of-7-words"


@pytest.fixture
def clerk():
    person = a_person("clerk")
    person.set_password(PASSWORD)
    person.save()
    return appoint(person, Role.CLERK, an_agency())


def sign_in(client, username="clerk", password=PASSWORD, **more):
    return client.post("/admin/login/", {"username": username, "password": password, **more})


def acts():
    return list(LogEntry.objects.order_by("at", "seq").values_list("act", flat=True))


def test_whoever_has_a_role_today_signs_in_and_it_is_on_the_log(client, clerk):
    assert sign_in(client).headers["Location"] == "/admin/"
    client.post("/admin/logout/")
    assert acts() == ["sign_in", "sign_out"]
    entry = LogEntry.objects.get(act="sign_in")
    assert (entry.by, entry.agency.slug, entry.facts) == (clerk, "pingchang", {"address": "127.0.0.1"})


def test_somebody_whose_appointment_has_ended_is_told_why_there_is_no_way_in(client, clerk):
    clerk.appointments.update(until=timezone.localdate() - timedelta(days=1))
    answer = sign_in(client)
    assert answer.status_code == 200
    assert "没有在任何机关任职" in answer.content.decode()


def test_an_account_that_is_switched_off_is_refused(client, clerk):
    clerk.is_active = False
    clerk.save()
    assert sign_in(client).status_code == 200
    assert client.get("/admin/").status_code == 302


def test_groups_and_permissions_of_django_give_nothing(client, clerk):
    clerk.appointments.all().delete()
    entrance = Permission.objects.get(codename="access_admin")
    clerk.user_permissions.add(entrance)
    group = Group.objects.create(name="everybody")
    group.permissions.add(entrance)
    clerk.groups.add(group)
    client.force_login(clerk)
    assert client.get("/admin/").headers["Location"] == "/admin/login/?next=/admin/"


# -- lock-out --------------------------------------------------------------------------------------


def test_after_five_failures_the_answer_says_when_to_try_again(client, clerk):
    for _ in range(4):
        assert sign_in(client, password="wrong").status_code == 200
    answer = sign_in(client, password="wrong")
    assert answer.status_code == 429
    again = timezone.localtime() + timedelta(minutes=15)
    assert f"{again.month} 月 {again.day} 日" in answer.content.decode()
    assert 0 < int(answer.headers["Retry-After"]) <= 900
    assert acts().count("locked_out") == 1


def test_during_the_lock_out_the_right_password_does_not_help_and_nothing_more_is_logged(client, clerk):
    for _ in range(5):
        sign_in(client, password="wrong")
    before = acts()
    assert sign_in(client).status_code == 429
    assert acts() == before
    assert client.get("/admin/").status_code == 302


def test_somebody_else_or_somewhere_else_is_not_locked_out(client, clerk):
    for _ in range(5):
        sign_in(client, password="wrong")
    assert (
        client.post("/admin/login/", {"username": "clerk", "password": PASSWORD}, REMOTE_ADDR="192.0.2.7").headers[
            "Location"
        ]
        == "/admin/"
    )


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::"),
        ("2001:db8:1:2:bbbb::9", "2001:db8:1:2::"),
        ("2001:db8:1:3::1", "2001:db8:1:3::"),
        ("unknown", "unknown"),
    ],
)
def test_the_addresses_of_one_connection_are_counted_as_one(address, network):
    assert network_of(address) == network


def test_whoever_has_many_ipv6_addresses_has_five_tries(client, clerk):
    answers = [
        client.post("/admin/login/", {"username": "clerk", "password": "wrong"}, REMOTE_ADDR=f"2001:db8::{last}")
        for last in range(1, 7)
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429, 429]
    assert LogEntry.objects.filter(act="locked_out").get().facts == {"address": "2001:db8::5"}


def test_an_account_tried_from_everywhere_is_open_only_where_it_was_used(client, clerk, settings):
    settings.LOCKOUT_EVERYWHERE = 6
    sign_in(client)
    client.post("/admin/logout/")
    for last in range(6):
        client.post("/admin/login/", {"username": "clerk", "password": "wrong"}, REMOTE_ADDR=f"192.0.2.{last}")
    right = {"username": "clerk", "password": PASSWORD}
    elsewhere = client.post("/admin/login/", right, REMOTE_ADDR="192.0.2.99")
    assert "从多处试密码" in elsewhere.content.decode()
    assert client.post("/admin/login/", right).headers["Location"] == "/admin/"


def test_the_own_password_is_changed_without_an_e_mail(client, clerk):
    client.force_login(clerk)
    new = "another-long-password-of-9-words"
    passwords = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    form = {f"password-{name}": value for name, value in passwords.items()}
    page = client.get("/admin/account/").content.decode()
    assert 'name="name_email-email"' not in page
    names = {"name_email-first_name": "小二", "name_email-last_name": "王"}
    client.post(
        "/admin/account/",
        {
            **form,
            **names,
            "theme-theme": "system",
            "theme-contrast": "system",
            "theme-density": "default",
            "theme-keyboard_shortcuts": "on",
        },
    )
    clerk.refresh_from_db()
    assert clerk.check_password(new)


def test_what_was_typed_for_an_account_that_does_not_exist_is_kept_nowhere_on_the_log(client, clerk):
    sign_in(client, username=PASSWORD)
    assert acts() == []


def test_a_wrong_password_is_not_on_the_log(client, clerk):
    sign_in(client, password="wrong-but-nearly-right")
    entry = LogEntry.objects.get()
    assert "nearly" not in f"{entry.facts}{entry.reason}{entry.subject}"


# -- sessions --------------------------------------------------------------------------------------


def test_a_session_nobody_works_in_ends(client, clerk, settings):
    client.force_login(clerk)
    assert client.get("/admin/").status_code == 200
    session = client.session
    session[LAST_ACT] = int(time.time()) - settings.IDLE_MINUTES * 60 - 1
    session.save()
    answer = client.get("/admin/", follow=True)
    assert answer.redirect_chain[0][0] == "/admin/login/?next=/admin/"
    assert "没有操作" in answer.content.decode()


def test_the_editors_own_questions_keep_no_session_awake(client, clerk):
    client.force_login(clerk)
    client.get("/admin/")
    session = client.session
    session[LAST_ACT] = long_ago = int(time.time()) - 120
    session.save()
    client.post("/admin/dismissibles/", "{}", content_type="application/json")
    assert client.session[LAST_ACT] == long_ago
    client.get("/admin/")
    assert client.session[LAST_ACT] > long_ago


def test_a_public_page_asks_for_no_session(client, django_assert_num_queries):
    assert not client.get("/check/").cookies.get("sessionid")


# -- the second step -------------------------------------------------------------------------------


def code_of(device, steps=0):
    return f"{totp(device.bin_key, t0=-30 * steps):06d}"


@pytest.fixture
def enrolled(client, clerk):
    """The clerk, signed in, who has set up the second step in this session; and the recovery codes."""
    client.force_login(clerk)
    answer = enrol(client)
    return TOTPDevice.objects.get(user=clerk), answer.context["codes"]


def enrol(client):
    """Set the second step up with the key that the page shows, and return the answer."""
    assert "<svg" in client.get(ENROL).content.decode()
    return client.post(ENROL, {"code": f"{totp(bytes.fromhex(client.session['second_factor_key'])):06d}"})


def test_after_enrolling_a_new_session_needs_the_code(client, clerk, enrolled):
    device, _ = enrolled
    assert client.get("/admin/").status_code == 200
    client.logout()
    client.force_login(clerk)
    assert client.get("/admin/pages/").headers["Location"] == "/admin/second-factor/?next=%2Fadmin%2Fpages%2F"
    answer = client.post("/admin/second-factor/", {"code": code_of(device, 1), "next": "/admin/pages/"})
    assert answer.headers["Location"] == "/admin/pages/"
    assert client.get("/admin/").status_code == 200
    assert "second_factor" in acts()


def test_a_wrong_code_is_refused_beside_the_field_and_is_on_the_log(client, clerk, enrolled):
    client.logout()
    client.force_login(clerk)
    answer = client.post("/admin/second-factor/", {"code": "000000"})
    assert "验证码不对" in answer.content.decode()
    assert client.get("/admin/").status_code == 302
    assert "second_factor_failed" in acts()


def test_a_recovery_code_opens_once(client, clerk, enrolled):
    _, codes = enrolled
    for expected in (302, 200):
        client.logout()
        client.force_login(clerk)
        assert client.post("/admin/second-factor/", {"code": codes[0].upper()}).status_code == expected


def test_the_step_cannot_be_set_up_anew_or_removed_without_having_passed_it(client, clerk, enrolled):
    client.logout()
    client.force_login(clerk)
    assert client.get("/admin/second-factor/enrol/").headers["Location"] == "/admin/second-factor/"
    client.post("/admin/second-factor/remove/")
    assert TOTPDevice.objects.filter(user=clerk, confirmed=True).exists()


def test_who_has_passed_it_may_remove_it(client, clerk, enrolled):
    client.post("/admin/second-factor/remove/")
    assert not TOTPDevice.objects.filter(user=clerk).exists()
    assert acts()[-1] == "unenrol"


def test_a_role_that_must_is_led_to_set_it_up_and_cannot_remove_it(client, clerk, settings):
    settings.SECOND_FACTOR_ROLES = ["clerk"]
    client.force_login(clerk)
    assert client.get("/admin/").headers["Location"].startswith("/admin/second-factor/enrol/")
    enrol(client)
    assert client.get("/admin/").status_code == 200
    client.post("/admin/second-factor/remove/")
    assert TOTPDevice.objects.filter(user=clerk).exists()


def test_a_key_that_somebody_else_was_shown_is_never_the_owners(client, clerk):
    client.force_login(clerk)
    client.get(ENROL)
    seen = client.session["second_factor_key"]
    client.logout()
    client.force_login(clerk)
    assert enrol(client).status_code == 200
    assert TOTPDevice.objects.get(user=clerk).key != seen


def test_a_wrong_code_sets_nothing_up(client, clerk):
    client.force_login(clerk)
    client.get(ENROL)
    assert "验证码不对" in client.post(ENROL, {"code": "000000"}).content.decode()
    assert "验证码不对" in client.post(ENROL, {"code": "恢复码"}).content.decode()
    assert not TOTPDevice.objects.exists()


def test_a_role_that_need_not_is_left_alone(client, clerk, settings):
    settings.SECOND_FACTOR_ROLES = ["administrator"]
    client.force_login(clerk)
    assert client.get("/admin/").status_code == 200


def test_nobody_is_sent_to_another_site_after_the_code(client, clerk, enrolled):
    device, _ = enrolled
    client.logout()
    client.force_login(clerk)
    answer = client.post("/admin/second-factor/", {"code": code_of(device, 1), "next": "https://elsewhere.example/"})
    assert answer.headers["Location"] == "/admin/"
