"""Addresses of agreement, instalments, claims, payments."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
