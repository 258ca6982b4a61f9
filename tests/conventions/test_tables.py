"""What every table keeps to."""

import pkgutil
from collections.abc import Iterator
from importlib import import_module

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.db import models
from factory.django import DjangoModelFactory

import tests.factories
from casework.people.posts import Post
from tests.factories.people import UserFactory

# Who works here and under which scheme: everything else about the office is no business of the admin's.
IN_THE_ADMIN = {"people.User", "people.Tenure", "people.Cover", "people.Delegation", "people.Office"}


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


def models_with_a_factory() -> set[type[models.Model]]:
    modules = [
        import_module(f"tests.factories.{module.name}")
        for module in pkgutil.iter_modules(tests.factories.__path__)
    ]
    return {
        thing._meta.get_model_class()
        for module in modules
        for thing in vars(module).values()
        if isinstance(thing, type) and issubclass(thing, DjangoModelFactory) and thing._meta.model
    }


def test_every_table_has_a_factory():
    assert {model.__name__ for model in our_models() if model not in models_with_a_factory()} == set()


@pytest.mark.parametrize("model", list(our_models()), ids=lambda model: model.__name__)
def test_a_table_writes_nothing_by_itself(model):
    """A rule in save() is one that bulk_create and update() pass by: the write is an action."""
    assert [name for name in ("save", "delete", "clean") if name in vars(model)] == []


def test_the_admin_shows_no_case_and_lets_nobody_write(rf, office):
    request = rf.get("/admin/")
    open_to = {}
    for post in Post:
        request.user = UserFactory(post=post, is_staff=True)
        for model, page in admin.site._registry.items():
            may = [page.has_add_permission, page.has_change_permission, page.has_delete_permission]
            assert not any(permission(request) for permission in may), (post, model)
            if page.has_view_permission(request):
                open_to.setdefault(model._meta.label, []).append(post)

    assert open_to == {label: [Post.ADMINISTRATOR] for label in IN_THE_ADMIN}
