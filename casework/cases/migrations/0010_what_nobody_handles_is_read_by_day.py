from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0009_who_sees_a_case_is_read_from_the_index")]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("handler", None), ("is_open", True)),
                fields=["kind", "-opened_on", "-id"],
                include=("confidentiality",),
                name="case_nobodys_by_day",
            ),
        ),
    ]
