from django.urls import path

from casework.approvals import scheme, views

app_name = "approvals"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("scheme/", scheme.scheme, name="scheme"),
    path("scheme/<slug:function>/", scheme.delegate, name="delegate"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/document.pdf", views.document, name="document"),
]
