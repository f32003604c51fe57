"""A field of a page type must not take the name of something that every page answers."""

import pytest
from django.apps import apps

from gongkai.pages.door import BasePage

TYPES = [model for model in apps.get_models() if issubclass(model, BasePage) and model is not BasePage]


@pytest.mark.parametrize("model", TYPES, ids=lambda model: model.__name__)
def test_no_field_hides_what_every_page_answers(model):
    answered = {name for above in BasePage.__mro__ for name in vars(above)}
    own = {field.name for field in model._meta.local_concrete_fields if field.name not in ("id", "basepage_ptr")}
    assert own & answered <= {"agency"}  # the same answer, as a column
