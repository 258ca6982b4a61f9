"""The product's addresses and one more: the cheapest page a signed-in person could be shown."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template import engines
from django.urls import include, path
from django.views.decorators.http import require_safe

from casework.cases.models import Case

PAGE = """{% extends "staff.html" %}
{% block title %}The floor{% endblock %}
{% block content %}<h1 class="govuk-heading-xl">{{ case.reference }}</h1>{% endblock %}
"""


@require_safe
def floor(request: HttpRequest, pk: int) -> HttpResponse:
    """One query by primary key, in the frame that every page of ours has."""
    case = get_object_or_404(Case, pk=pk)
    return HttpResponse(TEMPLATE.render({"case": case}, request))


TEMPLATE = engines["django"].from_string(PAGE)
urlpatterns = [path("floor/<int:pk>/", floor), path("", include("pcc_oversight.urls"))]
