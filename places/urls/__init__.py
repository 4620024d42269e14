"""Addresses under /places/: each slice brings its own."""

from django.urls import include, path

from places.urls import coaching, gate, work

app_name = "places"
urlpatterns = [
    path("", include("places.portfolio.urls")),
    path("register/", include("places.register.urls")),
    path("<int:pk>/people/", include("places.team.urls")),
    *work.urlpatterns,
    *gate.urlpatterns,
    *coaching.urlpatterns,
]
