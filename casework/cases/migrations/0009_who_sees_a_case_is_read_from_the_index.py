import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0008_what_one_person_handles_is_read_in_order"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(model_name="caseaccess", name="access_by_person"),
        migrations.AddIndex(
            model_name="caseaccess",
            index=models.Index(
                fields=["person", "case"], include=("from_at", "until_at"), name="access_by_person"
            ),
        ),
        migrations.AlterField(
            model_name="caseaccess",
            name="person",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
