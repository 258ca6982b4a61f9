import pytest

from casework.letters.readability import reading_age, syllables_in


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("call", 1),
        ("complaint", 2),
        ("late", 1),
        ("asked", 1),
        ("ended", 2),
        ("table", 2),
        ("I", 1),
        ("Siân", 1),
    ],
)
def test_syllables_are_groups_of_vowels(word, count):
    assert syllables_in(word) == count


def test_short_sentences_of_short_words_read_at_the_youngest_age():
    assert reading_age("We rang. You said no. We are sorry.") == 5


def test_long_sentences_of_long_words_need_an_older_reader():
    text = (
        "Notwithstanding the aforementioned considerations, the appropriate authority has determined that "
        "proportionate investigation of the allegations necessitates considerable additional information."
    )

    assert reading_age(text) > 18


def test_no_words_have_no_age():
    assert reading_age(" 12. – ") == 0
