"""What a public form carries to be sent once, by a person: a signed moment, and a number of its own.

The same token sent twice is the same submission. A form that comes back faster than anybody
reads it, or a day later, is shown again with all that was typed.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.utils.crypto import salted_hmac

QUICKEST_SECONDS = 2
LONGEST = timedelta(hours=24)


class TokenRefused(Exception):
    """The form cannot be taken as it came; the message says why, in Chinese."""


def _signer() -> TimestampSigner:
    return TimestampSigner(salt="gongkai.cases.form")


def new_token() -> str:
    """Return a token for a form that is shown now."""
    return _signer().sign(secrets.token_urlsafe(18))


def number_in(token: str) -> str:
    """Return the number a token carries; raise TokenRefused for one that is not ours, too old or too fresh."""
    try:
        number = _signer().unsign(token, max_age=LONGEST)
    except SignatureExpired:
        raise TokenRefused("这一页打开已超过一天。您填写的内容都已保留，请核对后再提交一次。") from None
    except BadSignature:
        raise TokenRefused("这一页的校验信息不完整。您填写的内容都已保留，请核对后再提交一次。") from None
    if _is_younger(token, QUICKEST_SECONDS):
        raise TokenRefused("提交得太快，没有当作本人操作。您填写的内容都已保留，请稍等几秒再提交一次。")
    return number


def number_of(token: str) -> str:
    """Return the number of a token of ours, however old or fresh; raise BadSignature for another's."""
    return _signer().unsign(token)


def number_sent(token: str) -> str:
    """Return the number of a token of ours, however old or fresh, and a number of its own for what is none."""
    try:
        return number_of(token)
    except BadSignature:
        return secrets.token_urlsafe(18)


def _is_younger(token: str, seconds: int) -> bool:
    try:
        _signer().unsign(token, max_age=seconds)
    except SignatureExpired:
        return False
    return True


def submission_hash(number: str) -> str:
    """Return what is stored of a token's number, so that it makes one case."""
    return salted_hmac("gongkai.cases.submission", number, algorithm="sha256").hexdigest()


def kept_token(sent: str) -> str:
    """Return the token that came with a form while it is good: sent twice it is one record; else a new one."""
    try:
        number_in(sent)
    except TokenRefused:
        return new_token()
    return sent
