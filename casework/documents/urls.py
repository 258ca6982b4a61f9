from django.urls import path

from casework.documents import views

app_name = "documents"

urlpatterns = [
    path("<int:document_id>/", views.detail, name="detail"),
    path("<int:document_id>/redact/", views.redact, name="redact"),
    path("add/<str:reference>/", views.add, name="add"),
]
