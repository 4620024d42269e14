"""Addresses of a place's map."""

from django.urls import path

from mapping.points import views

_HERE = "places/<int:pk>/map/"
_ONE = f"{_HERE}points/<int:point_id>/"

urlpatterns = [
    path(_HERE, views.place_map, name="map"),
    path(f"{_HERE}points/add/", views.point_add, name="map_point_add"),
    path(_ONE, views.point, name="map_point"),
    path(f"{_ONE}edit/", views.point_edit, name="map_point_edit"),
    path(f"{_ONE}review/", views.point_review, name="map_point_review"),
    path(f"{_ONE}remove/", views.point_remove, name="map_point_remove"),
    path(f"{_HERE}pins/", views.pin, name="map_pin"),
]
