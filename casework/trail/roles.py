"""What the role that the application connects as may do: all it needs, and nothing to the trail's past."""

from django.db import connection, transaction
from psycopg import sql

from casework.trail.models import Chain, Checkpoint, Entry

EVERYTHING = sql.SQL("SELECT, INSERT, UPDATE, DELETE")
# The past can be added to and read. The head of a chain moves on with each entry, so it is changed too.
PAST = {
    Entry: sql.SQL("UPDATE, DELETE, TRUNCATE"),
    Checkpoint: sql.SQL("UPDATE, DELETE, TRUNCATE"),
    Chain: sql.SQL("DELETE, TRUNCATE"),
}


@transaction.atomic
def grant_to(role: str, password: str) -> None:
    """Make `role` if it is not there, set its password, and let it use what the owner made and will make.

    Run by the owner of the tables, after each migration.
    """
    name = sql.Identifier(role)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        verb = sql.SQL("ALTER" if cursor.fetchone() else "CREATE")
        statements = [
            sql.SQL("{} ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD {}").format(
                verb, name, sql.Literal(password)
            ),
            sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(name),
            sql.SQL("GRANT {} ON ALL TABLES IN SCHEMA public TO {}").format(EVERYTHING, name),
            sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}").format(name),
            *(
                sql.SQL("REVOKE {} ON {} FROM {}").format(acts, sql.Identifier(model._meta.db_table), name)
                for model, acts in PAST.items()
            ),
        ]
        for statement in statements:
            cursor.execute(statement.as_string(cursor.connection))
