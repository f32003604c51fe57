"""Who is the same applicant is told by number and name, not by the number alone."""

import unicodedata

from django.db import migrations

import gongkai.agencies.encryption
from gongkai.agencies.encryption import exact_match_hash
from gongkai.statute import written_plainly

_TOLD = ("pk", "applicant_name", "identity_number", "telephone")


def known_again(apps, _):
    """Give the cases there are the hash of their applicant."""
    rows = apps.get_model("cases", "Case").objects
    for pk, name, number, telephone in rows.values_list(*_TOLD).iterator(chunk_size=500):
        if key := _key(name, number, telephone):
            rows.filter(pk=pk).update(person_hash=exact_match_hash(key))


def _key(name, number, telephone):
    called = "".join(one for one in unicodedata.normalize("NFKC", name).casefold() if one.isalnum())
    if number:
        return f"{written_plainly(number)}/{called}"
    reached = "".join(one for one in unicodedata.normalize("NFKC", telephone) if one.isdigit())
    return f"tel {reached}/{called}" if reached and called else ""


class Migration(migrations.Migration):
    dependencies = [("cases", "0024_sent_forms")]

    operations = [
        migrations.AddField(
            model_name="case",
            name="person_hash",
            field=gongkai.agencies.encryption.ExactMatchHash(
                blank=True,
                db_index=True,
                editable=False,
                max_length=64,
                of="person_key",
                verbose_name="申请人的查找值",
            ),
        ),
        migrations.RunPython(known_again, migrations.RunPython.noop),
    ]
