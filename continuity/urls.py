"""Addresses of what comes after the support."""

from django.urls import include, path

app_name = "continuity"
urlpatterns = [
    path("", include("continuity.plan.urls")),
    path("", include("continuity.follow_ups.urls")),
]
