from django.apps import AppConfig


class ComplaintsConfig(AppConfig):
    name = "complaints"
    verbose_name = "Complaints"

    def ready(self) -> None:
        from casework.cases import kinds
        from casework.deadlines import clocks
        from complaints.deadlines import CLOCKS
        from complaints.kinds import COMPLAINT

        clocks.register(*CLOCKS)
        kinds.register(COMPLAINT)
