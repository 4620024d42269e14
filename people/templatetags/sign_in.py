"""What the sign-in page offers."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.models import SocialApp
from django import template
from django.urls import reverse
from django.utils.http import urlencode

from people.models import Region

register = template.Library()


@register.simple_tag(takes_context=True)
def region_sign_ins(context: template.Context) -> list[dict[str, Any]]:
    """The regions whose own sign-in (OpenID Connect) is set up, each with its address.

    A region's `oidc_provider` names the provider id of an allauth SocialApp; a name without
    one offers nothing.
    """
    set_up = SocialApp.objects.filter(provider="openid_connect").values("provider_id")
    regions = Region.objects.exclude(oidc_provider="").filter(oidc_provider__in=set_up)
    request = context.get("request")
    target = request.GET.get("next", "") if request else ""
    query = f"?{urlencode({'next': target})}" if target else ""
    return [
        {
            "region": region,
            "url": reverse("openid_connect_login", args=[region.oidc_provider]) + query,
        }
        for region in regions
    ]
