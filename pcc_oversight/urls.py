from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from pcc_oversight import health

handler400 = "pcc_oversight.errors.bad_request"
handler403 = "pcc_oversight.errors.permission_denied"
handler404 = "pcc_oversight.errors.not_found"
handler500 = "pcc_oversight.errors.server_error"

# The admin has no door of its own round the second factor and the lock-out.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("", include("complaints.public_urls")),
    path("complain/", include("complaints.public_form.urls")),
    path("track/", include("complaints.tracking.urls")),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("admin/", admin.site.urls),
    path("approvals/", include("casework.approvals.urls")),
    path("cases/", include("casework.cases.urls")),
    path("account/", include("casework.people.sign_in_urls")),
    path("office/", include("casework.people.urls")),
    path("office/", include("casework.deadlines.setting_urls")),
    path("office/", include("casework.approvals.setting_urls")),
    path("deadlines/", include("casework.deadlines.urls")),
    path("complaints/new/", include("complaints.intake.urls")),
    path("complaints/", include("complaints.urls")),
    path("", include("casework.desk.urls")),
    path("documents/", include("casework.documents.urls")),
    path("letters/", include("casework.letters.urls")),
    path("messages/", include("casework.desk.message_urls")),
    path("reports/", include("reporting.urls")),
    path("post/", include("casework.letters.post_urls")),
]
