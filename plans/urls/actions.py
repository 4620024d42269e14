"""Addresses of actions, board, timeline, my actions."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
