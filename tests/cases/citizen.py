"""Sends one application by the site's own page, on a database of its own; may be killed before it is answered.

Run by test_bad_input.py in a process of its own: what it commits no other test may live with.
"""

from __future__ import annotations

import json
import os
import re
import signal
import sys

import django

django.setup()

from django.core.signing import TimestampSigner  # noqa: E402 - models can be imported only now
from django.test import Client  # noqa: E402 - models can be imported only now
from django.test.utils import setup_test_environment  # noqa: E402 - models can be imported only now

from gongkai.cases import applying, form_tokens  # noqa: E402 - models can be imported only now
from gongkai.cases.door import Case  # noqa: E402 - models can be imported only now
from tests.yearend.examples import a_place  # noqa: E402 - models can be imported only now

FORM_NUMBER = "a" * 32


def main() -> None:
    """Send the application that is read from the standard input; tell what stands then."""
    setup_test_environment()
    form_tokens.QUICKEST_SECONDS = -1
    if not Case._meta.get_field("agency").related_model.objects.filter(slug="yunhu").exists():
        a_place("yunhu")
    if sys.argv[1] == "killed":
        applying.submit = _killed_after(applying.submit)
    said = json.load(sys.stdin) | {"token": TimestampSigner(salt="gongkai.cases.form").sign(FORM_NUMBER)}
    answer = Client().post("/apply/yunhu/person/", said)
    found = re.search(r'class="tracking-code">[0-9A-Z-]+<', answer.content.decode())
    cases = Case.objects.order_by("pk")
    told = {"status": answer.status_code, "cases": len(cases), "numbers": [one.number for one in cases]}
    json.dump({**told, "code": bool(found)}, sys.stdout)


def _killed_after(submit):
    def and_then_die(*args, **kwargs):
        submit(*args, **kwargs)
        os.kill(os.getpid(), signal.SIGKILL)

    return and_then_die


if __name__ == "__main__":
    main()
