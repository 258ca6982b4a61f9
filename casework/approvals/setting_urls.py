from django.urls import path

from casework.approvals import scheme

app_name = "approval_settings"
urlpatterns = [
    path("scheme/", scheme.scheme, name="scheme"),
    path("scheme/<slug:function>/", scheme.delegate, name="delegate"),
]
