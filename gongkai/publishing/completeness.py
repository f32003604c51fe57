"""What a version of a page still lacks: fields that must be filled in, in its blocks too, each told by its name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from wagtail.fields import StreamField

from gongkai.findings import Finding


def incomplete(content: Any) -> Iterator[Finding]:
    """Yield each field of `content` that is not filled in as it must be, and what is wrong with it."""
    try:
        content.full_clean()
    except ValidationError as refusal:
        for name, problems in refusal.message_dict.items():
            label = content._meta.get_field(name).verbose_name if name != "__all__" else "页面"
            yield Finding("SUBMIT-INCOMPLETE", where=name, facts={"field": label, "problem": "".join(problems)})
    for field in (field for field in content._meta.concrete_fields if isinstance(field, StreamField)):
        value = getattr(content, field.name)
        try:
            field.stream_block.clean(value)
        except ValidationError as refusal:
            told = "".join(problems_in(refusal, field.stream_block, value)) or "没有填写完整。"
            yield Finding("SUBMIT-INCOMPLETE", where=field.name, facts={"field": field.verbose_name, "problem": told})


def problems_in(refusal: Any, block: Any, value: Any) -> Iterator[str]:
    """Yield what a block's refusal of `value` says, and of the blocks inside: each with its place and the field's name.

    A sentence reads like 第2块（附件）的“附件名称”没有填写。
    """
    inside = getattr(refusal, "block_errors", None) or {}
    numbered = inside.items() if isinstance(inside, dict) else enumerate(inside)
    for place, error in ((place, error) for place, error in numbered if error is not None):
        name, inner, inner_value = _at(place, block, value)
        yield from (f"{name}{problem}" for problem in problems_in(error, inner, inner_value))
    for message in getattr(refusal, "non_block_errors", [] if inside else _messages(refusal)):
        yield str(message)


def _at(place: Any, block: Any, value: Any) -> tuple[str, Any, Any]:
    """Return how the block at a place in another is called, itself and its value."""
    if isinstance(place, str):
        inner = block.child_blocks[place]
        return f"的“{inner.label}”", inner, value[place]
    child = value[place]
    inner = getattr(child, "block", None) or block.child_block
    return f"第{place + 1}块（{inner.label}）", inner, getattr(child, "value", child)


def _messages(refusal: ValidationError) -> list[str]:
    return ["没有填写。" if error.code == "required" else f"：{error.messages[0]}" for error in refusal.error_list]
