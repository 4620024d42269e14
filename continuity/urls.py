"""Addresses of what comes after the support."""

from django.urls import URLPattern

app_name = "continuity"
urlpatterns: list[URLPattern] = []
