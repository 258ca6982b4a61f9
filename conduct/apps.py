from django.apps import AppConfig


class ConductConfig(AppConfig):
    name = "conduct"
    verbose_name = "Conduct"

    def ready(self) -> None:
        from casework.deadlines import clocks
        from conduct.deadlines import CLOCKS

        clocks.register(*CLOCKS)
