from django.apps import AppConfig


class ComplaintsConfig(AppConfig):
    name = "complaints"
    verbose_name = "Complaints"

    def ready(self) -> None:
        from casework.approvals import kinds as approvals
        from casework.cases import kinds
        from casework.deadlines import clocks
        from casework.desk import self_check
        from casework.letters import purposes
        from complaints.approval_kinds import KINDS
        from complaints.deadlines import CLOCKS
        from complaints.invariants import INVARIANTS
        from complaints.kinds import COMPLAINT
        from complaints.letter_purposes import PURPOSES

        clocks.register(*CLOCKS)
        kinds.register(COMPLAINT)
        purposes.register(*PURPOSES)
        self_check.register(*INVARIANTS)
        for kind in KINDS:
            approvals.register(kind)
