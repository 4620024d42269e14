"""Addresses of what comes after the support."""

from django.urls import path

from continuity.views import plan

app_name = "continuity"
urlpatterns = [
    path("places/<int:pk>/after/", plan.page, name="plan"),
    path("places/<int:pk>/after/edit/<slug:section>/", plan.section, name="section"),
    path("places/<int:pk>/after/settle/", plan.settle_plan, name="settle"),
    path("places/<int:pk>/after/end/", plan.end, name="end"),
]
