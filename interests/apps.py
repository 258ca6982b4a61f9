from django.apps import AppConfig


class InterestsConfig(AppConfig):
    name = "interests"
    verbose_name = "Interests"

    def ready(self) -> None:
        from casework.deadlines import clocks
        from interests.deadlines import CLOCKS

        clocks.register(*CLOCKS)
