"""The map of the places, and setting a place's point."""

from django.urls import path

from places.map import views

urlpatterns = [
    path("map/", views.places_map, name="map"),
    path("map/<int:pk>/card/", views.map_card, name="map_card"),
    path("register/<int:pk>/point/", views.place_point, name="place_point"),
]
