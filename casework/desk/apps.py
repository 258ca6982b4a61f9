from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "casework.desk"
    verbose_name = "Desk"
