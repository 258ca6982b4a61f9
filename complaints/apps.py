from django.apps import AppConfig


class ComplaintsConfig(AppConfig):
    name = "complaints"
    verbose_name = "Complaints"

    def ready(self) -> None:
        from casework.deadlines import clocks
        from complaints.deadlines import CLOCKS

        clocks.register(*CLOCKS)
