"""Models name other rooms by string, which the import contracts cannot see: here the floors hold them too."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from tests.house.place import FLOORS

apps = pytest.importorskip("django.apps", reason="models need Django").apps


def room_of(model: type) -> str:
    """Return the room a model lives in, empty for other people's models."""
    package, _, rest = model.__module__.partition(".")
    return rest.split(".")[0] if package == "gongkai" else ""


def relations_upward(models: Iterable[type]) -> list[str]:
    """Return each relation that points from a room to one on a higher floor."""
    return [
        f"{model.__name__}.{field.name} -> {field.related_model.__name__}"
        for model in models
        if room_of(model)
        for field in model._meta.get_fields(include_hidden=True)
        if field.is_relation and not field.auto_created and isinstance(field.related_model, type)
        if FLOORS.get(room_of(field.related_model), 0) > FLOORS[room_of(model)]
    ]


def test_no_relation_points_to_a_higher_floor() -> None:
    ours = [model for model in apps.get_models(include_auto_created=True) if room_of(model)]
    assert ours, "no model of ours is installed"
    assert relations_upward(ours) == []


def test_a_relation_upward_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    related = [
        field.related_model
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and isinstance(field.related_model, type)
        if room_of(model) and room_of(field.related_model) not in {"", room_of(model)}
    ]
    assert related, "no relation between two rooms"
    monkeypatch.setitem(FLOORS, room_of(related[0]), 99)
    assert relations_upward(apps.get_models())
