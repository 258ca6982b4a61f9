from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils.http import urlencode

register = template.Library()


@register.simple_tag(takes_context=True)
def once_confirmed(context: Context, name: str) -> str:
    """Where a change to how somebody signs in begins: with proof that it is they, unless just given."""
    address = reverse(name)
    if is_reauthentication_required(context["request"], app="allauth.mfa"):
        return f"{reverse('account_reauthenticate')}?{urlencode({'next': address})}"
    return address
