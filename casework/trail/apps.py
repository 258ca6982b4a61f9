from django.apps import AppConfig


class TrailConfig(AppConfig):
    name = "casework.trail"
    verbose_name = "Audit trail"
