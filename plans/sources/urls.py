"""Addresses of the register of funding sources."""

from django.urls import path

from plans.sources import views

urlpatterns = [
    path("money/sources/", views.sources, name="sources"),
    path("money/sources/new/", views.source_add, name="source_add"),
    path("money/sources/<int:pk>/", views.source, name="source"),
    path("money/sources/<int:pk>/edit/", views.source_edit, name="source_edit"),
    path("money/sources/<int:pk>/close/", views.source_close, name="source_close"),
    path("money/sources/<int:pk>/open/", views.source_reopen, name="source_reopen"),
    path("money/sources/<int:pk>/remove/", views.source_remove, name="source_remove"),
    path("money/sources/<int:pk>/deadlines/", views.deadline_add, name="deadline_add"),
    path(
        "money/sources/<int:pk>/deadlines/<int:deadline_id>/remove/",
        views.deadline_remove,
        name="deadline_remove",
    ),
]
