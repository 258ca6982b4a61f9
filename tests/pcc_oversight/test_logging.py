import io
import json
import logging
import logging.config
from urllib.request import urlopen

import pytest

from pcc_oversight.logging import configuration
from tests.fixtures.workers import wait_until


@pytest.fixture
def written():
    """What a logger set up as in production writes."""
    production = configuration(as_json=True)["formatters"]["structured"]
    formatter = logging.config.DictConfigurator({"version": 1}).configure_formatter(dict(production))
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    logger = logging.getLogger("oversight.test")
    logger.addHandler(handler)
    yield stream
    logger.removeHandler(handler)


def test_a_log_line_is_one_json_object(written):
    logging.getLogger("oversight.test").warning("Not Found: %s", "/complaints/CMP-2026-000123/")

    line = json.loads(written.getvalue())

    assert line["event"] == "Not Found: /complaints/CMP-2026-000123/"
    assert line["level"] == "warning"
    assert line["logger"] == "oversight.test"


def test_a_log_line_holds_no_email_address(written):
    logging.getLogger("oversight.test").warning("no such mailbox: <ada@example.org>")

    assert "ada" not in written.getvalue()


def test_a_traceback_does_not_repeat_the_row_that_the_database_refused(written):
    try:
        raise ValueError("duplicate key\nDETAIL:  Key (name)=(Ada Lovelace) already exists.")
    except ValueError:
        logging.getLogger("oversight.test").exception("Refused")

    assert "Lovelace" not in written.getvalue()
    assert "ValueError" in written.getvalue()


def test_a_log_line_holds_no_key_of_a_reset_link(written):
    logging.getLogger("oversight.test").warning("Not Found: %s", "/account/password/reset/key/1f-abc123/")

    assert json.loads(written.getvalue())["event"] == "Not Found: /account/password/reset/key/[key]"


@pytest.mark.django_db(transaction=True)
def test_the_access_log_holds_no_key_of_a_reset_link(web_server, tmp_path):
    server = web_server()

    with urlopen(f"{server.url}/account/password/reset/key/1f-abc123-456/", timeout=10) as page:
        assert page.status == 200

    wait_until(lambda: "GET /account/password/reset/key/" in log_of(tmp_path), what="the access log")
    assert "/account/password/reset/key/[key] 200" in log_of(tmp_path)
    assert "abc123" not in log_of(tmp_path)


def log_of(folder):
    return (folder / "web.log").read_text()
