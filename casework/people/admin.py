"""Django's admin, to look things up in. It writes nothing: every write is an action with its trail."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from casework.people.models import Cover, Delegation, Office, Tenure, User
from casework.people.roles import MANAGE_OFFICE


class ReadOnly(admin.ModelAdmin):
    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(MANAGE_OFFICE)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(MANAGE_OFFICE)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(User)
class UserAdmin(ReadOnly):
    list_display = ("name", "email", "is_active", "last_login")
    search_fields = ("name", "email")
    exclude = ("password", "groups", "user_permissions", "is_superuser")

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Not by ?password__startswith=, which would give a hash away letter by letter."""
        return not lookup.startswith("password") and super().lookup_allowed(lookup, value, request)


admin.site.register([Tenure, Cover, Delegation, Office], ReadOnly)
