"""What keeps a record of history from being public at once: the errors that would keep a draft from being handed in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gongkai.proofing import file_place_in_words
from gongkai.publishing.proofs import errors_of

_ADVICE = "改正后再导入；不填发布日期的存为草稿，在系统里校对、送审。"


def errors_by_field(page: Any, said: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return, by the field of the record that made `page`, each error of its text and files, in Chinese.

    `said` are the values of the record. Nobody reads history again before it is public, so nothing that must not go
    out (an identity number, a secret, a file with hidden content) comes in with it.
    """
    found: dict[str, list[str]] = {}
    for finding in errors_of(page):
        field = _field_of(finding.where, said)
        place = f"{file_place_in_words(finding.where)}：" if field == "attachments" else ""
        told = f"{place}{finding.facts.get('message', '文件不在了。')}{_ADVICE}"
        messages = found.setdefault(field, [])
        if told not in messages:
            messages.append(told)
    return found


def _field_of(where: str, said: Mapping[str, Any]) -> str:
    """Return which field of the record a place of the page came from; what stands in no field is in a file."""
    place = where.partition("[")[0]
    if place.startswith("body.") or (place == "summary" and not said.get("summary")):
        return "body" if said.get("body") else "blocks"
    return place if place in said else "attachments"
