"""Addresses of the library."""

from django.urls import path

from learning.library import views

_ONE = "library/<int:pk>/"
_PLACE = "places/<int:pk>/advice/proposals/"

urlpatterns = [
    path("library/", views.library, name="library"),
    path("library/add/", views.resource_add, name="resource_add"),
    path(_ONE, views.resource, name="resource"),
    path(f"{_ONE}file/", views.resource_file, name="resource_file"),
    path(f"{_ONE}subtitles/", views.resource_subtitles, name="resource_subtitles"),
    path(f"{_ONE}edit/", views.resource_edit, name="resource_edit"),
    path(f"{_ONE}review/", views.resource_review, name="resource_review"),
    path(f"{_ONE}archive/", views.resource_archive, name="resource_archive"),
    path(f"{_ONE}restore/", views.resource_restore, name="resource_restore"),
    path(f"{_ONE}favourite/", views.resource_favourite, name="resource_favourite"),
    path(f"{_ONE}rules/", views.rule_add, name="resource_rule_add"),
    path(f"{_ONE}rules/<int:rule_id>/remove/", views.rule_remove, name="resource_rule_remove"),
    path(_PLACE, views.proposals, name="proposals"),
    path(f"{_PLACE}<int:resource_id>/aside/", views.set_aside, name="proposal_aside"),
    path(f"{_PLACE}<int:resource_id>/again/", views.propose_again, name="proposal_again"),
]
