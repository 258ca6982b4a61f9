from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.utils import timezone

from casework.people.queries import posts_on
from casework.people.roles import PERMISSIONS


class PostBackend(AuthenticationBackend):  # type: ignore[misc]
    """Gives a person the permissions of the posts they hold or cover today (London), read once a request."""

    def get_all_permissions(self, user_obj: Any, obj: object = None) -> set[str]:
        if not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return set()
        if not hasattr(user_obj, "_post_permissions"):
            posts = posts_on(user_obj, timezone.localdate())
            user_obj._post_permissions = {p for post in posts for p in PERMISSIONS[post]}
        return set(user_obj._post_permissions)

    def get_user_permissions(self, user_obj: Any, obj: object = None) -> set[str]:
        return self.get_all_permissions(user_obj, obj)

    def get_group_permissions(self, user_obj: Any, obj: object = None) -> set[str]:
        return set()
