from django.urls import path, register_converter

from reporting import views
from reporting.quarters import Quarter


class QuarterConverter:
    regex = r"20[0-9]{2}-q[1-4]"

    def to_python(self, value: str) -> Quarter:
        return Quarter(int(value[:4]), int(value[-1]))

    def to_url(self, value: Quarter | str) -> str:
        return value.slug if isinstance(value, Quarter) else value


register_converter(QuarterConverter, "quarter")

app_name = "reporting"
urlpatterns = [
    path("", views.index, name="index"),
    path("<quarter:quarter>/", views.quarter, name="quarter"),
    path("<quarter:quarter>/live/", views.live, name="live"),
    path("<quarter:quarter>/freeze/", views.freeze, name="freeze"),
    path("<quarter:quarter>/figures.csv", views.as_csv, name="csv"),
    path("<quarter:quarter>/figures.pdf", views.as_pdf, name="pdf"),
    path("<quarter:quarter>/live/figures.csv", views.as_csv, {"is_live": True}, name="live_csv"),
    path("<quarter:quarter>/live/figures.pdf", views.as_pdf, {"is_live": True}, name="live_pdf"),
    path("<quarter:quarter>/<slug:code>/", views.cases_behind, name="cases_behind"),
    path("<quarter:quarter>/live/<slug:code>/", views.live_cases_behind, name="live_cases_behind"),
]
