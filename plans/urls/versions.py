"""Addresses of adopted plans, import and the public page."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
