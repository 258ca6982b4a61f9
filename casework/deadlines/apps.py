from django.apps import AppConfig


class DeadlinesConfig(AppConfig):
    name = "casework.deadlines"
    verbose_name = "Deadlines"

    def ready(self) -> None:
        from casework.cases import kinds
        from casework.deadlines import queries

        kinds.register_next_due(queries.next_due_on)
