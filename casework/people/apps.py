from django.apps import AppConfig
from django.core.checks import Tags, register


class PeopleConfig(AppConfig):
    name = "casework.people"
    verbose_name = "People and posts"

    def ready(self) -> None:
        from casework.outbox.delivery import register_sender_name
        from casework.people.checks import no_demonstration_in_production
        from casework.people.queries import name_of_office

        register_sender_name(name_of_office)
        register(no_demonstration_in_production, Tags.database)
