from django.urls import path

from casework.approvals import views

app_name = "approvals"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/document-<int:place>.pdf", views.document, name="document"),
]
