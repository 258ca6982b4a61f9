from django.apps import AppConfig
from django.core import checks


class LettersConfig(AppConfig):
    name = "casework.letters"
    verbose_name = "Letters"

    def ready(self) -> None:
        from casework.letters.checks import fonts_are_installed

        checks.register(fonts_are_installed, deploy=True)
