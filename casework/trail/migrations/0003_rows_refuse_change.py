"""The database itself refuses to change or remove what the trail holds.

Row triggers only: TRUNCATE stays possible for the owner of the tables (the test suite cleans up with it);
in production the application's role owns nothing and has no right to TRUNCATE.
"""

from django.db import migrations

REFUSE = """
CREATE FUNCTION trail_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The audit trail is only ever added to: % on % refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER trail_entry_refuses_change BEFORE UPDATE OR DELETE ON trail_entry
    FOR EACH ROW EXECUTE FUNCTION trail_refuse_change();
CREATE TRIGGER trail_checkpoint_refuses_change BEFORE UPDATE OR DELETE ON trail_checkpoint
    FOR EACH ROW EXECUTE FUNCTION trail_refuse_change();
CREATE TRIGGER trail_chain_refuses_removal BEFORE DELETE ON trail_chain
    FOR EACH ROW EXECUTE FUNCTION trail_refuse_change();
CREATE TRIGGER trail_chain_refuses_rewinding BEFORE UPDATE ON trail_chain
    FOR EACH ROW WHEN (NEW.key <> OLD.key OR NEW.sequence < OLD.sequence)
    EXECUTE FUNCTION trail_refuse_change();
"""

ALLOW = """
DROP TRIGGER trail_chain_refuses_rewinding ON trail_chain;
DROP TRIGGER trail_chain_refuses_removal ON trail_chain;
DROP TRIGGER trail_checkpoint_refuses_change ON trail_checkpoint;
DROP TRIGGER trail_entry_refuses_change ON trail_entry;
DROP FUNCTION trail_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("trail", "0002_chain_knows_its_checkpoint")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]
