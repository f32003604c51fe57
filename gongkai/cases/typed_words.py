"""What was typed into a form that cannot be taken: it is shown, so that no word is lost."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from gongkai.cases.sent_once import FIELD

if TYPE_CHECKING:
    from django.http import HttpRequest

MOST_REASON = 500  # characters of what somebody says who decides
_A_WORD = 2  # what is longer was typed, not chosen


def too_long(words: str, most: int) -> str:
    """Return what is said of words that are more than `most` characters, empty where they are not."""
    return f"最多 {most} 个字，现有 {len(words)} 个字。" if len(words) > most else ""


def words_sent(request: HttpRequest, *, but: Collection[str] = ()) -> list[str]:
    """Return the words that came with a form, in their order, `but` what the fields of these names brought."""
    unseen = {"csrfmiddlewaretoken", FIELD, *but}
    words = [value for name, value in request.POST.items() if name not in unseen]
    return [value for value in words if len(value) > _A_WORD]
