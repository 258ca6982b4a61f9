from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.utils import timezone

from casework.deadlines.calendars import keep_published


def load(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    keep_published(apps.get_model("deadlines", "HolidayList"), at=timezone.now())


def unload(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("deadlines", "HolidayList").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("deadlines", "0001_initial")]

    operations = [migrations.RunPython(load, unload)]
