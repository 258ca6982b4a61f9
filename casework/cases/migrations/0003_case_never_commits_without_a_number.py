from django.db import migrations

# The number is given last in the transaction, so the column must be able to be empty until then; a CHECK
# cannot wait for the commit. A row inserted with its number never queues the trigger.
FORWARD = """
CREATE FUNCTION refuse_case_without_number() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM cases_case WHERE id = NEW.id AND reference IS NULL;
    IF FOUND THEN
        RAISE EXCEPTION 'Case % has no number.', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'case_never_commits_without_a_number';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER case_never_commits_without_a_number
    AFTER INSERT OR UPDATE OF reference ON cases_case
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.reference IS NULL)
    EXECUTE FUNCTION refuse_case_without_number();
"""

BACKWARD = """
DROP TRIGGER case_never_commits_without_a_number ON cases_case;
DROP FUNCTION refuse_case_without_number();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_wall_is_lifted_for_a_reason")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
