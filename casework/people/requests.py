from django.http import HttpRequest

from casework.people.models import User


class SignedInRequest(HttpRequest):
    """What LoginRequiredMiddleware guarantees: somebody is signed in."""

    user: User
