from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "casework.desk"
    verbose_name = "Desk"

    def ready(self) -> None:
        from casework.desk.invariants import INVARIANTS
        from casework.desk.self_check import register

        register(*INVARIANTS)
