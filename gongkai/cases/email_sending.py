"""Letters that go by e-mail: sent through Django's mail where one is set, tried again with patience, failures told.

What is due is derived from the deliveries each time: those to be sent by the system that have no result yet. An
attempt is on record before it is made, so that two processes do not send the same twice.
"""

from __future__ import annotations

import logging
import smtplib
import tomllib
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import IntegrityError, models, transaction
from django.utils.timezone import localdate

from gongkai.cases.case_files import CaseFile, Direction
from gongkai.cases.deliveries import Delivery, Way
from gongkai.cases.delivering import Doing, Result, record_result
from gongkai.cases.issuing import letter_files
from gongkai.cases.refusals import Refused

logger = logging.getLogger(__name__)

MOST_ATTEMPTS, MOST_AT_ONCE = 6, 20
_LONGEST_REASON = 200


class EmailAttempt(models.Model):
    """One attempt to hand a delivery to the mail server: `taken` once it took it, else `told` says why not."""

    delivery = models.ForeignKey("cases.Delivery", verbose_name="送达", on_delete=models.PROTECT, related_name="emails")
    number = models.PositiveSmallIntegerField("第几次")
    at = models.DateTimeField("时间")
    taken = models.BooleanField("邮件服务器已接收", default=False)
    told = models.CharField("没有接收的原因", max_length=_LONGEST_REASON, blank=True)

    class Meta:
        verbose_name = "电子邮件发送"
        verbose_name_plural = "电子邮件发送"
        ordering = ["delivery", "number"]
        constraints = [models.UniqueConstraint(fields=["delivery", "number"], name="cases_one_email_a_number")]

    def __str__(self) -> str:
        return f"{self.delivery} {self.number}"


def sends_email() -> bool:
    """Tell whether this installation sends e-mail itself."""
    return bool(settings.EMAIL_FROM)


@cache
def _words() -> Mapping[str, str]:
    words: Mapping[str, str] = tomllib.loads(files("gongkai.cases").joinpath("data/email.toml").read_text("utf-8"))[
        "email"
    ]
    return words


def message_of(delivery: Delivery) -> EmailMessage:
    """Return the e-mail of a delivery: the letter with its seal, and what is given with a reply, attached."""
    letter = delivery.letter
    agency = letter.case.agency
    office = agency.disclosure_office
    told = {
        "agency": agency.name,
        "title": letter.title,
        "number": letter.number,
        "addressee": letter.addressee,
        "office": office.name if office else "本机关政府信息公开工作机构",
        "telephone": office.telephone if office else "见网站",
    }
    subject, text = (_words()[name].strip().format(**told) for name in ("subject", "text"))
    made = EmailMessage(subject, text, settings.EMAIL_FROM, [delivery.contact.address])
    for file in _attached(delivery):
        made.attach(file.name, file.data(), file.content_type)
    return made


def _attached(delivery: Delivery) -> Iterator[CaseFile]:
    letter = delivery.letter
    yield from letter_files(letter)[:1]
    if letter.draft is not None:
        given = [pk for pk, _ in letter.draft.files]
        yield from letter.case.files.filter(direction=Direction.GIVEN, pk__in=given).order_by("pk")


def send_due_emails(*, at: datetime) -> int:
    """Send what is due; return how many the mail server took. Where no mail is set, nothing."""
    if not sends_email():
        return 0
    return sum(_sent(delivery, number, at) for delivery, number in list(_due(at)))


def _due(at: datetime) -> Iterator[tuple[Delivery, int]]:
    """Yield the deliveries to send, each with which attempt it will be."""
    waiting = Delivery.objects.filter(way=Way.EMAIL, by_system=True, results=None).exclude(emails__taken=True)
    found = 0
    for delivery in waiting.select_related("contact", "letter__case__agency").prefetch_related("emails").order_by("pk"):
        tried = list(delivery.emails.all())
        if found < MOST_AT_ONCE and _may_try(tried, at):
            found += 1
            yield delivery, len(tried) + 1


def _may_try(tried: list[EmailAttempt], at: datetime) -> bool:
    """Tell whether it is time: at once, then after 2, 4, 8 … minutes."""
    return not tried or at - tried[-1].at >= timedelta(minutes=2 ** len(tried))


def _sent(delivery: Delivery, number: int, at: datetime) -> bool:
    if number > MOST_ATTEMPTS:  # a process died over the last one
        _give_up(delivery, "邮件服务器没有应答", at)
        return False
    try:
        with transaction.atomic():
            attempt = EmailAttempt.objects.create(delivery=delivery, number=number, at=at)
    except IntegrityError:  # another process is at it
        return False
    attempt.told = _refusal_of(delivery)
    attempt.taken = not attempt.told
    attempt.save()
    if attempt.taken:
        _recorded(delivery, Result(arrived=True, day=localdate(at)), at)
    elif number == MOST_ATTEMPTS:
        _give_up(delivery, attempt.told, at)
    return attempt.taken


def _refusal_of(delivery: Delivery) -> str:
    """Hand the e-mail to the mail server; return why it was not taken, without the address, empty where it was."""
    try:
        message = message_of(delivery)
        message.connection = get_connection()
        message.send()
    except smtplib.SMTPRecipientsRefused:
        return "邮件服务器不接收这个地址"
    except smtplib.SMTPResponseException as error:
        return f"邮件服务器拒绝：{error.smtp_code}"
    except (smtplib.SMTPException, OSError, ValueError) as error:
        return f"没有连上邮件服务器或者邮件不能发送：{type(error).__name__}"
    return ""


def _give_up(delivery: Delivery, reason: str, at: datetime) -> None:
    """Record that the e-mail failed: the letter is back on the desk."""
    told = f"电子邮件没有发出：{reason}"[:_LONGEST_REASON]
    logger.warning("e-mail of %s was given up: %s", delivery, reason)
    _recorded(delivery, Result(arrived=False, day=localdate(at), reason=told), at)


def _recorded(delivery: Delivery, result: Result, at: datetime) -> None:
    try:
        record_result(delivery.pk, result, Doing(None, at, localdate(at)))
    except Refused as refused:  # somebody changed the case meanwhile: it stays on the desk, sent
        logger.warning("the result of %s was not recorded: %s", delivery, refused)
