import pytest

from complaints.recognition import colleagues_among
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "given",
    ["Siân Pugh", "  siân   PUGH ", "Tom Okafor and Siân Pugh", "Siân Pugh, the manager", "Pc 12\nSiân Pugh"],
)
def test_colleague_is_recognised_by_a_whole_name(given):
    colleague = UserFactory(name="Siân Pugh")

    assert colleagues_among([given], []) == [colleague]


@pytest.mark.parametrize("given", ["Siân", "Pugh", "Siân Pugh-Jones", ""])
def test_part_of_a_name_recognises_nobody(given):
    UserFactory(name="Siân Pugh")

    assert colleagues_among([given], []) == []


def test_colleague_is_recognised_by_e_mail_address():
    colleague = UserFactory(email="sian.pugh@office.example")

    assert colleagues_among(["Somebody"], ["Sian.Pugh@office.example "]) == [colleague]


def test_somebody_who_has_left_is_not_recognised():
    UserFactory(name="Siân Pugh", is_active=False)

    assert colleagues_among(["Siân Pugh"], []) == []
