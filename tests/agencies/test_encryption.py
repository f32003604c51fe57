"""Personal data: unreadable in the database, found by its hash, under keys that change."""

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import connection
from django.test.utils import isolate_apps

from gongkai.agencies.door import (
    AppendOnly,
    EncryptedText,
    LogEntry,
    Person,
    exact_match_hash,
    exact_match_hashes,
    masked,
    rotate,
)
from gongkai.agencies.encryption import data_keys
from tests.agencies.examples import a_person

MOBILE = "13800000000"  # constructed


def stored(column):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM agencies_person")
        return cursor.fetchone()[0]


@pytest.mark.django_db
def test_the_database_holds_no_readable_number():
    person = a_person(mobile=MOBILE)
    assert MOBILE not in stored("mobile")
    assert MOBILE not in stored("mobile_hash")
    assert Person.objects.get(pk=person.pk).mobile == MOBILE


@pytest.mark.django_db
def test_a_number_is_found_by_its_hash_and_by_nothing_else():
    person = a_person(mobile=MOBILE)
    assert Person.objects.get(mobile_hash=exact_match_hash(MOBILE)) == person
    assert not Person.objects.filter(mobile_hash=exact_match_hash("13800000001")).exists()
    for lookup in ("mobile", "mobile__contains", "mobile__startswith"):
        with pytest.raises(FieldError):
            Person.objects.filter(**{lookup: MOBILE}).exists()


@pytest.mark.django_db
def test_who_has_no_number_is_not_found_as_one_with_an_empty_number():
    a_person()
    assert stored("mobile") == stored("mobile_hash") == ""


@pytest.mark.django_db
def test_with_a_new_key_in_front_the_old_data_are_still_read_and_found(settings):
    person = a_person(mobile=MOBILE)
    settings.DATA_KEYS = [Fernet.generate_key().decode(), *settings.DATA_KEYS]
    assert Person.objects.get(pk=person.pk).mobile == MOBILE
    assert Person.objects.get(mobile_hash__in=exact_match_hashes(MOBILE)) == person


@pytest.mark.django_db
def test_without_the_key_of_the_time_it_says_what_is_missing(settings):
    person = a_person(mobile=MOBILE)
    settings.DATA_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(ImproperlyConfigured, match="缺少当时的密钥"):
        Person.objects.get(pk=person.pk)


def test_a_key_is_made_on_first_need_and_kept_for_its_owner_alone(settings, tmp_path):
    settings.DATA_KEYS, settings.DATA_KEYS_FILE = [], tmp_path / "data-keys"
    keys = data_keys()
    assert keys == data_keys()
    assert settings.DATA_KEYS_FILE.stat().st_mode & 0o777 == 0o600


def test_a_key_that_is_none_is_named_by_its_place(settings):
    settings.DATA_KEYS = [Fernet.generate_key().decode(), "password"]
    with pytest.raises(ImproperlyConfigured, match="第 2 个"):
        data_keys()


@pytest.mark.parametrize(
    ("number", "shown"),
    [("13800000000", "138****0000"), ("640200198001010012", "640***********0012"), ("12345", "*****")],
)
def test_a_number_on_the_screen_hides_its_middle(number, shown):
    assert masked(number) == shown


@pytest.mark.django_db
def test_after_the_keys_were_changed_the_old_one_is_no_longer_needed(settings):
    person, nobody = a_person(mobile=MOBILE), a_person("nobody")
    new = Fernet.generate_key().decode()
    settings.DATA_KEYS = [new, *settings.DATA_KEYS]
    assert rotate()["agencies.Person"] == 2
    settings.DATA_KEYS = [new]
    assert Person.objects.get(pk=person.pk).mobile == MOBILE
    assert Person.objects.get(mobile_hash=exact_match_hash(MOBILE)) == person
    assert Person.objects.get(pk=nobody.pk).mobile == ""
    assert LogEntry.objects.get().act == "rotate_keys"


@isolate_apps("gongkai.agencies")
def test_an_append_only_row_cannot_hold_what_would_have_to_be_encrypted_anew():
    class Written(AppendOnly):
        secret = EncryptedText()

        class Meta:
            app_label = "agencies"

    assert "agencies.E001" in {found.id for found in Written.check()}
    assert Person._meta.get_field("mobile").check() == []
