"""Addresses of a local economic analysis."""

from django.urls import path

from mapping.economy import views

_HERE = "places/<int:pk>/economy/"

urlpatterns = [
    path(_HERE, views.economy, name="economy"),
    path(f"{_HERE}edit/", views.economy_edit, name="economy_edit"),
    path(f"{_HERE}group/add/", views.member_add, name="member_add"),
    path(f"{_HERE}group/<int:contact_id>/remove/", views.member_remove, name="member_remove"),
    path(f"{_HERE}meetings/", views.meetings_plan, name="meetings_plan"),
    path(f"{_HERE}documents/add/", views.document_add, name="document_add"),
    path(f"{_HERE}documents/<int:document_id>/", views.document, name="document"),
    path(
        f"{_HERE}documents/<int:document_id>/remove/",
        views.document_remove,
        name="document_remove",
    ),
    path(f"{_HERE}figures/add/", views.figure_add, name="figure_add"),
    path(f"{_HERE}figures/<int:figure_id>/remove/", views.figure_remove, name="figure_remove"),
]
