import uuid

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("complaints", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="party",
            name="safe_contact",
            field=models.TextField(
                blank=True, help_text="How and when it is safe to reach this person, in their words."
            ),
        ),
        # PostgreSQL cannot turn a number into a UUID; no response has been given yet.
        migrations.DeleteModel(name="EqualityResponse"),
        migrations.CreateModel(
            name="EqualityResponse",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("month", models.DateField(help_text="The first day of the month it was given in.")),
                ("answers", models.JSONField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        name="equality_response_knows_only_its_month", condition=Q(month__day=1)
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Attempts",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("what", models.CharField(max_length=30)),
                ("who", models.BinaryField(max_length=32)),
                ("hour", models.DateTimeField()),
                ("number", models.PositiveIntegerField(default=1)),
            ],
            options={
                "verbose_name_plural": "attempts",
                "indexes": [models.Index(fields=["hour"], name="attempts_by_hour")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("what", "who", "hour"), name="attempts_counted_once_an_hour"
                    )
                ],
            },
        ),
    ]
