"""Addresses of the support to a place."""

from django.urls import include, path

app_name = "grants"
urlpatterns = [
    path("", include(f"grants.{part}.urls")) for part in ("agreement", "claims", "costs", "hours")
]
