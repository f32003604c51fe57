"""The dated versions of a page whose content is kept up to date: each publication is one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from gongkai.publishing.submissions import Publication
from gongkai.publishing.withdrawals import Withdrawal


def version_date(corrections: Iterable[Publication], page: Any) -> date | None:
    """Return the day since which the page reads as it does; `corrections` are its later publications, in order."""
    days = [one.publication_date for one in corrections]
    return days[-1] if days else page.publication_date


def content_on(page: Any, day: date) -> Any | None:
    """Return the page as the public read it at the end of a day, None where it was not public then."""
    published = Publication.objects.filter(page=page.pk, publication_date__lte=day).order_by("pk").last()
    if published is None:
        return None
    gone = Withdrawal.objects.filter(
        page=page.pk, withdrawal_date__lte=day, withdrawn_at__gte=published.recorded_at
    ).exists()
    return None if gone else published.revision.as_object()
