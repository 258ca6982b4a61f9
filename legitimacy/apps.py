from django.apps import AppConfig


class LegitimacyConfig(AppConfig):
    name = "legitimacy"
    verbose_name = "Legitimacy"
