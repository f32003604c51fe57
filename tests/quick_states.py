"""Migrating with fewer models rendered anew at each step: for databases that only tests use.

Whenever a model changes, Django renders anew every model that any chain of relations connects to it, in either
direction: here nearly all, hundreds of times, most of what a migration takes. What a model is told by, though, are
itself and those it points to. Here only what points to the changed model is rendered anew; before code of a migration
runs, everything is. That the tables are the same, tests/config/test_serving.py sees.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.migrations.state import ProjectState
from django.db.migrations.utils import resolve_relation

Key = tuple[str, str]


@contextmanager
def quick_states() -> Iterator[None]:
    """Let migrations that run within the block render few models at each step."""
    usual = ProjectState._find_reload_model
    ProjectState._find_reload_model = _pointing_to
    try:
        yield
    finally:
        ProjectState._find_reload_model = usual


def _pointing_to(state: Any, app_label: str, model_name: str, delay: bool = False) -> set[Key]:
    """Return the model, what points to it, what points to that, and so on."""
    state.is_delayed = True  # all are rendered anew before code of a migration runs
    pointing = _pointing(state)
    found, waiting = set(), [(app_label, model_name)]
    while waiting:
        if (key := waiting.pop()) not in found:
            found.add(key)
            waiting += pointing.get(key, ())
    return found


def _pointing(state: Any) -> dict[Key, list[Key]]:
    """Return by model which models have a relation to it or are made from it."""
    pointing: dict[Key, list[Key]] = {}
    for key, model in state.models.items():
        for target in _targets(key, model):
            pointing.setdefault(target, []).append(key)
    return pointing


def _targets(key: Key, model: Any) -> Iterator[Key]:
    for field in model.fields.values():
        if field.is_relation and field.remote_field:
            yield resolve_relation(field.remote_field.model, *key)
            if through := getattr(field.remote_field, "through", None):
                yield resolve_relation(through, *key)
    yield from (resolve_relation(base, *key) for base in model.bases if isinstance(base, str))
