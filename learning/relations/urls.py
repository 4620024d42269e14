"""Addresses of relations."""

from django.urls import path

from learning.relations import views

urlpatterns = [
    path("places/<int:pk>/relations/", views.relations, name="relations"),
    path("relations/", views.relation_notes, name="relation_notes"),
    path("relations/<int:pk>/remove/", views.relation_remove, name="relation_remove"),
]
