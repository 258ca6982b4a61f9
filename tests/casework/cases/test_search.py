import pytest

from casework.cases import queries
from casework.cases.models import Case
from casework.cases.paging import Sort, page_of
from casework.cases.queries import Tally
from casework.people.posts import Post
from tests.factories.cases import CaseFactory, WallFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def test_a_name_is_found_by_its_words_in_any_case_and_order():
    case = CaseFactory(names="Gwen Pryce\nΝίκος Παπαδόπουλος")
    CaseFactory(names="Owen Price")

    found = [queries.search_by_name(Case.objects.all(), text) for text in ("pryce g", "ΠΑΠΑΔΌΠΟΥΛΟΣ")]

    assert [list(cases) for cases in found] == [[case], [case]]


@pytest.mark.parametrize("text", ["", "  ", "Li", "O B"])
def test_a_name_search_needs_three_letters(text):
    with pytest.raises(queries.TooShort):
        queries.search_by_name(Case.objects.all(), text)


def test_what_stands_for_anything_in_a_pattern_stands_for_itself_in_a_name():
    CaseFactory(names="Gwen Pryce")

    assert not queries.search_by_name(Case.objects.all(), "G%e_n").exists()


def test_words_are_found_in_other_forms_and_as_phrases():
    case = CaseFactory(words="The officers searched my car on the motorway.")
    CaseFactory(words="A car search was refused.")

    assert list(queries.full_text(Case.objects.all(), '"searching my car" -bicycle')) == [case]


def test_a_search_finds_nothing_behind_a_wall():
    person = UserFactory(post=Post.MANAGER)
    wall = WallFactory(case=CaseFactory(names="Gwen Pryce", words="bicycle"), person=person)
    visible = Case.objects.visible_to(person)

    assert not queries.search_by_name(visible, "Pryce").exists()
    assert not queries.full_text(visible, "bicycle").exists()
    assert not queries.by_reference(visible, wall.case.reference).exists()


def test_a_reference_is_found_as_people_type_it():
    case = CaseFactory(reference="SMP-2026-000123")

    assert queries.by_reference(Case.objects.all(), " smp-2026-000123 ").get() == case


def test_a_count_stops_where_it_is_told_to():
    CaseFactory.create_batch(3)

    assert str(queries.count_of(Case.objects.all(), most=2)) == "2+"
    assert str(queries.count_of(Case.objects.all(), most=3)) == "3"
    assert str(Tally(1000, is_more=True)) == "1,000+"


def test_a_page_that_shows_every_row_is_its_own_count(django_assert_num_queries):
    CaseFactory.create_batch(3)
    rows = Case.objects.all()
    whole, part = page_of(rows, Sort("opened_on"), size=3), page_of(rows, Sort("opened_on"), size=2)

    with django_assert_num_queries(1):
        counted = [str(queries.count_on(page, rows, most=2)) for page in (whole, part)]

    assert counted == ["3", "2+"]


@pytest.mark.parametrize(("expected", "shown"), [(1, 2), (1000, 3)])
def test_a_rare_word_is_found_by_its_index_up_to_a_limit_and_a_common_one_without(
    monkeypatch, expected, shown
):
    for _ in range(3):
        CaseFactory(words="The officer lost my bicycle.")
    CaseFactory(words="Nothing of the kind.")
    monkeypatch.setattr(queries, "MOST_FOUND", 2)
    # What the planner expects hangs on what other tests left in its statistics.
    monkeypatch.setattr(queries, "_about_how_many", lambda cases: expected)

    found = queries.full_text(Case.objects.all(), "bicycle")

    assert found.count() == shown
