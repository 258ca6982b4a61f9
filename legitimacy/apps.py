from django.apps import AppConfig


class LegitimacyConfig(AppConfig):
    name = "legitimacy"
    verbose_name = "Legitimacy"

    def ready(self) -> None:
        from casework.deadlines import clocks
        from legitimacy.deadlines import CLOCKS

        clocks.register(*CLOCKS)
