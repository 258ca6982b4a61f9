from django.core.management import call_command
from django.db import migrations


def create(apps, schema_editor):
    call_command("createcachetable", "tries", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("people", "0002_nobody_above_the_posts")]

    operations = [
        migrations.RunPython(
            create, lambda apps, schema_editor: schema_editor.execute('DROP TABLE IF EXISTS "tries"')
        )
    ]
