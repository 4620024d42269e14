"""Addresses of costs, time sheets, mileage."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
