"""What every table keeps to."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models


def our_models() -> Iterator[type[models.Model]]:
    for config in apps.get_app_configs():
        if str(config.path).startswith(str(settings.BASE_DIR)) and ".venv" not in str(config.path):
            yield from config.get_models()


def moments_with_a_person() -> list[tuple[type[models.Model], str]]:
    """Each optional `x_at` beside an `x_by`: one that is never empty needs no rule of its own."""
    found = []
    for model in our_models():
        fields = {field.name: field for field in model._meta.concrete_fields}
        for name, field in fields.items():
            if name.endswith("_at") and f"{name[:-3]}_by" in fields and field.null:
                found.append((model, name))
    return found


@pytest.mark.parametrize(
    ("model", "moment"), moments_with_a_person(), ids=lambda part: getattr(part, "__name__", part)
)
def test_a_moment_and_its_person_are_held_together_by_a_check(model, moment):
    checks = [
        str(one.condition) for one in model._meta.constraints if isinstance(one, models.CheckConstraint)
    ]

    assert any(moment in check and f"{moment[:-3]}_by" in check for check in checks)


def test_there_are_moments_with_a_person_to_check():
    assert len(moments_with_a_person()) > 3


@pytest.mark.parametrize("model", list(our_models()), ids=lambda model: model.__name__)
def test_a_check_is_named_for_the_rule_it_keeps(model):
    names = [one.name for one in model._meta.constraints]

    assert [name for name in names if "_" not in name or name.endswith(("_check", "_uniq"))] == []
