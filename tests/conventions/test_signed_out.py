"""Nobody gets in without signing in, but to what this list says."""

from urllib.parse import urlsplit

import pytest

from tests.conventions.addresses import every_address

ANYBODY_MAY_COMPLAIN = "Anybody may complain, with no account."
THE_CODE_IS_THE_KEY = "A complainant's key is the reference and the access code; without them it leads back."
SAYS_WHAT_WE_DO = "A public page that says what the office does."
THE_DOOR = "The way in."
AFTER_THE_DOOR = "A step of signing in that leads back to the door when there is nothing to go on with."
PUBLIC = {
    "account_inactive": AFTER_THE_DOOR,
    "account_login": THE_DOOR,
    "account_logout": "Somebody whose session has ended is out already: it leads to the front page.",
    "account_reset_password": THE_DOOR,
    "account_reset_password_done": THE_DOOR,
    "account_reset_password_from_key": "The key in the address lets in; a wrong one says so.",
    "account_reset_password_from_key_done": THE_DOOR,
    "account_signup": "Says that people are added by the administrator.",
    "admin:login": THE_DOOR,
    "complain:check": ANYBODY_MAY_COMPLAIN,
    "complain:come_back": ANYBODY_MAY_COMPLAIN,
    "complain:forget": ANYBODY_MAY_COMPLAIN,
    "complain:printable": ANYBODY_MAY_COMPLAIN,
    "complain:remove_file": ANYBODY_MAY_COMPLAIN,
    "complain:save": ANYBODY_MAY_COMPLAIN,
    "complain:sent": ANYBODY_MAY_COMPLAIN,
    "complain:start": ANYBODY_MAY_COMPLAIN,
    "complain:step": ANYBODY_MAY_COMPLAIN,
    "healthz": "Asked by the machine that keeps the process running.",
    "readyz": "Asked by the machine that keeps the process running.",
    "mfa_authenticate": AFTER_THE_DOOR,
    "openid_connect_callback": AFTER_THE_DOOR,
    "openid_connect_login": THE_DOOR,
    "public:accessibility": SAYS_WHAT_WE_DO,
    "public:contact": SAYS_WHAT_WE_DO,
    "public:home": SAYS_WHAT_WE_DO,
    "public:privacy": SAYS_WHAT_WE_DO,
    "socialaccount_login_cancelled": AFTER_THE_DOOR,
    "socialaccount_login_error": AFTER_THE_DOOR,
    "socialaccount_signup": AFTER_THE_DOOR,
    "track:answer_resumption": THE_CODE_IS_THE_KEY,
    "track:ask_to_record": THE_CODE_IS_THE_KEY,
    "track:complaint": THE_CODE_IS_THE_KEY,
    "track:leave": THE_CODE_IS_THE_KEY,
    "track:letter": THE_CODE_IS_THE_KEY,
    "track:letter_pdf": THE_CODE_IS_THE_KEY,
    "track:open": THE_CODE_IS_THE_KEY,
}
DOORS = ("/account/login/", "/admin/login/")
ADDRESSES = list(every_address())


def refuses(response) -> bool:
    if response.status_code in (301, 302):
        return urlsplit(response["Location"]).path in DOORS
    return response.status_code in (403, 404, 405)


@pytest.mark.parametrize("method", ["get", "post"])
def test_every_address_refuses_the_signed_out(client, office, method):
    inside = [address for address in ADDRESSES if address.name not in PUBLIC]

    answers = {address.name: getattr(client, method)(address.path()) for address in inside}

    assert len(inside) > 150
    assert [name for name, answer in answers.items() if not refuses(answer)] == []


def test_the_list_of_public_addresses_holds_nothing_that_is_gone():
    assert {address.name for address in ADDRESSES} >= set(PUBLIC)


def test_the_complainants_pages_lead_back_to_the_door_without_a_code(client, office):
    behind = (
        "track:answer_resumption",
        "track:ask_to_record",
        "track:complaint",
        "track:letter",
        "track:letter_pdf",
    )

    answers = [client.get(address.path()) for address in ADDRESSES if address.name in behind]

    assert [answer["Location"] for answer in answers] == ["/track/"] * len(behind)
