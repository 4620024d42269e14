"""Addresses under /places/: one file a room."""

from places.urls import coaching, gate, people, portfolio, register, work

app_name = "places"
urlpatterns = [
    *portfolio.urlpatterns,
    *register.urlpatterns,
    *work.urlpatterns,
    *gate.urlpatterns,
    *coaching.urlpatterns,
    *people.urlpatterns,
]
