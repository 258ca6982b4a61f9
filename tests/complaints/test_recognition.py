from datetime import date

import pytest

from casework.people.posts import Post
from complaints.recognition import colleagues_among, colleagues_by_post
from tests.factories.people import CoverFactory, UserFactory

TODAY = date(2026, 3, 29)

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
        "It was Siân Pugh’s decision.",
        "Siân_Pugh",
        "Si\u00e2n P\u00adugh",
        "Siân\u200bPugh",
        "S\u2060iân\u200d Pugh",
    ],
)
def test_colleague_is_recognised_by_a_whole_name(given):
    colleague = UserFactory(name="Siân Pugh")

    assert colleagues_among([given]) == [colleague]


@pytest.mark.parametrize("given", ["Siân", "Pugh", "Siân Pugh-Jones", "Mary-Siân Pugh", "Siân Pughe", ""])
def test_part_of_a_name_recognises_nobody(given):
    UserFactory(name="Siân Pugh")

    assert colleagues_among([given]) == []


def test_accents_of_a_colleague_s_own_name_may_be_typed_or_not():
    colleague = UserFactory(name="Sian O'Shea")

    assert colleagues_among(["Siân O’Shea"]) == [colleague]


def test_colleague_is_recognised_by_e_mail_address():
    colleague = UserFactory(email="sian.pugh@office.example")

    assert colleagues_among(["Somebody", "Sian.Pugh@office.example "]) == [colleague]


@pytest.mark.parametrize(
    "given",
    [
        "Whoever writes as sian.pugh@office.example.",
        "Sian.Pugh@Office.Example’s answer",
        "Your colleague (mailto:sian.pugh@office.example?subject=Bicycle)",
        "'sian.pugh@\u200boffice.example'",
    ],
)
def test_colleague_is_recognised_by_an_e_mail_address_among_words(given):
    colleague = UserFactory(email="sian.pugh@office.example")

    assert colleagues_among([given]) == [colleague]


@pytest.mark.parametrize("given", ["not.sian.pugh@office.example", "sian.pugh@office.example.org"])
def test_part_of_an_address_recognises_nobody(given):
    UserFactory(email="sian.pugh@office.example")

    assert colleagues_among([given]) == []


@pytest.mark.parametrize("given", ["the monitoring officer", "Your Monitoring-Officer’s decision"])
def test_post_means_the_one_who_holds_it_and_whoever_covers(given):
    officer = UserFactory(post=Post.MONITORING_OFFICER)
    cover = CoverFactory(post=Post.MONITORING_OFFICER).person

    assert colleagues_by_post([given], TODAY) == [officer, cover]


def test_post_that_several_hold_means_nobody_in_particular():
    UserFactory.create_batch(2, post=Post.COMPLAINT_HANDLER)

    assert colleagues_by_post(["Some complaint handler"], TODAY) == []


def test_name_of_the_office_does_not_mean_the_commissioner():
    UserFactory(post=Post.COMMISSIONER)

    assert colleagues_by_post(["The Office of the Police and Crime Commissioner"], TODAY) == []


def test_somebody_who_has_left_is_not_recognised():
    UserFactory(name="Siân Pugh", is_active=False)

    assert colleagues_among(["Siân Pugh"]) == []
