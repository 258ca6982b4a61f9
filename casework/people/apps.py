from django.apps import AppConfig
from django.core.checks import Tags, register


class PeopleConfig(AppConfig):
    name = "casework.people"
    verbose_name = "People and posts"

    def ready(self) -> None:
        from casework.people.checks import no_demonstration_in_production

        register(no_demonstration_in_production, Tags.database)
