"""Addresses of funding sources, funding lines and the overview."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
