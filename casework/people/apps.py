from django.apps import AppConfig
from django.core.checks import Tags, register


class PeopleConfig(AppConfig):
    name = "casework.people"
    verbose_name = "People and posts"

    def ready(self) -> None:
        from casework.outbox.delivery import register_sender
        from casework.people.checks import no_demonstration_in_production
        from casework.people.queries import office_as_sender

        register_sender(office_as_sender)
        register(no_demonstration_in_production, Tags.database)
