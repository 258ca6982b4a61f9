from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "reporting"
    verbose_name = "Reports"

    def ready(self) -> None:
        from casework.deadlines import clocks
        from reporting.deadlines import CLOCKS

        clocks.register(*CLOCKS)
