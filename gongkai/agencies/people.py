"""Somebody who signs in."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models

from gongkai.agencies.encryption import EncryptedText, ExactMatchHash


class Person(AbstractUser):
    """Somebody who signs in. Of our own from the first migration, since it cannot be changed later."""

    agency = models.ForeignKey(
        "agencies.Agency",
        verbose_name="登记机关",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="为哪个机关登记的账号；在任职之前，只有这个机关的管理员看得到它。",
    )
    mobile = EncryptedText("手机号码", blank=True, help_text="加密保存，页面上只显示首尾几位。")
    mobile_hash = ExactMatchHash(of="mobile")

    class Meta(AbstractUser.Meta):
        verbose_name = "人员"
        verbose_name_plural = "人员"

    def __str__(self) -> str:
        return self.get_full_name() or self.get_username()

    def get_full_name(self) -> str:
        """Return the name as Chinese writes it: family name first, nothing between."""
        return f"{self.last_name}{self.first_name}".strip()

    def name_on_record(self) -> str:
        """Return name and account, as the log keeps them."""
        return f"{self.get_full_name()}（{self.get_username()}）" if self.get_full_name() else self.get_username()

    @property
    def masked_mobile(self) -> str:
        """Return the mobile number with its middle hidden."""
        return masked(self.mobile)


def masked(number: str) -> str:
    """Return `number` with all but its first three and last four characters hidden; a short one is hidden whole."""
    if len(number) < 11:
        return "*" * len(number)
    return f"{number[:3]}{'*' * (len(number) - 7)}{number[-4:]}"
