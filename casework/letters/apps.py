from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "casework.letters"
    verbose_name = "Letters"
