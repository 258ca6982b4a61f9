"""Everything a case holds, found by following the foreign keys, so that no new table is forgotten."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection, models

from casework.cases.models import Case
from casework.outbox.models import Message
from casework.people.models import User
from casework.people.posts import Post

LONG_ENOUGH = 8
A_DAY = re.compile(r"\d+ \w+ 20\d\d")
AS_FAR_AS_A_HEADING_SHOWS = 40


@cache
def ways_to_case() -> dict[type[models.Model], str]:
    """Each model that hangs from a case, with the look-up that leads there."""
    found: dict[type[models.Model], str] = {Case: "pk"}
    grown = True
    while grown:
        grown = False
        for model in apps.get_models(include_auto_created=True):
            for link in model._meta.concrete_fields:
                target = link.related_model
                if (
                    model not in found
                    and isinstance(target, type)
                    and target in found
                    and target is not model
                ):
                    found[model] = link.name if target is Case else f"{link.name}__{found[target]}"
                    grown = True
    return found


def rows_of(cases: Collection[int]) -> Iterator[models.Model]:
    for model, way in ways_to_case().items():
        yield from model._default_manager.filter(**{f"{way}__in": cases})
    yield from Message.objects.filter(case_id__in=cases)


def remove(cases: Collection[int]) -> None:
    """As if they had never been, behind the back of every trigger and foreign key."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
    gone = [
        (model, list(model._default_manager.filter(**{f"{way}__in": cases}).values_list("pk", flat=True)))
        for model, way in ways_to_case().items()
    ]
    for model, keys in gone:
        model._default_manager.filter(pk__in=keys)._raw_delete(connection.alias)
    Message.objects.filter(case_id__in=cases)._raw_delete(connection.alias)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = origin")


def words_of_each_case() -> dict[int, set[str]]:
    """What somebody who comes upon a case would read: names, numbers and sentences, of whatever kind."""
    everybodys = {*Post.labels, *User.objects.values_list("name", flat=True)}
    everybodys |= set(User.objects.values_list("email", flat=True))
    everybodys |= set(Case.objects.values_list("waits_for", flat=True))
    return {
        case: set(_words_of(rows_of([case]))) - everybodys
        for case in Case.objects.values_list("pk", flat=True)
    }


def words_only_in(secret: Collection[int], words: Mapping[int, set[str]]) -> set[str]:
    """Not what other cases hold too: a form's own words, or the words of a template."""
    spread = Counter(word for held in words.values() for word in held)
    return {word for case in secret for word in words[case] if spread[word] == 1}


def _words_of(rows: Iterable[models.Model]) -> Iterator[str]:
    for row in rows:
        for field in row._meta.concrete_fields:
            if (
                isinstance(field, models.CharField | models.TextField | models.JSONField)
                and not field.choices
            ):
                yield from _telling_parts(getattr(row, field.attname))


def _telling_parts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from _telling_parts(part)
    elif isinstance(value, str):
        for line in value.splitlines():
            line = " ".join(line.split())
            start = line[:AS_FAR_AS_A_HEADING_SHOWS].rpartition(" ")[0] or line if len(line) > 40 else line
            if (
                len(start) >= LONG_ENOUGH
                and not A_DAY.fullmatch(start)
                and (" " in start or "@" in start or "-20" in start)
            ):
                yield start
