from django.contrib import admin
from django.urls import include, path

from pcc_oversight import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("admin/", admin.site.urls),
    path("approvals/", include("casework.approvals.urls")),
    path("account/", include("allauth.urls")),
    path("documents/", include("casework.documents.urls")),
    path("messages/", include("casework.desk.message_urls")),
]
