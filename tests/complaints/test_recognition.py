import pytest

from complaints.recognition import colleagues_among
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "given",
    [
        "Siân Pugh",
        "  siân   PUGH ",
        "Sian Pugh",
        "Sia\u0302n Pugh",
        "Ms Siân Pugh",
        "Siân Pugh (Monitoring Officer)",
        "Siân Pugh - the monitoring officer",
        "Tom Okafor and Siân Pugh",
        "Siân Pugh, the manager",
        "Pc 12\nSiân Pugh",
        "It was Siân Pugh's decision.",
    ],
)
def test_colleague_is_recognised_by_a_whole_name(given):
    colleague = UserFactory(name="Siân Pugh")

    assert colleagues_among([given], []) == [colleague]


@pytest.mark.parametrize("given", ["Siân", "Pugh", "Siân Pugh-Jones", "Mary-Siân Pugh", "Siân Pughe", ""])
def test_part_of_a_name_recognises_nobody(given):
    UserFactory(name="Siân Pugh")

    assert colleagues_among([given], []) == []


def test_accents_of_a_colleague_s_own_name_may_be_typed_or_not():
    colleague = UserFactory(name="Sian O'Shea")

    assert colleagues_among(["Siân O’Shea"]) == [colleague]


def test_colleague_is_recognised_by_e_mail_address():
    colleague = UserFactory(email="sian.pugh@office.example")

    assert colleagues_among(["Somebody"], ["Sian.Pugh@office.example "]) == [colleague]


def test_somebody_who_has_left_is_not_recognised():
    UserFactory(name="Siân Pugh", is_active=False)

    assert colleagues_among(["Siân Pugh"], []) == []
