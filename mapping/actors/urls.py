"""Addresses of the actor map."""

from django.urls import path

from mapping.actors import views

_HERE = "places/<int:pk>/actors/"
_ONE = f"{_HERE}<int:actor_id>/"

urlpatterns = [
    path(_HERE, views.actors, name="actors"),
    path(f"{_HERE}add/", views.actor_add, name="actor_add"),
    path(f"{_HERE}invite/", views.actors_invite, name="actors_invite"),
    path(f"{_HERE}missing/<slug:group>/", views.presence, name="presence"),
    path(_ONE, views.actor, name="actor"),
    path(f"{_ONE}edit/", views.actor_edit, name="actor_edit"),
    path(f"{_ONE}remove/", views.actor_remove, name="actor_remove"),
    path(f"{_ONE}touch/", views.actor_touch, name="actor_touch"),
]
