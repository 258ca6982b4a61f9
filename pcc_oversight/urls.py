from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("approvals/", include("casework.approvals.urls")),
    path("account/", include("allauth.urls")),
    path("documents/", include("casework.documents.urls")),
]
