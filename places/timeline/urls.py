"""The timeline of places, and places side by side."""

from django.urls import path

from places.timeline import views

urlpatterns = [
    path("timeline/", views.timeline, name="timeline"),
    path("compare/", views.compare, name="compare"),
]
