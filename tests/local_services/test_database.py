import psycopg
import pytest

from local_services.database import DATABASE, LOGS_NO_ROWS, ROLE
from local_services.folders import ROOT

REFUSED = [
    "INSERT INTO person VALUES ('Gwen Pryce')",
    "INSERT INTO person VALUES ('Gwen Pryce of 12 Chapel Lane')",
    "SELECT * FROM no_such_table WHERE name = 'Gwen Pryce'",
    "DO $$ BEGIN INSERT INTO person VALUES ('Gwen Pryce'); END $$",
]


def test_the_log_says_what_was_refused_and_not_whose_row_it_was(checkout):
    checkout.addresses(checkout.use())
    socket = checkout.python("from local_services import database; print(database.folder())")
    with psycopg.connect(host=socket, user=ROLE, dbname=DATABASE, autocommit=True) as connection:
        connection.execute("CREATE TABLE person (name text UNIQUE CHECK (length(name) < 20))")
        connection.execute("INSERT INTO person VALUES ('Gwen Pryce')")
        for statement in REFUSED:
            with pytest.raises(psycopg.Error):
                connection.execute(statement)
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO person VALUES (%s)", ["Gwen Pryce"])

    log = (checkout.folder / "var" / "log" / "postgres.log").read_text()
    assert log.count("person_name_key") == 3
    assert "Pryce" not in log


def test_the_database_of_production_logs_as_little():
    compose = (ROOT / "docker-compose.yml").read_text()

    assert all(f"{name}={value}" in compose for name, value in LOGS_NO_ROWS.items())
