from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "casework.outbox"
    verbose_name = "Outgoing messages"
