"""Addresses of the plan for what comes after."""

from django.urls import path

from continuity.plan import views

AFTER = "places/<int:pk>/after/"

urlpatterns = [
    path(AFTER, views.plan, name="plan"),
    path(f"{AFTER}edit/<slug:section>/", views.section, name="section"),
    path(f"{AFTER}settle/", views.settle_plan, name="settle"),
    path(f"{AFTER}end/", views.end, name="end"),
]
