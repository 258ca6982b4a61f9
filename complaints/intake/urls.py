from django.urls import path

from complaints.intake import views

app_name = "intake"
urlpatterns = [
    path("", views.new, name="new"),
    path("received/", views.received, name="received"),
]
