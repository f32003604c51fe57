"""The body of a record that comes in: plain text, blocks as JSON, and the files that stand beside it."""

from __future__ import annotations

import re
import uuid
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.html import escape

from gongkai.publishing.blocks import FEATURES, BodyBlock
from gongkai.publishing.completeness import problems_in
from gongkai.publishing.enclosures import Enclosures

_BODY = BodyBlock()
_FILES = {"picture": "picture", "video": "video", "attachment": "file", "h5": "package"}  # where a block names its file


class BadBody(ValueError):
    """A body cannot be taken in; str() is a Chinese sentence."""


def body_of(text: str, given: Any, attachments: tuple[str, ...], key: str, enclosures: Enclosures) -> Any:
    """Return the body that a record tells: its text, the blocks it gives, then its attachments.

    Each line of the text becomes a paragraph; `key` makes the blocks' ids, the same each time.
    Raises BadBody for what is no such block, and BadEnclosure for a file that is not there.
    """
    told = [{"type": "text", "value": paragraphs(text)}] if text else []
    told += [_given(one, enclosures) for one in _listed(given)]
    told += [_attached(name, enclosures) for name in attachments]
    named = [block | {"id": _id(key, number)} for number, block in enumerate(told)]
    return _checked(named) if given or attachments else named


def first_words(body: str, longest: int) -> str:
    """Return the first paragraph of a text, cut where it is longer than `longest` characters."""
    first = next((line.strip() for line in body.splitlines() if line.strip()), "")
    return first if len(first) <= longest else first[: longest - 1] + "…"


def _id(key: str, number: int) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{key}#{number}"))


def paragraphs(text: str) -> str:
    """Return plain text as mark-up, a paragraph for each line that is not empty."""
    return "".join(f"<p>{escape(line.strip())}</p>" for line in text.splitlines() if line.strip())


def _listed(given: Any) -> list[dict[str, Any]]:
    if given is None:
        return []
    if not isinstance(given, list) or not all(isinstance(one, dict) and {"type", "value"} <= set(one) for one in given):
        raise BadBody("应是一个列表，每块写明 type 和 value。")
    unknown = {str(one["type"]) for one in given} - set(_BODY.child_blocks)
    if unknown:
        raise BadBody(f"没有这种内容块：{'、'.join(sorted(unknown))}。可以用：{'、'.join(_BODY.child_blocks)}。")
    return given


def _given(block: dict[str, Any], enclosures: Enclosures) -> dict[str, Any]:
    """Return a block with the file it names stored, and with no more mark-up than the editor makes."""
    kind, value = block["type"], block["value"]
    if kind == "text":
        value = rich(value)
    elif kind in _FILES:
        value = _with_file(kind, value, enclosures)
    elif kind == "questions" and isinstance(value, list):
        value = [one | {"answer": rich(one.get("answer"))} if isinstance(one, dict) else one for one in value]
    return {"type": kind, "value": value}


def rich(value: Any) -> str:
    """Return a text with the mark-up that the editor lets stand, and none besides."""
    from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter  # needs the models

    if not isinstance(value, str):
        raise BadBody("正文和答复应是文字。")
    if not re.search(r"<[a-zA-Z]", value):
        return paragraphs(value)
    editor = ContentstateConverter(features=list(FEATURES))
    cleaned: str = editor.to_database_format(editor.from_database_format(value))
    return cleaned


def _with_file(kind: str, value: Any, enclosures: Enclosures) -> dict[str, Any]:
    if not isinstance(value, dict) or not isinstance(value.get(_FILES[kind]), str):
        raise BadBody(f"{kind} 块要在“{_FILES[kind]}”里写明附件文件夹中的文件名。")
    name = value[_FILES[kind]]
    stored = enclosures.picture(name) if kind == "picture" else enclosures.attachment(name)
    return value | {_FILES[kind]: stored.pk}


def _attached(name: str, enclosures: Enclosures) -> dict[str, Any]:
    return {"type": "attachment", "value": {"file": enclosures.attachment(name).pk, "title": Path(name).stem}}


def _checked(told: list[dict[str, Any]]) -> Any:
    """Return the body as it is stored; raise BadBody with what each block's own rules refuse."""
    try:
        value = _BODY.to_python(told)
        cleaned = _BODY.clean(value)
    except ValidationError as error:
        raise BadBody("".join(dict.fromkeys(problems_in(error, _BODY, value)))) from error
    except (TypeError, ValueError, AttributeError, KeyError) as error:
        raise BadBody("有一块的内容不是它该有的样子。") from error
    return _BODY.get_prep_value(cleaned)
