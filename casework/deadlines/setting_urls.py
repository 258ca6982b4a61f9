from django.urls import path

from casework.deadlines.views import settings

app_name = "deadline_settings"
urlpatterns = [
    path("targets/", settings.targets, name="targets"),
    path("targets/<slug:code>/", settings.target, name="target"),
    path("holidays/", settings.holidays, name="holidays"),
    path("holidays/apply/", settings.apply_holidays, name="apply_holidays"),
]
