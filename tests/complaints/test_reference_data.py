from datetime import date

import pytest
from django.core.management import call_command

from complaints.models import Category, Factor
from complaints.reference_data import load_codes

pytestmark = pytest.mark.django_db


def test_the_codes_are_loaded_once_however_often_it_is_asked():
    first = load_codes()

    assert first == Category.objects.count() + Factor.objects.count()
    assert load_codes() == 0


def test_discrimination_has_only_the_codes_that_name_a_characteristic():
    load_codes()

    codes = set(Category.objects.filter(group="F").values_list("code", flat=True))

    assert codes == {f"F{number}" for number in range(1, 11)}


def test_a_code_that_ended_stays_as_it_was():
    ended = Category.objects.create(
        code="A1",
        name="As it was called before",
        group="A",
        group_name="Delivery of duties and service",
        valid_from=date(2019, 2, 1),
        valid_to=date(2020, 2, 1),
    )

    load_codes()

    ended.refresh_from_db()
    assert ended.name == "As it was called before"
    assert Category.objects.filter(code="A1").count() == 2


def test_the_command_says_how_many_codes_changed(capsys):
    call_command("load_complaint_data")

    assert "codes and letters added or changed." in capsys.readouterr().out
