import re
from uuid import UUID

import pytest

from complaints.access_codes import ALPHABET, Opens, code_for, mac_of

KEY = UUID("6f1d7f0e-6c1c-4f5c-9a39-0f8f4a9b2d11")


def test_code_is_four_groups_of_four_letters_of_crockfords_alphabet():
    code = code_for(KEY, Opens.COMPLAINT)

    assert re.fullmatch(rf"[{ALPHABET}]{{4}}(-[{ALPHABET}]{{4}}){{3}}", code)


def test_same_key_gives_the_same_code_and_another_key_another():
    assert code_for(KEY, Opens.COMPLAINT) == code_for(KEY, Opens.COMPLAINT)
    assert code_for(KEY, Opens.COMPLAINT) != code_for(UUID(int=KEY.int + 1), Opens.COMPLAINT)


def test_code_of_a_draft_does_not_open_the_complaint_it_became():
    assert code_for(KEY, Opens.DRAFT) != code_for(KEY, Opens.COMPLAINT)
    assert mac_of("ABCD", Opens.DRAFT) != mac_of("ABCD", Opens.COMPLAINT)


def test_code_depends_on_the_secret_of_the_office(settings):
    before = code_for(KEY, Opens.COMPLAINT)

    settings.ACCESS_CODE_KEY = "another secret"

    assert code_for(KEY, Opens.COMPLAINT) != before


@pytest.mark.parametrize(
    "typed", ["0ABC-1DEF-1GHJ-0000", "oabc ldef ighj oooo", " 0ABC–1DEF–1GHJ–0000 ", "0ABC1DEF1GHJ0000"]
)
def test_code_is_read_however_it_was_typed(typed):
    assert mac_of(typed, Opens.COMPLAINT) == mac_of("0ABC-1DEF-1GHJ-0000", Opens.COMPLAINT)
