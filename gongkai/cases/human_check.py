"""The human check of a public form: a small proof of work that a browser does while its user reads (altcha).

It needs a script and a secure context, so it is never asked for: who did it may send more often from
one network address than who did not. A proof belongs to one form, whose token makes one case, so it is
worth one case.
"""

from __future__ import annotations

import binascii
import json
from datetime import timedelta
from typing import Any

import altcha
from django.utils import timezone
from django.utils.crypto import salted_hmac

from gongkai.cases.form_tokens import LONGEST

HARDEST = 40_000  # hashes at most: a second or two on an old phone, not worth it a thousand times
LARGEST_ANSWER = 2000
_SALT = "gongkai.cases.human"


def new_challenge(number: str) -> str:
    """Return the challenge for the form with this number, as JSON for the script."""
    options = altcha.ChallengeOptionsV1(
        hmac_key=_key(),
        max_number=HARDEST,
        salt=_of(number),
        expires=timezone.now() + LONGEST + timedelta(minutes=5),
    )
    return json.dumps(altcha.create_challenge_v1(options).to_dict())


def is_solved(answer: str, number: str) -> bool:
    """Tell whether `answer` (base 64, as the script sends it) solves the challenge of the form with this number."""
    if not answer or len(answer) > LARGEST_ANSWER:
        return False
    try:
        payload = altcha.PayloadV1.from_base64(answer)
        solved, _ = altcha.verify_solution_v1(payload, _key())
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error):
        return False
    return bool(solved) and str(payload.salt).partition("?")[0] == _of(number)


def _key() -> str:
    return salted_hmac(f"{_SALT}.key", "", algorithm="sha256").hexdigest()


def _of(number: str) -> str:
    """Return the part of the salt that ties a challenge to its form, without telling the form's number."""
    return salted_hmac(_SALT, number, algorithm="sha256").hexdigest()[:32]


def solve(challenge: str) -> str:
    """Return the answer to a challenge as the script finds it; for those who test the form."""
    told: dict[str, Any] = json.loads(challenge)
    found = altcha.solve_challenge_v1(told["challenge"], told["salt"], told["algorithm"], told["maxNumber"])
    payload = altcha.PayloadV1(told["algorithm"], told["challenge"], found.number, told["salt"], told["signature"])
    return payload.to_base64()
