"""Addresses of the target picture and the goals."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
