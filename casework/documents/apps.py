from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "casework.documents"
    verbose_name = "Documents"
