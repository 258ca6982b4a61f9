from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "reporting"
    verbose_name = "Reports"

    def ready(self) -> None:
        from casework.approvals import kinds as approval_kinds
        from casework.cases import kinds as case_kinds
        from casework.deadlines import clocks
        from reporting.approval_kinds import PUBLISH
        from reporting.deadlines import CLOCKS
        from reporting.kinds import REPORT

        clocks.register(*CLOCKS)
        case_kinds.register(REPORT)
        approval_kinds.register(PUBLISH)
